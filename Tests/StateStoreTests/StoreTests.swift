import Foundation
import StateStore
import Testing

@Suite struct Stores {
  let folder: TemporaryFolder
  let key: [UInt8] = [1, 2, 3]

  init() throws { folder = try TemporaryFolder() }

  @Test func `what was committed is there after reopening`() throws {
    do {
      let store = try Store(folder: folder.path)
      let table = try store.openTable("blocks")
      var transaction = try store.beginWriting()
      try transaction.put(key, [9], in: table)
      try transaction.commit()
    }
    let store = try Store(folder: folder.path)
    let table = try store.openTable("blocks")
    #expect(try store.beginReading().get(key, in: table) == [9])
  }

  @Test func `a dropped transaction changes nothing`() throws {
    let store = try Store(folder: folder.path)
    let table = try store.openTable("blocks")
    do {
      var transaction = try store.beginWriting()
      try transaction.put(key, [9], in: table)
      #expect(try transaction.get(key, in: table) == [9])
    }
    #expect(try store.beginReading().get(key, in: table) == nil)
  }

  @Test func `a view does not see later commits`() throws {
    let store = try Store(folder: folder.path)
    let table = try store.openTable("blocks")
    let before = try store.beginReading()
    var transaction = try store.beginWriting()
    try transaction.put(key, [9], in: table)
    try transaction.commit()
    #expect(try before.get(key, in: table) == nil)
    #expect(try store.beginReading().get(key, in: table) == [9])
  }

  @Test func `deleting tells whether there was something`() throws {
    let store = try Store(folder: folder.path)
    let table = try store.openTable("blocks")
    var transaction = try store.beginWriting()
    try transaction.put(key, [], in: table)
    #expect(try transaction.get(key, in: table) == [])
    let first = try transaction.delete(key, in: table)
    let second = try transaction.delete(key, in: table)
    #expect(first)
    #expect(!second)
  }

  @Test func `a lent value is the stored one`() throws {
    let store = try Store(folder: folder.path)
    let table = try store.openTable("blocks")
    var transaction = try store.beginWriting()
    try transaction.put(key, [7, 8], in: table)
    try transaction.commit()
    let view = try store.beginReading()
    let lent = try view.lend(key, in: table)
    if let lent { #expect(bytes(of: lent) == [7, 8]) } else { Issue.record("nothing was lent") }
  }

  @Test(arguments: [0, 512])
  func `a key of wrong length is refused in words`(length: Int) throws {
    let store = try Store(folder: folder.path)
    let table = try store.openTable("blocks")
    var transaction = try store.beginWriting()
    let key = [UInt8](repeating: 1, count: length)
    let error = #expect(throws: StoreError.self) { try transaction.put(key, [1], in: table) }
    #expect(error?.reason == .keyLength(length))
    #expect(error?.text == "writing a value: a key has 1 to 511 bytes, not \(length)")
  }

  @Test func `a key of 511 bytes is stored`() throws {
    let store = try Store(folder: folder.path)
    let table = try store.openTable("blocks")
    var transaction = try store.beginWriting()
    let key = [UInt8](repeating: 1, count: StoreLimits.keyLength)
    try transaction.put(key, [1], in: table)
    #expect(try transaction.get(key, in: table) == [1])
  }

  @Test func `a missing folder is an error with a sentence`() {
    let error = #expect(throws: StoreError.self) {
      _ = try Store(folder: folder.path + "/missing")
    }
    #expect(error?.reason == .noSuchFolder)
    #expect(error?.operation == .open)
  }

  @Test func `a file that is no database is refused`() throws {
    try Data(repeating: 0x55, count: 8192).write(
      to: URL(fileURLWithPath: folder.path + "/data.mdb"))
    let error = #expect(throws: StoreError.self) { _ = try Store(folder: folder.path) }
    #expect(error?.reason == .notADatabase)
  }

  @Test func `a full map is an error and the store goes on`() throws {
    let store = try Store(folder: folder.path, mapSize: 128 << 10)
    let table = try store.openTable("blocks")
    do {
      var transaction = try store.beginWriting()
      let error = #expect(throws: StoreError.self) {
        try transaction.put(key, [UInt8](repeating: 1, count: 200 << 10), in: table)
      }
      #expect(error?.reason == .mapFull)
    }
    var transaction = try store.beginWriting()
    try transaction.put(key, [1], in: table)
    try transaction.commit()
    #expect(try store.beginReading().get(key, in: table) == [1])
  }
}
