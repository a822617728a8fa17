import Foundation
import StateStore
import Testing

@Suite struct Counting {
  let folder: TemporaryFolder
  let store: Store
  let table: Table

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(folder: folder.path, mapSize: 64 << 20)
    table = try store.openTable("blocks")
  }

  @Test func `the bytes of a commit are its pages and the end of a meta page`() throws {
    for number in 0..<20 { try store.write { try $0.put([UInt8(number)], [1], in: table) } }
    let before = try store.statistics()
    try store.write { try $0.put([1], [2], in: table) }
    let after = try store.statistics()
    #expect(after.commits == before.commits + 1)
    guard let bytes = after.lastCommitBytes, let sum = after.bytesWritten,
      let earlier = before.bytesWritten
    else {
      return  // This kernel does not count.
    }
    #expect(sum - earlier == bytes)
    // The table's leaf, the table of tables, the free pages' leaf, and part of a meta page.
    let pages = Int(bytes) / after.pageSize
    #expect((2...5).contains(pages))
    #expect((1..<512).contains(Int(bytes) % after.pageSize))
  }

  @Test func `a commit without changes writes nothing and is none`() throws {
    let before = try store.statistics()
    try store.write { _ in }
    #expect(try store.statistics() == before)
  }

  @Test func `free pages, file size and views are those of the file`() throws {
    try store.write { try $0.put([1], [UInt8](repeating: 7, count: 100_000), in: table) }
    let full = try store.statistics()
    try store.write { try $0.delete([1], in: table) }
    let empty = try store.statistics()
    #expect(empty.freePages - full.freePages >= 100_000 / full.pageSize)
    #expect(empty.fileSize == Int64(try fileSize(folder.path + "/data.mdb")))
    #expect(empty.fileSize >= Int64(empty.pages * empty.pageSize))
    #expect(empty.mapSize == 64 << 20)
    let view = try store.beginReading()
    #expect(try store.statistics().views == 1)
    _ = consume view
  }

  @Test func `a backup holds what was committed and no free pages`() throws {
    try store.write { try $0.put([1], [UInt8](repeating: 7, count: 1_000_000), in: table) }
    try store.write {
      try $0.delete([1], in: table)
      try $0.put([2], [8], in: table)
    }
    let place = folder.path + "/copy"
    try store.backUp(to: place)
    try store.write { try $0.put([3], [8], in: table) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: place) == ["data.mdb"])
    let facts = try FileManager.default.attributesOfItem(atPath: place + "/data.mdb")
    #expect(facts[.posixPermissions] as? Int == 0o600)
    #expect(try fileSize(place + "/data.mdb") < 100_000)
    let copy = try Store(folder: place, mapSize: 16 << 20)
    let copied = try copy.openTable("blocks")
    let view = try copy.beginReading()
    #expect(try view.get([2], in: copied) == [8])
    #expect(try view.count(in: copied) == 1)
  }

  @Test func `a backup does not go where something is`() throws {
    let error = #expect(throws: StoreError.self) { try store.backUp(to: folder.path) }
    #expect(error?.reason == .placeTaken)
  }

  @Test func `a write transaction on another thread traps`() async {
    await #expect(processExitsWith: .failure) {
      let folder = try TemporaryFolder()
      let store = try Store(folder: folder.path, mapSize: 1 << 20)
      let box = Smuggler(try store.beginWriting())
      let thread = Thread { box.commit() }
      thread.start()
      sleep(5)
    }
  }
}

/// Takes a transaction where the compiler would not let it go.
private final class Smuggler: @unchecked Sendable {
  private var transaction: WriteTransaction?

  init(_ transaction: consuming WriteTransaction) {
    self.transaction = .some(transaction)
  }

  func commit() {
    if let transaction = transaction.take() { try? transaction.commit() }
  }
}
