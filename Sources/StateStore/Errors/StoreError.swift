/// What went wrong in the store, and where.
public struct StoreError: Error, Hashable, Sendable {
  /// What was being done.
  public enum Operation: String, Hashable, Sendable {
    case open = "opening the store"
    case begin = "beginning a transaction"
    case table = "opening a table"
    case get = "reading a value"
    case cursor = "walking through a table"
    case put = "writing a value"
    case delete = "deleting a value"
    case commit = "committing"
    case backUp = "backing up"
  }

  /// Why it failed.
  public enum Reason: Hashable, Sendable {
    case noSuchFolder
    /// There is a folder, but no database in it that could be read.
    case noDatabase
    case notPermitted
    /// The store was opened for reading only.
    case readOnly
    case outOfMemory
    /// So many bytes of address space are not to be had.
    case mapUnavailable(Int)
    case fileSystemFull
    case inputOutput
    case mapFull
    /// The map is full while a view that is so many commits old keeps pages from being used again.
    case mapHeldByReader(process: Int32, commitsBehind: UInt64)
    case tableFull
    case readersFull
    case keyLength(Int)
    /// Something was to be appended below or at the last key.
    case keyNotRising
    case tableMissing
    case openTwice
    /// Another process writes here; nil when its number cannot be read.
    case lockedByProcess(Int32?)
    /// The last commit failed in the middle of its final write.
    case mustReopen
    case damaged(Damage)
    case versionMismatch
    case wrongArchitecture(bits: Int, swapped: Bool)
    case pageSize(Int)
    case notADatabase
    /// There is something already where a backup is to go.
    case placeTaken
    /// Anything else, with the library's sentence.
    case other(String)
  }

  /// How a damaged file shows itself.
  public enum Damage: Hashable, Sendable {
    /// A page is not what its place says.
    case page
    /// One of the two pages that say where everything is.
    case metaPage
    /// The file ends before the last page.
    case truncated(bytes: Int64, needed: Int64)
  }

  public let operation: Operation
  public let reason: Reason
  /// The folder; empty when the store was open already, so that its owner knows.
  public let folder: String

  init(operation: Operation, reason: Reason, folder: String = "") {
    self.operation = operation
    self.reason = reason
    self.folder = folder
  }

  /// One sentence: what failed, where, why, and what to do.
  public var text: String {
    let place = folder.isEmpty ? "" : " in \(folder)"
    return "\(operation.rawValue)\(place): \(reason.sentence)"
  }
}
