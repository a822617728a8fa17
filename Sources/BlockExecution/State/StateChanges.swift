import ChainTypes
import EVM

/// What a transaction or a batch changed: the values before and after of what is different, in the
/// order in which accounts and slots were first used.
public struct StateChanges: Sendable {
  public var accounts: [AccountChange]

  public init(accounts: [AccountChange] = []) { self.accounts = accounts }

  public var isEmpty: Bool { accounts.isEmpty }
}

/// What changed of one account.
public struct AccountChange: Sendable {
  public var address: Address
  /// Nil when the account was not in the state.
  public var before: Account?
  /// Nil when the account is no longer in the state.
  public var after: Account?
  /// The new code, when the hash changed to that of any.
  public var code: Bytecode?
  /// The storage of before is gone; `slots` has all that there is now.
  public var clearsStorage: Bool
  public var slots: [SlotChange]

  public init(
    address: Address, before: Account?, after: Account?, code: Bytecode? = nil,
    clearsStorage: Bool = false, slots: [SlotChange] = []
  ) {
    self.address = address
    self.before = before
    self.after = after
    self.code = code
    self.clearsStorage = clearsStorage
    self.slots = slots
  }
}

/// What changed of one slot.
public struct SlotChange: Sendable, Equatable {
  public var key: Word
  public var before: Word
  public var after: Word

  public init(key: Word, before: Word, after: Word) {
    self.key = key
    self.before = before
    self.after = after
  }
}
