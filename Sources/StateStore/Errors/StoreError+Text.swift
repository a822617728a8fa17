extension StoreError.Reason {
  var sentence: String { worldSentence ?? useSentence ?? fileSentence }

  /// What the machine lacks.
  private var worldSentence: String? {
    switch self {
    case .noSuchFolder: "the folder does not exist; make it first"
    case .noDatabase: "there is no database yet; check the path, or let its writer begin"
    case .notPermitted: "this user may not; look at the owner and mode of the folder and its files"
    case .outOfMemory: "there is no memory left for it; stop other programs"
    case .mapUnavailable(let bytes):
      "\(bytes >> 20) MB of address space are not to be had; open it with a smaller map"
    case .fileSystemFull: "the file system is full; what was committed is safe, make room and go on"
    case .inputOutput: "the device gave an input or output error; look at the kernel's log (dmesg)"
    default: nil
    }
  }

  /// What the caller or another process did.
  private var useSentence: String? {
    switch self {
    case .readOnly: "it was opened for reading only"
    case .mapFull: "the database has reached its configured size; open it with a larger one"
    case .mapHeldByReader(let process, let behind):
      """
      the database has reached its configured size, and a view of process \(process) that is \
      \(behind) commits old keeps pages from being used again; end that view or process, or open \
      the database with a larger size
      """
    case .tableFull: "too many tables (\(StoreLimits.tables) at most)"
    case .readersFull:
      "too many read transactions at once (\(StoreLimits.readers) at most); end some of them"
    case .keyLength(let length): "a key has 1 to \(StoreLimits.keyLength) bytes, not \(length)"
    case .keyNotRising: "only a key above all others can be appended; put it instead"
    case .tableMissing: "there is no table of this name"
    case .openTwice: "this process has it open already; use that one"
    case .lockedByProcess(let process?): "process \(process) writes here; stop it first"
    case .lockedByProcess(nil): "another process writes here; stop it first (see: fuser -v PATH)"
    case .placeTaken: "there is something already; name a folder that does not exist"
    default: nil
    }
  }

  /// What is wrong with the file.
  private var fileSentence: String {
    switch self {
    case .mustReopen: "the last commit failed half-way; close the store and open it again"
    case .damaged(let damage): "\(damage.sentence); restore a backup, or begin a new term"
    case .versionMismatch: "the file was written by another version of LMDB; export it there"
    case .wrongArchitecture(let bits, let swapped):
      """
      the file was written by a machine of \(bits) bits\(swapped ? " and other byte order" : ""); \
      export it there and import it here
      """
    case .pageSize(let bytes):
      "the file has pages of \(bytes) bytes, which are of no use here; export it where it was made"
    case .notADatabase: "the file is no LMDB database; move it away, or restore a backup"
    case .other(let text): text
    default: "it failed"
    }
  }
}

extension StoreError.Damage {
  var sentence: String {
    switch self {
    case .page: "a page of the file is damaged"
    case .metaPage: "one of the file's first two pages is damaged"
    case .truncated(let bytes, let needed): "the file ends at \(bytes) bytes instead of \(needed)"
    }
  }
}
