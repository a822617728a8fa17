import Foundation
import StateStore
import Testing

/// Files whose pages lie, in the hands of LMDB: whoever reads or writes there is told, and lives.
@Suite struct Damages {
  private struct Random {
    var state: UInt64
    mutating func next(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }

  private func make(_ folder: TemporaryFolder) throws -> [UInt8] {
    do {
      let store = try Store(folder: folder.path, mapSize: 16 << 20)
      let table = try store.openTable("table")
      for round in 0..<3 {
        try store.write { transaction in
          for key in 0..<400 {
            let value = [UInt8](repeating: UInt8(round), count: key % 50 == 0 ? 9_000 : 60)
            try transaction.put([UInt8(key >> 8), UInt8(key & 255)], value, in: table)
          }
        }
      }
    }
    return [UInt8](try Data(contentsOf: data(folder)))
  }

  private func data(_ folder: TemporaryFolder) -> URL {
    URL(fileURLWithPath: folder.path + "/data.mdb")
  }

  private func open(_ folder: TemporaryFolder) throws(StoreError) -> (Store, Table) {
    let store = try Store(folder: folder.path, mapSize: 16 << 20)
    return (store, try store.openTable("table"))
  }

  private func read(_ store: Store, _ table: Table) throws(StoreError) {
    let view = try store.beginReading()
    var cursor = try view.cursor(in: table)
    var sum = 0
    while try cursor.next() {
      for index in cursor.value.indices { sum &+= Int(cursor.value[index]) }
    }
    for key in stride(from: 0, to: 400, by: 7) {
      sum &+= try view.get([UInt8(key >> 8), UInt8(key & 255)], in: table)?.count ?? 0
    }
    withExtendedLifetime(sum) {}
  }

  private func write(_ store: Store, _ table: Table) throws(StoreError) {
    var writing = try store.beginWriting()
    for key in stride(from: 0, to: 400, by: 3) {
      try writing.put([UInt8(key >> 8), UInt8(key & 255)], [1, 2, 3], in: table)
      try writing.delete([UInt8(key >> 8), UInt8((key + 1) & 255)], in: table)
    }
    try writing.commit()
  }

  private func failure(_ body: () throws(StoreError) -> Void) -> StoreError? {
    do throws(StoreError) {
      try body()
      return nil
    } catch { return error }
  }

  @Test func `bytes that lie are told when they are read, and what reads well can be written`()
    throws
  {
    let folder = try TemporaryFolder()
    let whole = try make(folder)
    var told = 0
    for seed in 0..<150 {
      var random = Random(state: UInt64(seed))
      var bytes = whole
      let page = 2 + random.next(below: bytes.count / 4096 - 2)
      // Anywhere, or in the header and the places of a page's entries.
      let width = random.next(below: 2) == 0 ? 4096 : 64
      for _ in 0...random.next(below: 8) {
        bytes[page * 4096 + random.next(below: width)] = UInt8(random.next(below: 256))
      }
      try Data(bytes).write(to: data(folder))
      let error = failure { () throws(StoreError) in
        let (store, table) = try open(folder)
        try read(store, table)
        try write(store, table)
      }
      if error?.reason == .damaged(.page) { told += 1 }
    }
    #expect(told > 5, "\(told)")
  }

  @Test func `a page that is gone is told to who writes there, and all is refused from then on`()
    throws
  {
    let folder = try TemporaryFolder()
    let whole = try make(folder)
    var told = 0
    for page in 2..<whole.count / 4096 {
      var bytes = whole
      for index in 0..<4096 { bytes[page * 4096 + index] = 0 }
      try Data(bytes).write(to: data(folder))
      _ = failure { () throws(StoreError) in
        let (store, table) = try open(folder)
        guard let error = failure({ () throws(StoreError) in try write(store, table) }) else {
          return
        }
        #expect(error.reason == .damaged(.page))
        told += 1
        // LMDB's own answer leaves the store in order; after a fault nothing is asked of it.
        let next = failure { () throws(StoreError) in try read(store, table) }
        #expect(next == nil || next?.reason == .damaged(.page))
      }
    }
    #expect(told > 3, "\(told)")
  }

  /// LMDB keeps them like anything else, and its own tables are the first of the file.
  @Test func `a list of free pages that lies is told when the store is opened`() throws {
    let folder = try TemporaryFolder()
    let whole = try make(folder)
    // A record is a count and so many page numbers, from the greatest down: look for one.
    func word(_ place: Int, in bytes: [UInt8]) -> UInt64 {
      (0..<8).reduce(0) { $0 | UInt64(bytes[place + $1]) << (8 * $1) }
    }
    let records = stride(from: 8192, to: whole.count - 32, by: 2).filter { place in
      let count = word(place, in: whole)
      guard count > 2, count < 64, place + Int(count) * 8 + 8 <= whole.count else { return false }
      let pages = (1...Int(count)).map { word(place + $0 * 8, in: whole) }
      return pages.allSatisfy { $0 >= 2 && $0 < UInt64(whole.count / 4096) }
        && zip(pages, pages.dropFirst()).allSatisfy { $0 > $1 }
    }
    var told = 0
    for record in records {
      for (place, value) in [(record + 7, UInt8(255)), (record + 1, 7), (record + 14, 1)] {
        var bytes = whole
        bytes[place] = value
        try Data(bytes).write(to: data(folder))
        if let error = failure({ () throws(StoreError) in _ = try open(folder) }) {
          #expect(error.reason == .damaged(.page))
          #expect(error.folder == folder.path)
          told += 1
        }
      }
    }
    #expect(told >= 3, "\(told) of \(records.count) records")
  }

  @Test func `a backup of a damaged database is refused, and leaves nothing behind`() throws {
    let folder = try TemporaryFolder()
    let whole = try make(folder)
    var refused = 0
    for page in 2..<whole.count / 4096 {
      var bytes = whole
      for index in 0..<4096 { bytes[page * 4096 + index] = 0 }
      try Data(bytes).write(to: data(folder))
      let copy = folder.path + "/copy"
      let error = failure { () throws(StoreError) in try open(folder).0.backUp(to: copy) }
      if error == nil {
        try FileManager.default.removeItem(atPath: copy)
      } else {
        #expect(!FileManager.default.fileExists(atPath: copy))
        refused += 1
      }
    }
    #expect(refused > 3, "\(refused)")
  }
}
