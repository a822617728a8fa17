import CLMDB

/// One unchanging view of the store, of the moment when it began. It ends with its value; what it
/// lends cannot outlive it.
@safe
public struct ReadTransaction: ~Copyable {
  private let store: Store
  let pointer: OpaquePointer

  init(_ store: Store) throws(StoreError) {
    self.store = store
    unsafe self.pointer = try TransactionCalls.begin(in: store, flags: UInt32(MDB_RDONLY))
  }

  deinit {
    // Safe: begun by the initialiser, and ended only here.
    unsafe cairn_store_abort(pointer)
  }

  /// A copy of the value of a key, or nil.
  public func get(_ key: Span<UInt8>, in table: Table) throws(StoreError) -> [UInt8]? {
    try unsafe TransactionCalls.get(key, in: table, of: pointer)?.copiedBytes
  }

  /// A copy of the value of a key, or nil.
  public func get(_ key: [UInt8], in table: Table) throws(StoreError) -> [UInt8]? {
    try get(key.span, in: table)
  }

  /// The value of a key where it lies in the map, without a copy, or nil.
  @_lifetime(borrow self)
  public func lend(_ key: Span<UInt8>, in table: Table) throws(StoreError) -> Span<UInt8>? {
    guard let found = try unsafe TransactionCalls.get(key, in: table, of: pointer) else {
      return nil
    }
    // Safe: LMDB keeps the bytes until this transaction ends, and `self` ends it.
    return unsafe _overrideLifetime(found.lentBytes, borrowing: self)
  }

  /// The value of a key where it lies in the map, without a copy, or nil.
  @_lifetime(borrow self)
  public func lend(_ key: [UInt8], in table: Table) throws(StoreError) -> Span<UInt8>? {
    try lend(key.span, in: table)
  }

  /// A walk through a table in the order of its keys, before the first of them.
  @_lifetime(borrow self)
  public func cursor(in table: Table) throws(StoreError) -> Cursor {
    let opened = unsafe Cursor(try TransactionCalls.openCursor(in: table, of: pointer))
    // Safe: the cursor closes itself before `self` may end.
    return unsafe _overrideLifetime(opened, borrowing: self)
  }

  /// How many keys a table holds.
  public func count(in table: Table) throws(StoreError) -> Int {
    try unsafe TransactionCalls.entries(in: table, of: pointer)
  }
}

@available(*, unavailable)
extension ReadTransaction: Sendable {}
