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
