import CLMDB
import LinuxIO

extension Store {
  /// Copies what is committed now into a new folder, durably and without its free pages, while
  /// others read and write. The copy is a store that can be opened.
  ///
  /// The file has its name only when it is whole, so what a crash leaves is no database.
  public func backUp(to destination: String) throws(StoreError) {
    if Folder.kind(destination) != nil {
      throw StoreError(operation: .backUp, reason: .placeTaken, folder: destination)
    }
    let part = "\(destination)/\(DataFile.name).part"
    try StoreError.system(.backUp, destination) { () throws(SystemError) in
      try Folder.create(destination)
    }
    do throws(StoreError) {
      try beginReading().walkAll()
      try copy(to: part, destination)
      try StoreError.system(.backUp, destination) { () throws(SystemError) in
        try Folder.move(part, to: "\(destination)/\(DataFile.name)")
        try Folder.synchronize(destination)
        try Folder.synchronize("\(destination)/..")
      }
    } catch {
      try? Folder.remove(part)
      try? Folder.remove(destination)
      throw error
    }
  }

  private func copy(to path: String, _ destination: String) throws(StoreError) {
    let file = try StoreError.system(.backUp, destination) { () throws(SystemError) in
      try FileDescriptor(opening: path, for: .createSecret)
    }
    let code = unsafe mdb_env_copyfd2(
      environment, file.numberForLibraries, UInt32(MDB_CP_COMPACT))
    if code != MDB_SUCCESS {
      throw StoreError(
        operation: .backUp, reason: StoreError.Reason(code), folder: destination)
    }
    try StoreError.system(.backUp, destination) { () throws(SystemError) in
      try file.synchronize()
    }
  }
}

extension ReadTransaction {
  /// Walks through every table: a damaged page shows here. LMDB's compacting copy has a thread of
  /// its own, which would wait for ever for one that left in the middle.
  func walkAll() throws(StoreError) {
    // The table of tables is the second of the two that LMDB itself keeps (mdb.c, MAIN_DBI).
    var names = try cursor(in: Table(handle: 1))
    while try names.next() {
      let name = unsafe names.key.withUnsafeBufferPointer {
        // Safe: the bytes are copied within the call.
        unsafe String(decoding: $0, as: UTF8.self)
      }
      let table = try unsafe TransactionCalls.table(name, flags: 0, of: pointer)
      var entries = try cursor(in: table)
      while try entries.next() {}
    }
  }
}
