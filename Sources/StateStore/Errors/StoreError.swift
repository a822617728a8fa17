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
  }

  /// Why it failed.
  public enum Reason: Hashable, Sendable {
    case noSuchFolder
    case notPermitted
    case outOfMemory
    case fileSystemFull
    case inputOutput
    case mapFull
    case tableFull
    case readersFull
    case keyLength(Int)
    /// Something was to be appended below or at the last key.
    case keyNotRising
    case tableMissing
    case damaged
    case versionMismatch
    case notADatabase
    /// Anything else, with the library's sentence.
    case other(String)
  }

  public let operation: Operation
  public let reason: Reason

  /// One sentence: what failed, why, and what to do.
  public var text: String { "\(operation.rawValue): \(reason.sentence)" }
}

extension StoreError.Reason {
  var sentence: String {
    switch self {
    case .noSuchFolder: "the folder does not exist; make it first"
    case .notPermitted: "this user may not; look at the owner and mode of the folder and its files"
    case .outOfMemory: "there is no memory or address space left for it"
    case .fileSystemFull: "the file system is full; what was committed is safe, make room and go on"
    case .inputOutput: "the device gave an input or output error; look at the kernel's log"
    case .mapFull: "the database has reached its configured size; open it with a larger one"
    case .tableFull: "too many tables (\(StoreLimits.tables) at most)"
    case .readersFull: "too many read transactions at once (\(StoreLimits.readers) at most)"
    case .keyLength(let length): "a key has 1 to \(StoreLimits.keyLength) bytes, not \(length)"
    case .keyNotRising: "only a key above all others can be appended; put it instead"
    case .tableMissing: "there is no table of this name"
    case .damaged: "the file is damaged; restore it, or begin a new term"
    case .versionMismatch: "the file was written by another version of LMDB"
    case .notADatabase: "the file is no LMDB database of this machine's word size"
    case .other(let text): text
    }
  }
}
