import CLMDB
import LinuxIO

extension StoreError {
  /// Throws when LMDB's answer is no success.
  static func check(_ code: Int32, _ operation: Operation) throws(StoreError) {
    if code != MDB_SUCCESS { throw StoreError(operation: operation, reason: Reason(code)) }
  }

  /// The same where a key of the wrong length is the likely mistake.
  static func check(
    _ code: Int32, _ operation: Operation, key length: Int
  ) throws(StoreError) {
    if code == MDB_BAD_VALSIZE {
      throw StoreError(operation: operation, reason: .keyLength(length))
    }
    try check(code, operation)
  }

  /// Runs what may fail in the file system.
  static func system<Result: ~Copyable>(
    _ operation: Operation, _ folder: String, _ body: () throws(SystemError) -> Result
  ) throws(StoreError) -> Result {
    do throws(SystemError) { return try body() } catch {
      throw StoreError(operation: operation, reason: Reason(error), folder: folder)
    }
  }
}

extension StoreError.Reason {
  /// LMDB answers with its own negative codes and with those of the system.
  init(_ code: Int32) {
    switch code {
    case ENOENT: self = .noSuchFolder
    case EACCES, EPERM, EROFS: self = .notPermitted
    case ENOMEM: self = .outOfMemory
    case ENOSPC, EDQUOT: self = .fileSystemFull
    case EIO: self = .inputOutput
    case MDB_MAP_FULL: self = .mapFull
    case MDB_DBS_FULL: self = .tableFull
    case MDB_READERS_FULL: self = .readersFull
    case MDB_NOTFOUND: self = .tableMissing
    case MDB_KEYEXIST: self = .keyNotRising
    case MDB_CORRUPTED, MDB_PAGE_NOTFOUND, CAIRN_STORE_FAULT: self = .damaged(.page)
    case MDB_PANIC: self = .mustReopen
    case MDB_VERSION_MISMATCH: self = .versionMismatch
    case MDB_INVALID: self = .notADatabase
    default:
      // Safe: a constant string, or the system's, which is copied at once.
      self = .other(unsafe String(cString: mdb_strerror(code)))
    }
  }

  init(_ error: SystemError) {
    switch error.code {
    case .notFound: self = .noSuchFolder
    case .accessDenied, .notPermitted, .readOnly: self = .notPermitted
    case .outOfMemory: self = .outOfMemory
    case .noSpace, .quotaExceeded: self = .fileSystemFull
    case .inputOutput: self = .inputOutput
    default: self = .other(error.text)
    }
  }
}
