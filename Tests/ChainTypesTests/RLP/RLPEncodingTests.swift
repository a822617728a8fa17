import ChainTypes
import Testing

@Suite struct RLPEncoding {
  @Test func `the examples of the Ethereum wiki`() throws {
    let dog = RLPItem.bytes(Array("dog".utf8))
    let cat = RLPItem.bytes(Array("cat".utf8))
    #expect(Hex.encode(RLP.encode(dog)) == "0x83646f67")
    #expect(Hex.encode(RLP.encode(.list([cat, dog]))) == "0xc88363617483646f67")
    let three = RLPItem.list([
      .list([]), .list([.list([])]), .list([.list([]), .list([.list([])])]),
    ])
    #expect(Hex.encode(RLP.encode(three)) == "0xc7c0c1c0c3c0c1c0")
  }

  @Test(arguments: [0, 1, 55, 56, 255, 256, 65_535, 65_536, 1 << 20])
  func `strings and lists keep their length on both sides of each prefix`(_ count: Int) throws {
    let string = RLPItem.bytes([UInt8](repeating: 1, count: count))
    let list = RLPItem.list([RLPItem](repeating: .bytes([]), count: min(count, 70_000)))
    for item in [string, list] {
      let bytes = RLP.encode(item)
      #expect(try RLP.decode(bytes) == item)
    }
    #expect(RLP.encode(string).count == RLP.length([UInt8](repeating: 1, count: count)))
  }

  @Test func `values read back as written`() throws {
    var writer = RLPWriter()
    writer.appendList { list in
      list.append(0 as UInt64)
      list.append(127 as UInt64)
      list.append(128 as UInt64)
      list.append(UInt64.max)
      list.append(Word.max)
      list.append(Address(Word.max))
      list.append(nil as Address?)
      list.appendList { $0.append(Hash(Word.one)) }
      list.append(bytes: [UInt8](repeating: 7, count: 60))
    }
    #expect(writer.count == writer.bytes.count)
    var list = try RLPReader(list: writer.bytes)
    #expect(try list.remainingItems() == 9)
    #expect(try list.readUInt64() == 0)
    #expect(try list.readUInt64() == 127)
    #expect(try list.readUInt64() == 128)
    #expect(try list.readUInt64() == .max)
    #expect(try list.readWord() == .max)
    #expect(try list.readAddress() == Address(Word.max))
    #expect(try list.readOptionalAddress() == nil)
    #expect(list.isAtList)
    var inner = try list.readList()
    #expect(try inner.readHash() == Hash(Word.one))
    #expect(!list.isAtList)
    #expect(try list.rawItem().count == 62)
    #expect(list.isAtEnd)
    try list.finish()
  }

  @Test func `words of every width are minimal and have the length that is said`() throws {
    for width in 0...256 {
      let word = width == 256 ? Word.max : (Word.one << width) &- 1
      var writer = RLPWriter()
      writer.append(word)
      #expect(writer.bytes == RLP.encode(.bytes(word.minimalBytes)))
      #expect(writer.count == RLP.length(word))
      var reader = try RLPReader(writer.bytes)
      #expect(try reader.readWord() == word)
    }
  }

  @Test func `a raw item and a known prefix stand as if written`() throws {
    let item = RLPItem.list([.bytes([1]), .list([.bytes([0x80])])])
    let inner = RLP.encode(item)
    var writer = RLPWriter()
    writer.appendListPrefix(payload: 2 * inner.count)
    writer.appendRaw(inner)
    writer.append(item)
    #expect(try RLP.decode(writer.bytes) == .list([item, item]))
  }

  @Test func `100,000 random trees come back as they were`() throws {
    var random = SeededRandom(seed: 100_000)
    for number in 0..<100_000 {
      var left = 30
      let tree = randomTree(&random, depth: 5, left: &left)
      let bytes = RLP.encode(tree)
      let back = try RLP.decode(bytes)
      if back != tree { Issue.record("\(random.story), tree \(number): \(Hex.encode(bytes))") }
    }
  }

  private func randomTree(_ random: inout SeededRandom, depth: Int, left: inout Int) -> RLPItem {
    left -= 1
    let draw = random.next()
    guard depth > 0, draw & 3 == 0 || depth == 5 && draw & 7 != 7 else {
      return .bytes(randomString(draw >> 3))
    }
    var items: [RLPItem] = []
    var wanted = Int(draw >> 3 & 7)
    while wanted > 0 && left > 0 {
      items.append(randomTree(&random, depth: depth - 1, left: &left))
      wanted -= 1
    }
    return .list(items)
  }

  /// Mostly short, sometimes around the 56 bytes where the long form begins.
  private func randomString(_ draw: UInt64) -> [UInt8] {
    let count = draw & 15 == 15 ? 50 + Int(draw >> 4 & 15) : Int(draw >> 4 & 3)
    return [UInt8](repeating: UInt8(truncatingIfNeeded: draw >> 8), count: count)
  }
}
