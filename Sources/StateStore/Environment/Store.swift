import CLMDB

/// An LMDB environment in a folder: ordered byte keys and values, transactions that survive a
/// crash, one writer, readers that never wait. Never open a folder twice in one process: the lock
/// file would forget the first (mdb_env_open).
///
/// Every commit is a full sync. There is no setting for less: what was acknowledged is never lost.
@safe
public final class Store: Sendable {
  // Safe: made in the initialiser, closed by the last owner; LMDB's environment is for all threads.
  nonisolated(unsafe) let environment: OpaquePointer

  /// Opens the store in an existing folder, or makes one there.
  public init(folder: String, mapSize: Int = StoreLimits.mapSize) throws(StoreError) {
    var made: OpaquePointer?
    try StoreError.check(unsafe mdb_env_create(&made), .open)
    guard let environment = unsafe made else {
      throw StoreError(operation: .open, reason: .outOfMemory)
    }
    unsafe self.environment = environment
    // From here on, throwing runs deinit, which closes what is half open as LMDB demands.
    try StoreError.check(unsafe mdb_env_set_mapsize(environment, mapSize), .open)
    try StoreError.check(unsafe mdb_env_set_maxdbs(environment, MDB_dbi(StoreLimits.tables)), .open)
    try StoreError.check(
      unsafe mdb_env_set_maxreaders(environment, UInt32(StoreLimits.readers)), .open)
    // MDB_NOTLS: a read transaction belongs to its value, not to the thread that began it.
    let flags = UInt32(MDB_NOTLS)
    try StoreError.check(unsafe mdb_env_open(environment, folder, flags, 0o600), .open)
    // Readers that died with their process would keep old pages from being used again.
    var dead: Int32 = 0
    try StoreError.check(unsafe mdb_reader_check(environment, &dead), .open)
  }

  deinit {
    // Safe: transactions hold the store, so none is open when it goes.
    unsafe mdb_env_close(environment)
  }
}

extension Store {
  /// The table of this name, made when it is missing. To be called at start, before transactions,
  /// since it writes.
  public func openTable(_ name: String) throws(StoreError) -> Table {
    var transaction = try beginWriting()
    let table = try transaction.table(name)
    try transaction.commit()
    return table
  }

  /// Begins a view of what is committed now. A view that stays open for long keeps LMDB from using
  /// old pages again: end it soon.
  public func beginReading() throws(StoreError) -> ReadTransaction {
    try ReadTransaction(self)
  }

  /// Begins to write, after any other writer has ended.
  public func beginWriting() throws(StoreError) -> WriteTransaction {
    try WriteTransaction(self)
  }
}

/// A table of a store, good as long as the store is open.
public struct Table: Hashable, Sendable {
  let handle: UInt32
}
