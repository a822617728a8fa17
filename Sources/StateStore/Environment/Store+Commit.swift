import CLMDB
import LinuxIO

extension Store {
  /// Less than this is no room: a commit of one record writes five pages.
  private static let leastRoom: UInt64 = 64 << 10

  /// LMDB calls a write that came out short an input or output error, and that is how most full
  /// disks show themselves.
  func check(commit code: Int32) throws(StoreError) {
    if code == EIO, let space = try? FileSystemSpace(holding: folder),
      space.usableBytes < Store.leastRoom
    {
      throw StoreError(operation: .commit, reason: .fileSystemFull)
    }
    do throws(StoreError) { try StoreError.check(code, .commit) } catch {
      throw unsafe EnvironmentCalls.explain(error, in: environment)
    }
  }

  /// Counts, and gives the file the length that readers of other processes expect of it: the last
  /// pages of a commit are not written when they were used and freed in it.
  func didCommit(writing bytes: UInt64?) {
    // A commit without changes writes nothing and is none.
    if bytes == 0 { return }
    counters.withLock { $0.add(bytes) }
    guard let facts = try? unsafe EnvironmentCalls.facts(of: environment),
      let size = try? unsafe EnvironmentCalls.fileSize(of: environment)
    else { return }
    let needed = Int64(facts.pages) * Int64(facts.pageSize)
    // When it cannot be done there is no harm: the next opening for writing does it.
    if size < needed { try? unsafe EnvironmentCalls.setFileSize(of: environment, to: needed) }
  }
}
