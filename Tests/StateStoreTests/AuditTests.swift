import Foundation
import StateStore
import Testing

/// What LMDB itself does not survive.
@Suite struct Audits {
  /// A database of two tables, with branch pages, free pages and values on pages of their own.
  private func make(_ folder: TemporaryFolder) throws -> [UInt8] {
    do {
      let store = try Store(folder: folder.path, mapSize: 16 << 20)
      let small = try store.openTable("small")
      let large = try store.openTable("large")
      for round in 0..<3 {
        try store.write { transaction in
          for key in 0..<200 {
            let value = [UInt8](repeating: UInt8(key), count: 40 + round)
            try transaction.put([UInt8(key), UInt8(key / 7)], value, in: small)
          }
          for key in 0..<4 {
            let value = [UInt8](repeating: UInt8(round), count: 9_000)
            try transaction.put([UInt8(key)], value, in: large)
          }
        }
      }
    }
    return [UInt8](try Data(contentsOf: data(folder)))
  }

  private func data(_ folder: TemporaryFolder) -> URL {
    URL(fileURLWithPath: folder.path + "/data.mdb")
  }

  @Test func `a whole database is whole, and one without a page in use is not`() throws {
    let folder = try TemporaryFolder()
    let whole = try make(folder)
    try Store.audit(folder.path)
    var told = 0
    for page in 2..<whole.count / 4096 {
      var bytes = whole
      for index in 0..<4096 { bytes[page * 4096 + index] = 0 }
      try Data(bytes).write(to: data(folder))
      do {
        try Store.audit(folder.path)
      } catch {
        #expect(error.reason == .damaged(.page))
        told += 1
      }
    }
    // Some pages are free, and those behind the first of a large value have no header.
    #expect(told > 8 && told < whole.count / 4096, "\(told) of \(whole.count / 4096)")
  }

  @Test func `whatever stands in the file, an audit ends`() throws {
    let folder = try TemporaryFolder()
    let whole = try make(folder)
    var state: UInt64 = 1
    func next(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<60 {
      var bytes = whole
      for _ in 0...next(below: 20) { bytes[next(below: bytes.count)] = UInt8(next(below: 256)) }
      if next(below: 4) == 0 { bytes.removeLast(next(below: bytes.count)) }
      try Data(bytes).write(to: data(folder))
      do { try Store.audit(folder.path) } catch { #expect(error.folder == folder.path) }
    }
  }
}
