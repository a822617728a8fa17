import ChainTypes

/// What a block read and wrote, account by account, with the values that were written (EIP-7928):
/// enough to bring its parent's state to its own without executing anything.
///
/// The shape is that of EIP-7928 as the execution specification has it for Amsterdam (commit
/// 044613a of execution-specs; text of the EIP: commit 0075968 of ethereum/EIPs, with the later
/// section "Gas Validation Before State Access" and indices of 32 bits). Older forks do what its
/// values cannot say: accounts come into being without any value, and go without having had one.
/// `existence` has these, and is empty from Spurious Dragon on wherever no account of the state
/// was empty when the block began. What destroys an account clears its storage, so that this needs
/// no mark of its own: an account whose nonce, balance and code became nothing is gone, slots too.
public struct BlockAccessList: Sendable, Equatable {
  /// Every accessed account in order of address.
  public var accounts: [AccountAccesses]
  /// In order of address and index.
  public var existence: [ExistenceChange]

  public init(accounts: [AccountAccesses] = [], existence: [ExistenceChange] = []) {
    self.accounts = accounts
    self.existence = existence
  }
}

/// What happened to one account. `index` everywhere is the block access index: 0 before the
/// transactions, 1 for the first of them, their number plus 1 after them.
public struct AccountAccesses: Sendable, Equatable {
  public var address: Address
  /// In order of key and index.
  public var storageChanges: [StorageChange] = []
  /// Slots that were read, or written without a difference; none that changed. In order.
  public var storageReads: [Word] = []
  /// The others are in order of index.
  public var balanceChanges: [BalanceChange] = []
  public var nonceChanges: [NonceChange] = []
  public var codeChanges: [CodeChange] = []

  public init(address: Address) { self.address = address }
}

/// A slot's value after an index at which it became another.
public struct StorageChange: Sendable, Equatable {
  public var key: Word
  public var index: UInt32
  public var value: Word

  public init(key: Word, index: UInt32, value: Word) {
    self.key = key
    self.index = index
    self.value = value
  }
}

public struct BalanceChange: Sendable, Equatable {
  public var index: UInt32
  public var balance: Word

  public init(index: UInt32, balance: Word) {
    self.index = index
    self.balance = balance
  }
}

public struct NonceChange: Sendable, Equatable {
  public var index: UInt32
  public var nonce: UInt64

  public init(index: UInt32, nonce: UInt64) {
    self.index = index
    self.nonce = nonce
  }
}

public struct CodeChange: Sendable, Equatable {
  public var index: UInt32
  public var code: [UInt8]

  public init(index: UInt32, code: [UInt8]) {
    self.index = index
    self.code = code
  }
}

/// Whether an account is in the state after an index, where its values do not tell. They tell that
/// an account exists when, after a change of them, any is not nothing; without a change it is as it
/// was before.
public struct ExistenceChange: Sendable, Equatable {
  public var address: Address
  public var index: UInt32
  public var isPresent: Bool

  public init(address: Address, index: UInt32, isPresent: Bool) {
    self.address = address
    self.index = index
    self.isPresent = isPresent
  }
}
