import CLMDB

/// The calls into LMDB that concern a whole environment.
enum EnvironmentCalls {
  /// What LMDB says about an environment.
  struct Facts {
    var pageSize = 0
    var mapSize = 0
    /// The page behind the last one in use.
    var pages = 0
    var lastTransaction: UInt64 = 0
    var readers = 0
  }

  static func make(_ folder: String) throws(StoreError) -> OpaquePointer {
    var made: OpaquePointer?
    let code = unsafe cairn_store_create(&made)
    guard code == MDB_SUCCESS, let environment = unsafe made else {
      throw StoreError(operation: .open, reason: .outOfMemory, folder: folder)
    }
    return unsafe environment
  }

  /// Opens with the settings that this module always uses. When it throws, the caller closes.
  static func open(
    _ environment: OpaquePointer, _ folder: String, mapSize: Int, readOnly: Bool
  ) throws(StoreError) {
    var code = unsafe mdb_env_set_mapsize(environment, mapSize)
    if code == MDB_SUCCESS {
      code = unsafe mdb_env_set_maxdbs(environment, MDB_dbi(StoreLimits.tables))
    }
    if code == MDB_SUCCESS {
      code = unsafe mdb_env_set_maxreaders(environment, UInt32(StoreLimits.readers))
    }
    if code == MDB_SUCCESS {
      // MDB_NOTLS: a read transaction belongs to its value, not to the thread that began it.
      let flags = UInt32(MDB_NOTLS) | (readOnly ? UInt32(MDB_RDONLY) : 0)
      code = unsafe cairn_store_open(environment, folder, flags, 0o600)
    }
    if code == MDB_SUCCESS { return }
    let reason: StoreError.Reason = code == ENOMEM ? .mapUnavailable(mapSize) : .init(code)
    throw StoreError(operation: .open, reason: reason, folder: folder)
  }

  /// Opens a table that is there, for a store that only reads.
  static func table(
    _ name: String, in environment: OpaquePointer
  ) throws(StoreError) -> Table {
    var begun: OpaquePointer?
    try StoreError.check(
      unsafe cairn_store_begin(environment, UInt32(MDB_RDONLY), &begun), .table)
    guard let transaction = unsafe begun else {
      throw StoreError(operation: .table, reason: .outOfMemory)
    }
    let table: Table
    do throws(StoreError) {
      table = try unsafe TransactionCalls.table(name, flags: 0, of: transaction)
    } catch {
      unsafe cairn_store_abort(transaction)
      throw error
    }
    // The handle stays open only when the transaction commits (mdb_dbi_open).
    try StoreError.check(unsafe cairn_store_commit(transaction), .table)
    return table
  }

  static func facts(of environment: OpaquePointer) throws(StoreError) -> Facts {
    var info = unsafe MDB_envinfo()
    var stat = MDB_stat()
    try StoreError.check(unsafe mdb_env_info(environment, &info), .get)
    try StoreError.check(unsafe mdb_env_stat(environment, &stat), .get)
    return unsafe Facts(
      pageSize: Int(stat.ms_psize), mapSize: Int(clamping: info.me_mapsize),
      pages: Int(clamping: info.me_last_pgno) + 1, lastTransaction: UInt64(info.me_last_txnid),
      readers: Int(info.me_numreaders))
  }

  static func fileSize(of environment: OpaquePointer) throws(StoreError) -> Int64 {
    let size = unsafe cairn_store_size(environment)
    if size < 0 { throw StoreError(operation: .open, reason: .inputOutput) }
    return size
  }

  static func setFileSize(of environment: OpaquePointer, to size: Int64) throws(StoreError) {
    let code = unsafe cairn_store_resize(environment, size)
    try StoreError.check(code, .open)
  }
}

extension EnvironmentCalls {
  /// The view that is open for the longest time.
  struct OldestReader {
    let count: Int
    let process: Int32
    let transaction: UInt64
  }

  static func oldestReader(of environment: OpaquePointer) throws(StoreError) -> OldestReader {
    var readers = cairn_store_oldest()
    let answer = unsafe cairn_store_readers(environment, &readers)
    if answer < 0 { try StoreError.check(answer, .get) }
    return OldestReader(
      count: Int(readers.count), process: readers.process, transaction: readers.oldest)
  }

  /// A full map is somebody's fault when an old view keeps pages from being used again.
  static func explain(
    _ error: StoreError, in environment: OpaquePointer
  ) -> StoreError {
    guard error.reason == .mapFull,
      let oldest = try? unsafe oldestReader(of: environment), oldest.count > 0,
      let facts = try? unsafe facts(of: environment), facts.lastTransaction > oldest.transaction
    else { return error }
    let behind = facts.lastTransaction - oldest.transaction
    if behind < StoreLimits.staleReader { return error }
    return StoreError(
      operation: error.operation,
      reason: .mapHeldByReader(process: oldest.process, commitsBehind: behind))
  }
}
