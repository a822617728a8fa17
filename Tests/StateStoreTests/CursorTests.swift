import StateStore
import Testing

@Suite struct Cursors {
  let folder: TemporaryFolder
  let store: Store
  let table: Table

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(folder: folder.path, mapSize: 16 << 20)
    table = try store.openTable("slots")
  }

  /// Fills the table with these keys; the value of each is the key twice.
  private func fill(_ keys: [[UInt8]]) throws {
    try store.write { transaction in
      for key in keys { try transaction.put(key, key + key, in: table) }
    }
  }

  @Test func `a walk forwards meets every key in the order of bytes`() throws {
    try fill([[2], [1, 0], [1], [0xff]])
    let view = try store.beginReading()
    var cursor = try view.cursor(in: table)
    var seen: [[UInt8]] = []
    while try cursor.next() {
      seen.append(bytes(of: cursor.key))
      #expect(bytes(of: cursor.value) == bytes(of: cursor.key) + bytes(of: cursor.key))
    }
    #expect(seen == [[1], [1, 0], [2], [0xff]])
    let more = try cursor.next()
    #expect(!more)
  }

  @Test func `a walk backwards from the end meets every key`() throws {
    try fill([[1], [2], [3]])
    let view = try store.beginReading()
    var cursor = try view.cursor(in: table)
    var seen: [[UInt8]] = []
    var found = try cursor.last()
    while found {
      seen.append(bytes(of: cursor.key))
      found = try cursor.previous()
    }
    #expect(seen == [[3], [2], [1]])
    let more = try cursor.previous()
    #expect(!more)
  }

  @Test(
    arguments: [
      ([], [2]), ([1], [2]), ([2], [2]), ([2, 0], [4]), ([4], [4]), ([4, 0], nil), ([5], nil),
    ] as [([UInt8], [UInt8]?)])
  func `seeking finds the first key that is not below`(wanted: [UInt8], found: [UInt8]?) throws {
    try fill([[2], [4]])
    let view = try store.beginReading()
    var cursor = try view.cursor(in: table)
    let isThere = try cursor.seek(wanted)
    #expect((isThere ? bytes(of: cursor.key) : nil) == found)
  }

  @Test func `turning round at either end meets the key at that end`() throws {
    try fill([[1], [2]])
    let view = try store.beginReading()
    var cursor = try view.cursor(in: table)
    while try cursor.next() {}
    let back = try cursor.previous()
    #expect(back)
    #expect(bytes(of: cursor.key) == [2])
    while try cursor.previous() {}
    let forth = try cursor.next()
    #expect(forth)
    #expect(bytes(of: cursor.key) == [1])
  }

  @Test func `an empty table has neither first nor last key`() throws {
    let view = try store.beginReading()
    var cursor = try view.cursor(in: table)
    #expect(try [cursor.first(), cursor.last(), cursor.seek([1])] == [false, false, false])
  }

  @Test func `a cursor in a writing transaction sees its changes`() throws {
    try fill([[1], [3]])
    var transaction = try store.beginWriting()
    try transaction.put([2], [], in: table)
    try transaction.delete([3], in: table)
    var seen: [[UInt8]] = []
    do {
      var cursor = try transaction.cursor(in: table)
      while try cursor.next() { seen.append(bytes(of: cursor.key)) }
    }
    #expect(seen == [[1], [2]])
    #expect(try transaction.count(in: table) == 2)
    try transaction.commit()
    #expect(try store.beginReading().count(in: table) == 2)
  }

  @Test func `only rising keys are appended`() throws {
    var transaction = try store.beginWriting()
    try transaction.append([1].span, [1].span, in: table)
    try transaction.append([2].span, [1].span, in: table)
    for low in [[2], [1, 5]] as [[UInt8]] {
      let error = #expect(throws: StoreError.self) {
        try transaction.append(low.span, [1].span, in: table)
      }
      #expect(error?.reason == .keyNotRising)
    }
    try transaction.append([3].span, [1].span, in: table)
    #expect(try transaction.count(in: table) == 3)
  }

  @Test func `appending fills pages that putting halves`() throws {
    let pages = try [true, false].map { appends in
      let folder = try TemporaryFolder()
      let store = try Store(folder: folder.path, mapSize: 16 << 20)
      let table = try store.openTable("blocks")
      try store.write { transaction in
        for number in 0..<2000 {
          let key = [UInt8(number >> 8), UInt8(number & 0xff)]
          // Downwards for `put`, the other extreme.
          let other = [UInt8((2000 - number) >> 8), UInt8((2000 - number) & 0xff)]
          let value = [UInt8](repeating: 7, count: 300)
          if appends {
            try transaction.append(key.span, value.span, in: table)
          } else {
            try transaction.put(other, value, in: table)
          }
        }
      }
      return try fileSize(folder.path + "/data.mdb")
    }
    #expect(pages[0] * 10 < pages[1] * 8, "\(pages)")
  }

  @Test func `a range is deleted up to its end or its limit`() throws {
    try fill((0..<100).map { [$0] })
    try store.write { transaction in
      let some = try transaction.deleteRange(
        from: [10].span, below: [20].span, in: table, atMost: 4)
      let rest = try transaction.deleteRange(from: [10].span, below: [20].span, in: table)
      let none = try transaction.deleteRange(from: [10].span, below: [20].span, in: table)
      #expect([some, rest, none] == [4, 6, 0])
    }
    let view = try store.beginReading()
    var cursor = try view.cursor(in: table)
    let found = try cursor.seek([10])
    #expect(found)
    #expect(bytes(of: cursor.key) == [20])
    #expect(try view.count(in: table) == 90)
  }
}
