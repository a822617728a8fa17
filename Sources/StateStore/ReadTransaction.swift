import CLMDB

/// One unchanging view of the store, of the moment when it began. It ends with its value; what it
/// lends cannot outlive it.
@safe
public struct ReadTransaction: ~Copyable {
  private let store: Store
  private let pointer: OpaquePointer

  init(_ store: Store) throws(StoreError) {
    self.store = store
    unsafe self.pointer = try TransactionCalls.begin(in: store, flags: UInt32(MDB_RDONLY))
  }

  deinit {
    // Safe: begun by the initialiser, and ended only here.
    unsafe mdb_txn_abort(pointer)
  }

  /// The value of a key, or nil.
  public func get(_ key: [UInt8], in table: Table) throws(StoreError) -> [UInt8]? {
    try unsafe TransactionCalls.get(key, in: table, of: pointer)?.copiedBytes
  }

  /// The value of a key where it lies in the map, without a copy, or nil.
  @_lifetime(borrow self)
  public func lend(_ key: [UInt8], in table: Table) throws(StoreError) -> RawSpan? {
    guard let found = try unsafe TransactionCalls.get(key, in: table, of: pointer) else {
      return nil
    }
    let bytes = unsafe RawSpan(_unsafeStart: found.mv_data, byteCount: found.mv_size)
    // Safe: LMDB keeps the bytes until this transaction ends, and `self` ends it.
    return unsafe _overrideLifetime(bytes, borrowing: self)
  }
}
