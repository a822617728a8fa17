import CLMDB

/// What read and write transactions share: the calls into LMDB.
enum TransactionCalls {
  static func begin(in store: borrowing Store, flags: UInt32) throws(StoreError) -> OpaquePointer {
    var begun: OpaquePointer?
    try StoreError.check(unsafe mdb_txn_begin(store.environment, nil, flags, &begun), .begin)
    guard let transaction = unsafe begun else {
      throw StoreError(operation: .begin, reason: .outOfMemory)
    }
    return unsafe transaction
  }

  static func table(
    _ name: String, flags: UInt32, of transaction: OpaquePointer
  ) throws(StoreError) -> Table {
    var handle = MDB_dbi()
    try StoreError.check(unsafe mdb_dbi_open(transaction, name, flags, &handle), .table)
    return Table(handle: handle)
  }

  /// The value in the map, or nil. It lies there until the transaction writes or ends.
  static func get(
    _ key: [UInt8], in table: Table, of transaction: OpaquePointer
  ) throws(StoreError) -> MDB_val? {
    var value = unsafe MDB_val()
    let code = unsafe withKey(key) { unsafe mdb_get(transaction, table.handle, $0, &value) }
    if code == MDB_NOTFOUND { return nil }
    try StoreError.check(code, .get, key)
    return unsafe value
  }

  static func put(
    _ key: [UInt8], _ value: [UInt8], in table: Table, of transaction: OpaquePointer
  ) throws(StoreError) {
    // Safe: LMDB copies the value before it returns, and does not write to it.
    let code = unsafe value.withUnsafeBytes { bytes in
      var data = unsafe MDB_val(
        mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
      return unsafe withKey(key) { unsafe mdb_put(transaction, table.handle, $0, &data, 0) }
    }
    try StoreError.check(code, .put, key)
  }

  static func delete(
    _ key: [UInt8], in table: Table, of transaction: OpaquePointer
  ) throws(StoreError) -> Bool {
    let code = unsafe withKey(key) { unsafe mdb_del(transaction, table.handle, $0, nil) }
    if code == MDB_NOTFOUND { return false }
    try StoreError.check(code, .delete, key)
    return true
  }

  private static func withKey(
    _ key: [UInt8], _ body: (UnsafeMutablePointer<MDB_val>) -> Int32
  ) -> Int32 {
    // Safe: LMDB reads the key during the call and keeps no pointer to it.
    unsafe key.withUnsafeBytes { bytes in
      var slot = unsafe MDB_val(
        mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
      return unsafe body(&slot)
    }
  }
}

extension MDB_val {
  /// A copy that outlives the transaction.
  var copiedBytes: [UInt8] {
    unsafe [UInt8](UnsafeRawBufferPointer(start: mv_data, count: mv_size))
  }
}
