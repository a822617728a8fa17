import ChainTypes
import Testing

@Suite struct RLPEncoding {
  @Test func `the examples of the Ethereum wiki`() throws {
    let dog = RLPItem.bytes(Array("dog".utf8))
    let cat = RLPItem.bytes(Array("cat".utf8))
    #expect(Hex.encode(RLP.encode(dog)) == "0x83646f67")
    #expect(Hex.encode(RLP.encode(.list([cat, dog]))) == "0xc88363617483646f67")
    let three = RLPItem.list([.list([]), .list([.list([])]), .list([.list([]), .list([.list([])])])])
    #expect(Hex.encode(RLP.encode(three)) == "0xc7c0c1c0c3c0c1c0")
    #expect(try RLP.decode(RLP.encode(three)) == three)
  }

  @Test func `values read back as written`() throws {
    var writer = RLPWriter()
    writer.appendList { list in
      list.append(0 as UInt64)
      list.append(127 as UInt64)
      list.append(UInt64.max)
      list.append(Word.max)
      list.append(Address(Word.max))
      list.append(nil as Address?)
      list.appendList { $0.append(Hash(Word.one)) }
      list.append(bytes: [UInt8](repeating: 7, count: 60))
    }
    var list = try RLPReader(list: writer.bytes)
    #expect(try list.remainingItems() == 8)
    #expect(try list.readUInt64() == 0)
    #expect(try list.readUInt64() == 127)
    #expect(try list.readUInt64() == .max)
    #expect(try list.readWord() == .max)
    #expect(try list.readAddress() == Address(Word.max))
    #expect(try list.readOptionalAddress() == nil)
    var inner = try list.readList()
    #expect(try inner.readHash() == Hash(Word.one))
    #expect(try list.readBytes() == [UInt8](repeating: 7, count: 60))
    try list.finish()
  }
}
