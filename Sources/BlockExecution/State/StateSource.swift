import ChainTypes

/// Where a journal reads the state that it does not hold itself: a world in memory, a database, or
/// a view of what earlier transactions of a batch wrote.
public protocol StateSource {
  /// Nil when the account is not in the state.
  func account(_ address: Address) -> Account?
  /// Zero when it was never written. Asked only of accounts that have storage.
  func slot(_ address: Address, _ key: Word) -> Word
  /// The code with this hash, which an account of this source has.
  func code(_ hash: Hash) -> [UInt8]
  /// The hash of an earlier block of the chain; zero when it is not known.
  func blockHash(_ number: UInt64) -> Hash
  /// Whether a journal over it marks the accounts whose balance or existence somebody looked at:
  /// only execution ahead needs it. Constant for a type, so that it costs the others nothing.
  static var tellsObservations: Bool { get }
}

extension StateSource {
  public static var tellsObservations: Bool { false }
}

/// A state that takes a batch's changes and knows its root: what executing whole blocks needs.
public protocol WorldState: AnyObject, StateSource {
  func apply(_ changes: StateChanges)
  func root() -> Hash
}

/// An account's fields.
public struct Account: Sendable, Equatable {
  public var nonce: UInt64
  public var balance: Word
  public var codeHash: Hash
  public var hasStorage: Bool

  public init(
    nonce: UInt64 = 0, balance: Word = .zero, codeHash: Hash = Keccak256.emptyHash,
    hasStorage: Bool = false
  ) {
    self.nonce = nonce
    self.balance = balance
    self.codeHash = codeHash
    self.hasStorage = hasStorage
  }
}
