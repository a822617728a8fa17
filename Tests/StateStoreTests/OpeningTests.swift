import Foundation
import StateStore
import Testing

@Suite struct Opening {
  let folder: TemporaryFolder
  var data: URL { URL(fileURLWithPath: folder.path + "/data.mdb") }

  init() throws { folder = try TemporaryFolder() }

  private func open(
    mapSize: Int = 16 << 20, access: Store.Access = .readWrite
  ) throws -> Store {
    try Store(folder: folder.path, mapSize: mapSize, access: access)
  }

  /// Why opening fails; a failure of the test when it does not.
  private func reason(
    mapSize: Int = 16 << 20, access: Store.Access = .readWrite
  )
    -> StoreError.Reason?
  {
    let error = #expect(throws: StoreError.self) {
      _ = try open(mapSize: mapSize, access: access)
    }
    #expect(error?.operation == .open)
    #expect(error?.folder == folder.path)
    return error?.reason
  }

  /// A database of a table with a value on pages of its own.
  private func make() throws {
    let store = try open()
    let table = try store.openTable("blocks")
    try store.write { try $0.put([1], [UInt8](repeating: 9, count: 50_000), in: table) }
  }

  /// Changes bytes of the data file.
  private func change(_ body: (inout Data) -> Void) throws {
    var bytes = try Data(contentsOf: data)
    body(&bytes)
    try bytes.write(to: data)
  }

  @Test func `the data are for their owner only`() throws {
    try make()
    for name in ["data.mdb", "lock.mdb", "cairn.lock"] {
      let facts = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)
      #expect(facts[.posixPermissions] as? Int == 0o600, "\(name)")
    }
  }

  @Test func `what an interrupted creation left is cleared away`() throws {
    let aside = folder.path + "/cairn.new"
    try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: false)
    try Data(repeating: 1, count: 100).write(to: URL(fileURLWithPath: aside + "/data.mdb"))
    try make()
    #expect(!FileManager.default.fileExists(atPath: aside))
  }

  @Test(arguments: [2048, 4096, 16_384])
  func `a new database has pages of the size that was asked for`(size: Int) throws {
    do {
      let store = try Store(folder: folder.path, mapSize: 16 << 20, pageSize: size)
      let table = try store.openTable("blocks")
      for number in 0..<200 as Range<UInt8> {
        try store.write { transaction in
          try transaction.put(
            [UInt8](repeating: number, count: StoreLimits.keyLength),
            [UInt8](repeating: number, count: Int(number) * 40), in: table)
          try transaction.put([number], [number], in: table)
        }
      }
      #expect(try store.statistics().pageSize == size)
      try store.backUp(to: folder.path + "/copy")
    }
    for place in [folder.path, folder.path + "/copy"] {
      // What a database has stays, whatever is asked for.
      let store = try Store(folder: place, mapSize: 16 << 20)
      let table = try store.openTable("blocks")
      #expect(try store.statistics().pageSize == size)
      let view = try store.beginReading()
      for number in 0..<200 as Range<UInt8> {
        let long = [UInt8](repeating: number, count: StoreLimits.keyLength)
        #expect(
          try view.get(long, in: table) == [UInt8](repeating: number, count: Int(number) * 40))
        #expect(try view.get([number], in: table) == [number])
      }
    }
  }

  @Test func `a second opening in this process is refused, also by another path`() throws {
    let store = try open()
    #expect(reason() == .openTwice)
    #expect(reason(access: .readOnly) == .openTwice)
    let link = folder.path + "/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path)
    let error = #expect(throws: StoreError.self) { _ = try Store(folder: link) }
    #expect(error?.reason == .openTwice)
    _ = try store.openTable("blocks")
  }

  @Test func `a store that was let go may be opened again`() throws {
    try make()
    try make()
  }

  @Test func `a folder in which another process writes is refused by its number`() throws {
    let other = try OtherProcess.ready("hold", folder.path)
    #expect(reason() == .lockedByProcess(other.number))
    let error = #expect(throws: StoreError.self) { _ = try open() }
    #expect(
      error?.text == "opening the store in \(folder.path): process \(other.number) writes here; "
        + "stop it first")
    other.finish()
    _ = try open()
  }

  @Test func `a killed writer does not keep its folder`() throws {
    let other = try OtherProcess.ready("hold", folder.path)
    other.kill()
    _ = try open()
  }

  @Test func `others may read while one process writes`() throws {
    try make()
    let other = try OtherProcess.ready("hold", folder.path)
    let store = try open(access: .readOnly)
    let table = try store.openTable("blocks")
    #expect(try store.beginReading().get([1], in: table)?.count == 50_000)
    let error = #expect(throws: StoreError.self) { _ = try store.beginWriting() }
    #expect(error?.reason == .readOnly)
    let missing = #expect(throws: StoreError.self) { _ = try store.openTable("lost") }
    #expect(missing?.reason == .tableMissing)
    other.finish()
  }

  @Test func `reading where nothing was written yet is an error`() {
    #expect(reason(access: .readOnly) == .noDatabase)
  }

  @Test func `a map that the address space cannot hold is an error that says its size`() throws {
    #expect(reason(mapSize: 1 << 50) == .mapUnavailable(1 << 50))
    _ = try open()
  }

  @Test func `a map smaller than the data grows to hold them`() throws {
    try make()
    let store = try open(mapSize: 8192)
    let table = try store.openTable("blocks")
    #expect(try store.beginReading().get([1], in: table)?.count == 50_000)
  }

  @Test(arguments: [16, 4096 + 16])
  func `one damaged page of the first two is told as damage`(offset: Int) throws {
    try make()
    try change { $0[offset] ^= 0xff }
    #expect(reason() == .damaged(.metaPage))
  }

  @Test func `garbage in both first pages is no database`() throws {
    try make()
    try change { for offset in 0..<8192 { $0[offset] = 0xa5 } }
    #expect(reason() == .notADatabase)
  }

  @Test func `a file that was cut off is refused instead of ending the process`() throws {
    try make()
    let whole = try Data(contentsOf: data)
    for length in [0, 100, 4096, 8191, 8192, 20_000, whole.count - 4096, whole.count - 1] {
      try whole.prefix(length).write(to: data)
      for access in [Store.Access.readOnly, .readWrite] {
        guard case .damaged(.truncated(let bytes, _))? = reason(access: access) else {
          Issue.record("length \(length) is not told as cut off")
          continue
        }
        #expect(bytes == length)
      }
      #expect(try fileSize(data.path) == length)
    }
    try whole.write(to: data)
    _ = try open()
  }

  @Test func `a file whose last pages are free may be shorter`() throws {
    do {
      let store = try open()
      let table = try store.openTable("blocks")
      // Pages that are free for the table's own, so that only the large value needs new ones.
      for number in 0..<20 as Range<UInt8> {
        try store.write { try $0.put([1], [number], in: table) }
      }
      // Pages taken and freed in one transaction are never written.
      try store.write { transaction in
        try transaction.put([1], [1], in: table)
        try transaction.put([2], [UInt8](repeating: 9, count: 50_000), in: table)
        try transaction.delete([2], in: table)
      }
    }
    let grown = try fileSize(data.path)
    try change { $0.removeLast(8192) }
    let store = try open()
    let table = try store.openTable("blocks")
    #expect(try store.beginReading().get([1], in: table) == [1])
    #expect(try fileSize(data.path) == grown)
  }

  @Test func `a page that is not what it should be is told as damage`() throws {
    try make()
    // All pages behind the first two, so that the root is among them.
    try change { for offset in 8192..<$0.count { $0[offset] = 0 } }
    #expect(reason() == .damaged(.page))
  }

  @Test func `a file of a machine of other word size is told as such`() throws {
    // The header is 12 bytes long on 32 bits and 16 on 64.
    let offset = Int.bitWidth == 64 ? 12 : 16
    try foreign(magic: [0xde, 0xc0, 0xef, 0xbe], at: offset)
    #expect(reason() == .wrongArchitecture(bits: 96 - Int.bitWidth, swapped: false))
  }

  @Test func `a file of a machine of other byte order is told as such`() throws {
    try foreign(magic: [0xbe, 0xef, 0xc0, 0xde], at: 16)
    #expect(reason() == .wrongArchitecture(bits: 64, swapped: true))
  }

  @Test func `a file of another version of LMDB is told as such`() throws {
    try make()
    try change {
      $0[20] = 9
      $0[4096 + 20] = 9
    }
    #expect(reason() == .versionMismatch)
  }

  @Test func `a page size that cannot be is told as such`() throws {
    try make()
    try change { $0.replaceSubrange(40..<44, with: [0x01, 0x10, 0, 0]) }
    #expect(reason() == .pageSize(0x1001))
  }

  private func foreign(magic: [UInt8], at offset: Int) throws {
    var bytes = Data(count: 16_384)
    for page in [0, 4096] {
      bytes.replaceSubrange(page + offset..<page + offset + 4, with: magic)
    }
    try bytes.write(to: data)
  }
}

extension Opening {
  @Test func `a folder that the user may not write is an error`() throws {
    if getuid() == 0 {
      // Root may write everywhere but where the file system does not let anybody.
      let mount = try Mount(on: folder.path, ["-t", "tmpfs", "-o", "ro", "none"])
      defer { mount.end() }
      #expect(reason() == .notPermitted)
    } else {
      chmod(folder.path, 0o500)
      defer { chmod(folder.path, 0o700) }
      #expect(reason() == .notPermitted)
    }
  }
}
