import ChainTypes

/// An account as the host numbers it: valid until the host starts another transaction or batch.
public typealias AccountIndex = Int

/// What the machine asks of the state. A class, so that the machine can hold it while both change;
/// the machine is generic over it and specialised for each.
///
/// Accounts are loaded once by address and then named by index, so that storage of the executing
/// contract is found without looking up its address again. Nothing here charges gas.
public protocol Host: AnyObject {
  /// The index of an account, existing or not. Does not make it warm.
  func account(_ address: Address) -> AccountIndex
  func address(_ account: AccountIndex) -> Address

  /// Adds the account to the transaction's accessed set (EIP-2929); true when it was not in it.
  func warm(_ account: AccountIndex) -> Bool

  /// Whether `warm` would answer false: asked where the gas reaches for a warm account only,
  /// because what it does not reach is not accessed (EIP-7928).
  func isWarm(_ address: Address) -> Bool
  /// The same of a slot.
  func isWarm(_ account: AccountIndex, slot: Word) -> Bool

  func balance(_ account: AccountIndex) -> Word
  func nonce(_ account: AccountIndex) -> UInt64
  /// Zero for an account that does not exist (for EIP-161 rules: that is empty).
  func codeHash(_ account: AccountIndex) -> Hash
  func code(_ account: AccountIndex) -> Bytecode
  /// Whether the account is in the state, empty or not.
  func exists(_ account: AccountIndex) -> Bool
  /// EIP-161: nonce and balance zero and no code; a missing account is empty.
  func isEmpty(_ account: AccountIndex) -> Bool
  func hasStorage(_ account: AccountIndex) -> Bool

  /// The slot's current value; makes the slot warm and says whether it was cold.
  func loadSlot(_ account: AccountIndex, _ key: Word) -> SlotRead
  /// Writes the slot; makes it warm; answers what EIP-2200 and EIP-2929 need to price the write.
  func storeSlot(_ account: AccountIndex, _ key: Word, _ value: Word) -> SlotWrite
  func loadTransient(_ account: AccountIndex, _ key: Word) -> Word
  func storeTransient(_ account: AccountIndex, _ key: Word, _ value: Word)

  /// The hash of one of the 256 blocks before the current one; the machine has checked the range.
  func blockHash(_ number: UInt64) -> Hash

  func log(_ account: AccountIndex, topics: LogTopics, data: UnsafeRawBufferPointer)

  /// Everything since a mark can be undone, accesses and logs included.
  func mark() -> JournalMark
  func revert(to mark: JournalMark)

  /// Moves value and touches both accounts (EIP-161); the machine has checked the balance.
  func transfer(_ value: Word, from: AccountIndex, to: AccountIndex)
  /// Touches an account: it comes into being before EIP-161, and is deleted if empty afterwards.
  func touch(_ account: AccountIndex)
  func incrementNonce(_ account: AccountIndex)
  /// The start of a creation: storage left from before is dropped, the account is marked as created
  /// in this transaction (EIP-6780), and its nonce becomes 1 under EIP-161 rules.
  func beginCreation(_ account: AccountIndex)
  func setCode(_ account: AccountIndex, _ code: [UInt8])
  /// Whether the account was created in this transaction.
  func isNew(_ account: AccountIndex) -> Bool
  /// SELFDESTRUCT: moves the balance to the beneficiary and registers the account for deletion as
  /// the fork has it; true when it was registered for the first time (the refund of old forks).
  func selfDestruct(_ account: AccountIndex, to beneficiary: AccountIndex) -> Bool
}

/// A point in the host's journal.
@frozen
public struct JournalMark: Sendable {
  public var position: Int
  @inlinable public init(position: Int) { self.position = position }
}

@frozen
public struct SlotRead: Sendable {
  public var value: Word
  public var wasCold: Bool
  @inlinable
  public init(value: Word, wasCold: Bool) {
    self.value = value
    self.wasCold = wasCold
  }
}

@frozen
public struct SlotWrite: Sendable {
  /// The value at the start of the transaction.
  public var original: Word
  /// The value before this write.
  public var current: Word
  public var wasCold: Bool
  @inlinable
  public init(original: Word, current: Word, wasCold: Bool) {
    self.original = original
    self.current = current
    self.wasCold = wasCold
  }
}

/// The topics of a log, at most four.
@frozen
public struct LogTopics: Sendable {
  public var count: Int
  public var values: InlineArray<4, Word>
  @inlinable
  public init(count: Int, values: InlineArray<4, Word>) {
    self.count = count
    self.values = values
  }
}
