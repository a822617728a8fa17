import LinuxIO

/// The state of a store in numbers.
public struct StoreStatistics: Equatable, Sendable {
  public let pageSize: Int
  /// How large the database may grow.
  public let mapSize: Int
  /// Bytes of the data file.
  public let fileSize: Int64
  /// Pages of the database, free ones included.
  public let pages: Int
  /// Pages among them that are free to be used again.
  public let freePages: Int
  /// Views that are open, in all processes.
  public let views: Int
  /// Commits since this store was opened that changed something.
  public let commits: UInt64
  /// Bytes that those commits wrote, by the kernel's count of what their threads hand to write(2);
  /// nil when the kernel does not count. LMDB does not tell how many pages it wrote, and the bytes
  /// that the kernel says went to the device (`write_bytes`) include the rest of large folios.
  public let bytesWritten: UInt64?
  /// Of the last of them.
  public let lastCommitBytes: UInt64?

  /// Pages that those commits wrote. Each but the last of a commit is a whole page.
  public var pagesWritten: UInt64? { bytesWritten.map { $0 / UInt64(pageSize) } }
}

extension Store {
  /// The state in numbers. Counting free pages walks through their records.
  public func statistics() throws(StoreError) -> StoreStatistics {
    let facts = try unsafe EnvironmentCalls.facts(of: environment)
    let free = try beginReading().freePages(in: nil)
    let counted = counters.withLock { $0 }
    return StoreStatistics(
      pageSize: facts.pageSize, mapSize: facts.mapSize,
      fileSize: try unsafe EnvironmentCalls.fileSize(of: environment), pages: facts.pages,
      freePages: free, views: try unsafe EnvironmentCalls.oldestReader(of: environment).count,
      commits: counted.commits, bytesWritten: counted.bytes, lastCommitBytes: counted.lastBytes)
  }
}
