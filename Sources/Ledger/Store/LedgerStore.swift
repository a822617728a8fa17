/// The database under a ledger: ordered byte keys and values in tables, one writer, and commits
/// that are durable when they return. `LedgerStorage` makes one of LMDB; tests have one in memory.
///
/// Reads see the last commit, or, while a transaction is being written, either that or what is
/// being written. With a parallel runner, `value` is also called by the runner's threads, several
/// at a time: the store has to put them in order.
public protocol LedgerStore: AnyObject, SendableMetatype {
  associatedtype Failure: Error

  /// Lends the value of a key to the body, where it lies; nil when there is none.
  func value<R>(
    of key: Span<UInt8>, in table: LedgerTable, _ body: (Span<UInt8>) -> R
  ) throws(Failure) -> R?

  /// Lends the entry at a place to the body; nil when there is none.
  func entry<R>(
    at place: LedgerPlace, in table: LedgerTable,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> R
  ) throws(Failure) -> R?

  /// Lets go of whatever keeps the present view alive. The ledger calls it between its operations,
  /// so that no view stays open for long.
  func endReading()

  /// Begins to write. One of `commit` and `abort` follows.
  func begin() throws(Failure)
  func put(_ key: Span<UInt8>, _ value: Span<UInt8>, in table: LedgerTable) throws(Failure)
  /// Puts a key behind all that the table has.
  func append(_ key: Span<UInt8>, _ value: Span<UInt8>, in table: LedgerTable) throws(Failure)
  /// False when the key was not there.
  @discardableResult
  func delete(_ key: Span<UInt8>, in table: LedgerTable) throws(Failure) -> Bool
  /// Takes everything out of a table.
  func clear(_ table: LedgerTable) throws(Failure)
  /// Makes it all durable. On a throw nothing happened, and the transaction is over.
  func commit() throws(Failure)
  /// Ends without a change.
  func abort()

  /// What the store can tell of itself.
  var usage: StoreUsage { get }
}

/// A place in a table's order.
public enum LedgerPlace: Sendable {
  case first
  case last
  case atOrAfter([UInt8])
  case after([UInt8])
  case before([UInt8])
}

/// What a store takes, and has written since it was opened.
public struct StoreUsage: Sendable, Equatable {
  /// Bytes of pages that hold data.
  public var usedBytes: UInt64
  /// Bytes that may be used at most; 0 when nobody knows.
  public var capacityBytes: UInt64
  public var commits: UInt64
  public var writtenBytes: UInt64

  public init(
    usedBytes: UInt64 = 0, capacityBytes: UInt64 = 0, commits: UInt64 = 0, writtenBytes: UInt64 = 0
  ) {
    self.usedBytes = usedBytes
    self.capacityBytes = capacityBytes
    self.commits = commits
    self.writtenBytes = writtenBytes
  }
}

extension LedgerStore {
  /// Writes what the body writes in one transaction.
  func write(_ body: (Self) throws(Failure) -> Void) throws(Failure) {
    try begin()
    do throws(Failure) { try body(self) } catch {
      abort()
      throw error
    }
    try commit()
  }

  func put(_ key: [UInt8], _ value: [UInt8], in table: LedgerTable) throws(Failure) {
    try put(key.span, value.span, in: table)
  }

  func append(_ key: [UInt8], _ value: [UInt8], in table: LedgerTable) throws(Failure) {
    try append(key.span, value.span, in: table)
  }

  @discardableResult
  func delete(_ key: [UInt8], in table: LedgerTable) throws(Failure) -> Bool {
    try delete(key.span, in: table)
  }

  /// A copy of a key's value.
  func copy(of key: [UInt8], in table: LedgerTable) throws(Failure) -> [UInt8]? {
    try value(of: key.span, in: table) { $0.copied }
  }

  /// A copy of the entry at a place.
  func entryCopy(
    at place: LedgerPlace, in table: LedgerTable
  ) throws(Failure) -> (key: [UInt8], value: [UInt8])? {
    try entry(at: place, in: table) { (key: $0.copied, value: $1.copied) }
  }

  /// The key at a place.
  func key(at place: LedgerPlace, in table: LedgerTable) throws(Failure) -> [UInt8]? {
    try entry(at: place, in: table) { key, _ in key.copied }
  }
}
