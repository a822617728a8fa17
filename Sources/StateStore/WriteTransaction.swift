import CLMDB

/// Changes that become visible and durable together, or not at all. It belongs to the thread that
/// began it; there is one at a time, and a second waits.
@safe
public struct WriteTransaction: ~Copyable {
  private let store: Store
  private let pointer: OpaquePointer
  private var isOpen = true

  init(_ store: Store) throws(StoreError) {
    self.store = store
    unsafe self.pointer = try TransactionCalls.begin(in: store, flags: 0)
  }

  deinit {
    // Safe: begun by the initialiser, and not ended by `commit`.
    if isOpen { unsafe mdb_txn_abort(pointer) }
  }

  /// Makes the changes durable. When it throws, none of them happened. A transaction that goes
  /// without it changes nothing.
  public consuming func commit() throws(StoreError) {
    // LMDB frees the transaction whether the commit succeeds or not.
    isOpen = false
    try StoreError.check(unsafe mdb_txn_commit(pointer), .commit)
  }

  /// The value of a key, with the changes so far, or nil.
  public func get(_ key: [UInt8], in table: Table) throws(StoreError) -> [UInt8]? {
    try unsafe TransactionCalls.get(key, in: table, of: pointer)?.copiedBytes
  }

  /// Sets the value of a key.
  public func put(_ key: [UInt8], _ value: [UInt8], in table: Table) throws(StoreError) {
    try unsafe TransactionCalls.put(key, value, in: table, of: pointer)
  }

  /// Takes a key out; false when it was not there.
  @discardableResult
  public func delete(_ key: [UInt8], in table: Table) throws(StoreError) -> Bool {
    try unsafe TransactionCalls.delete(key, in: table, of: pointer)
  }

  /// Opens a table, which it makes when it is missing. Only `Store.openTable` calls this: were the
  /// transaction dropped, the handle would be closed again (mdb_dbi_open).
  func table(_ name: String) throws(StoreError) -> Table {
    try unsafe TransactionCalls.table(name, flags: UInt32(MDB_CREATE), of: pointer)
  }
}
