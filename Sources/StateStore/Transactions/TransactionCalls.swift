import CLMDB

/// What read and write transactions share: the calls into LMDB.
enum TransactionCalls {
  static func begin(in store: borrowing Store, flags: UInt32) throws(StoreError) -> OpaquePointer {
    var begun: OpaquePointer?
    var code = unsafe cairn_store_begin(store.environment, flags, &begun)
    if code == MDB_READERS_FULL, try store.clearStaleReaders() > 0 {
      code = unsafe cairn_store_begin(store.environment, flags, &begun)
    }
    try StoreError.check(code, .begin)
    guard let transaction = unsafe begun else {
      throw StoreError(operation: .begin, reason: .outOfMemory)
    }
    return unsafe transaction
  }

  static func table(
    _ name: String, flags: UInt32, of transaction: OpaquePointer
  ) throws(StoreError) -> Table {
    var handle = MDB_dbi()
    try StoreError.check(unsafe cairn_store_table(transaction, name, flags, &handle), .table)
    return Table(handle: handle)
  }

  /// The value in the map, or nil. It lies there until the transaction writes or ends.
  static func get(
    _ key: Span<UInt8>, in table: Table, of transaction: OpaquePointer
  ) throws(StoreError) -> MDB_val? {
    var value = unsafe MDB_val()
    let code = unsafe withSlot(key) {
      unsafe cairn_store_get(transaction, table.handle, $0, &value)
    }
    if code == MDB_NOTFOUND { return nil }
    try StoreError.check(code, .get, key: key.count)
    return unsafe value
  }

  /// LMDB copies the value into its page and keeps no pointer to it.
  static func put(
    _ key: Span<UInt8>, _ value: Span<UInt8>, in table: Table, flags: Int32,
    of transaction: OpaquePointer
  ) throws(StoreError) {
    let code = unsafe withSlot(value) { data in
      unsafe withSlot(key) {
        unsafe cairn_store_put(transaction, table.handle, $0, data, UInt32(flags))
      }
    }
    try StoreError.check(code, .put, key: key.count)
  }

  static func delete(
    _ key: Span<UInt8>, in table: Table, of transaction: OpaquePointer
  ) throws(StoreError) -> Bool {
    let code = unsafe withSlot(key) { unsafe cairn_store_delete(transaction, table.handle, $0) }
    if code == MDB_NOTFOUND { return false }
    try StoreError.check(code, .delete, key: key.count)
    return true
  }

  static func entries(
    in table: Table, of transaction: OpaquePointer
  ) throws(StoreError) -> Int {
    var facts = MDB_stat()
    try StoreError.check(unsafe cairn_store_entries(transaction, table.handle, &facts), .get)
    return Int(clamping: facts.ms_entries)
  }

  static func openCursor(
    in table: Table, of transaction: OpaquePointer
  ) throws(StoreError) -> OpaquePointer {
    var opened: OpaquePointer?
    try StoreError.check(unsafe cairn_store_cursor(transaction, table.handle, &opened), .cursor)
    guard let cursor = unsafe opened else {
      throw StoreError(operation: .cursor, reason: .outOfMemory)
    }
    return unsafe cursor
  }

  /// The first entry whose key is not below this one.
  static func seek(_ key: Span<UInt8>, by cursor: OpaquePointer) -> FoundEntry {
    var entry = FoundEntry()
    entry.code = unsafe withSlot(key) { wanted in
      unsafe entry.key = wanted.pointee
      return unsafe cairn_store_move(cursor, &entry.key, &entry.value, MDB_SET_RANGE)
    }
    return entry
  }

  static func move(_ operation: MDB_cursor_op, by cursor: OpaquePointer) -> FoundEntry {
    var entry = FoundEntry()
    entry.code = unsafe cairn_store_move(cursor, &entry.key, &entry.value, operation)
    return entry
  }

  /// The bytes as LMDB takes them, for the duration of a call.
  static func withSlot(
    _ bytes: Span<UInt8>, _ body: (UnsafeMutablePointer<MDB_val>) -> Int32
  ) -> Int32 {
    // Safe: LMDB reads them during the call, writes nothing there and keeps no pointer.
    unsafe bytes.withUnsafeBytes { bytes in
      var slot = unsafe MDB_val(
        mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
      return unsafe body(&slot)
    }
  }
}

/// Where a cursor's move led.
@safe
struct FoundEntry {
  /// LMDB's answer; key and value count when it is success.
  var code: Int32 = 0
  var key = unsafe MDB_val()
  var value = unsafe MDB_val()
}

extension MDB_val {
  /// A copy that outlives the transaction.
  var copiedBytes: [UInt8] {
    unsafe [UInt8](UnsafeRawBufferPointer(start: mv_data, count: mv_size))
  }

  /// The bytes where they lie. Whoever calls it says what they must not outlive.
  var lentBytes: Span<UInt8> {
    @_lifetime(immortal) get {
      let raw = unsafe UnsafeRawBufferPointer(start: mv_data, count: mv_size)
      // Safe: bytes have no alignment, and each value is a byte.
      let bytes = unsafe Span<UInt8>(_unsafeElements: raw.assumingMemoryBound(to: UInt8.self))
      return unsafe _overrideLifetime(bytes, copying: ())
    }
  }
}
