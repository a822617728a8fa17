import CLMDB
import LinuxIO

/// An LMDB environment in a folder: ordered byte keys and values, transactions that survive a
/// crash, one writer, readers that never wait.
///
/// One process writes in a folder, and a process opens it once; a second of either kind is refused.
/// Other processes may read (`Access.readOnly`).
///
/// Every commit is a full sync. There is no setting for less: what was acknowledged is never lost,
/// as long as the disk does what a flush asks of it.
@safe
public final class Store: Sendable {
  /// What a store is opened for.
  public enum Access: Sendable {
    case readWrite
    case readOnly
  }

  /// The folder that it was opened in.
  public let folder: String
  let access: Access
  let countsBytes: Bool
  let counters = Guarded(CommitCounters())
  // Safe: made in the initialiser, closed by the last owner; LMDB's environment is for all threads.
  nonisolated(unsafe) let environment: OpaquePointer
  // In this order, so that both are let go after the environment is closed.
  private let claim: FolderClaim
  private let lock: FileLock?

  /// Opens the store in an existing folder, or makes one there with pages of this size, a power of
  /// two from 2 to 32 KB. `countsBytes` asks the kernel twice a commit what was written, which
  /// takes 10 µs.
  public init(
    folder: String, mapSize: Int = StoreLimits.mapSize, access: Access = .readWrite,
    pageSize: Int = StoreLimits.pageSize, countsBytes: Bool = true
  ) throws(StoreError) {
    precondition(StoreLimits.newPageSizes.contains(pageSize) && pageSize & (pageSize - 1) == 0)
    self.folder = folder
    self.access = access
    self.countsBytes = countsBytes
    claim = try FolderClaim(folder)
    lock = access == .readWrite ? try Store.lock(folder) : nil
    let file = try Store.dataFile(
      in: folder, mapSize: mapSize, pageSize: pageSize, access: access)
    unsafe environment = try EnvironmentCalls.make(folder)
    // From here on, throwing runs deinit, which closes what is half open as LMDB demands.
    try unsafe EnvironmentCalls.open(
      environment, folder, mapSize: mapSize, readOnly: access == .readOnly)
    if let needed = file.missingBytes { try growOverFreePages(to: needed) }
    if access == .readWrite { try checkFreePages() }
    // Readers that died with their process would keep old pages from being used again.
    _ = try clearStaleReaders()
  }

  deinit {
    // Safe: transactions hold the store, so none is open when it goes.
    unsafe cairn_store_close(environment)
  }
}

extension Store {
  /// The table of this name, made when it is missing and the store may write. To be called at
  /// start, before transactions, since it writes.
  public func openTable(_ name: String) throws(StoreError) -> Table {
    if access == .readOnly { return try unsafe EnvironmentCalls.table(name, in: environment) }
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
    if access == .readOnly { throw StoreError(operation: .begin, reason: .readOnly) }
    return try WriteTransaction(self)
  }

  /// Frees the places of readers whose processes died, and says how many those were. It is done
  /// when the store is opened, and when no place is left.
  public func clearStaleReaders() throws(StoreError) -> Int {
    var dead: Int32 = 0
    try StoreError.check(unsafe mdb_reader_check(environment, &dead), .open)
    return Int(dead)
  }
}

/// A table of a store, good as long as the store is open.
public struct Table: Hashable, Sendable {
  let handle: UInt32
}
