import LinuxIO

extension Store {
  /// Looks at all pages of a database, which nobody may have open for writing: what makes LMDB end
  /// the process, or walk in circles, is told here. What the values are, their owner knows.
  public static func audit(_ folder: String) throws(StoreError) {
    let path = "\(folder)/\(DataFile.name)"
    // What is not there, opening tells.
    guard Folder.kind(path) != nil else { return }
    let lock = try lock(folder)
    let size = try StoreError.system(.open, folder) { () throws(SystemError) in
      try FileFacts(of: path).size
    }
    let file = try DataFile(at: path, size: size)
    var audit = PageAudit(pageSize: file.pageSize)
    var trees: [PageAudit.Tree] = []
    try StoreError.system(.open, folder) { () throws(SystemError) in
      try readPages(of: path, file.pageSize) { (number, page) in
        if number == file.newestMeta { trees = PageAudit.trees(page) }
        audit.add(page)
      }
    }
    _ = consume lock
    guard audit.isWhole(trees) else {
      throw StoreError(operation: .open, reason: .damaged(.page), folder: folder)
    }
  }

  private static func readPages(
    of path: String, _ pageSize: Int, _ body: (Int, ArraySlice<UInt8>) -> Void
  ) throws(SystemError) {
    let file = try FileDescriptor(opening: path, for: .read)
    var chunk = [UInt8](repeating: 0, count: StoreLimits.auditChunk)
    var waiting: [UInt8] = []
    var number = 0
    while case .bytes(let count) = try file.read(into: &chunk) {
      waiting += chunk[..<count]
      var place = 0
      while waiting.count - place >= pageSize {
        body(number, waiting[place..<place + pageSize])
        number += 1
        place += pageSize
      }
      waiting.removeFirst(place)
    }
  }
}
