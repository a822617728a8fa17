import CLMDB
import LinuxIO

extension Store {
  /// Stands beside the data while a process may write them. LMDB would let several processes write
  /// in turns, but a lane has one writer.
  static let lockName = "cairn.lock"
  /// Where a new database is made until it is whole.
  private static let nursery = "cairn.new"

  static func lock(_ folder: String) throws(StoreError) -> FileLock {
    let path = "\(folder)/\(lockName)"
    do throws(SystemError) { return try FileLock(at: path) } catch {
      let reason: StoreError.Reason =
        error.code == .wouldBlock
        ? .lockedByProcess(FileLock.holder(at: path)) : StoreError.Reason(error)
      throw StoreError(operation: .open, reason: reason, folder: folder)
    }
  }

  /// What the data file says about itself, after it was made when it was missing.
  struct FoundFile {
    /// The size that it should have, when it is shorter.
    var missingBytes: Int64?
  }

  static func dataFile(
    in folder: String, mapSize: Int, pageSize: Int, access: Access
  ) throws(StoreError) -> FoundFile {
    let path = "\(folder)/\(DataFile.name)"
    guard Folder.kind(path) != nil else {
      if access == .readOnly {
        throw StoreError(operation: .open, reason: .noDatabase, folder: folder)
      }
      try create(in: folder, mapSize: mapSize, pageSize: pageSize)
      return FoundFile()
    }
    let size = try StoreError.system(.open, folder) { () throws(SystemError) in
      try FileFacts(of: path).size
    }
    let file = try DataFile(at: path, size: size)
    if size >= file.neededBytes { return FoundFile() }
    if access == .readOnly {
      throw StoreError(
        operation: .open, reason: .damaged(.truncated(bytes: size, needed: file.neededBytes)),
        folder: folder)
    }
    return FoundFile(missingBytes: file.neededBytes)
  }

  /// Makes an empty database aside and moves it to its place when it is durable: LMDB takes a file
  /// whose first two pages are half written for a foreign one.
  private static func create(
    in folder: String, mapSize: Int, pageSize: Int
  ) throws(StoreError) {
    let aside = "\(folder)/\(nursery)"
    func clear() throws(SystemError) {
      for name in [DataFile.name, "lock.mdb"] { try Folder.remove("\(aside)/\(name)") }
      try Folder.remove(aside)
    }
    try StoreError.system(.open, folder) { () throws(SystemError) in
      try clear()
      try Folder.create(aside)
    }
    try make(in: aside, mapSize: mapSize, for: folder)
    try StoreError.system(.open, folder) { () throws(SystemError) in
      let path = "\(aside)/\(DataFile.name)"
      try DataFile.setPageSize(pageSize, ofNew: path)
      try Folder.move(path, to: "\(folder)/\(DataFile.name)")
      try clear()
      try Folder.synchronize(folder)
    }
  }

  /// Has LMDB make a file.
  private static func make(
    in aside: String, mapSize: Int, for folder: String
  ) throws(StoreError) {
    let environment = try unsafe EnvironmentCalls.make(folder)
    defer { unsafe cairn_store_close(environment) }
    do throws(StoreError) {
      try unsafe EnvironmentCalls.open(environment, aside, mapSize: mapSize, readOnly: false)
      // LMDB leaves the first two pages of a new file to the first commit's sync.
      try StoreError.check(unsafe mdb_env_sync(environment, 1), .open)
    } catch {
      throw StoreError(operation: .open, reason: error.reason, folder: folder)
    }
  }

  /// What a damaged list of free pages hands out is written over, in use or not.
  func checkFreePages() throws(StoreError) {
    do throws(StoreError) {
      let pages = try unsafe EnvironmentCalls.facts(of: environment).pages
      if try beginReading().freePagesAreSound(below: pages) { return }
    } catch {
      throw StoreError(operation: .open, reason: error.reason, folder: folder)
    }
    throw StoreError(operation: .open, reason: .damaged(.page), folder: folder)
  }

  /// The last pages of a commit are not written when they were used and freed in it, so a file may
  /// be shorter than its number of pages says. Reading a page that is not there would end the
  /// process by SIGBUS: the file gets its length, and when one of the missing pages is in use, it
  /// was cut off.
  func growOverFreePages(to needed: Int64) throws(StoreError) {
    let had = try unsafe EnvironmentCalls.fileSize(of: environment)
    try unsafe EnvironmentCalls.setFileSize(of: environment, to: needed)
    let pageSize = Int64(try unsafe EnvironmentCalls.facts(of: environment).pageSize)
    let missing = had / pageSize..<needed / pageSize
    let free = try? beginReading().freePages(in: missing)
    if free == missing.count { return }
    try unsafe EnvironmentCalls.setFileSize(of: environment, to: had)
    throw StoreError(
      operation: .open, reason: .damaged(.truncated(bytes: had, needed: needed)), folder: folder)
  }
}
