import ChainTypes
import Testing

/// What appendix B of the yellow paper does not produce is refused, with the reason and the place.
@Suite struct RLPStrictness {
  private func expect(_ hex: String, _ error: RLPError) throws {
    let bytes = try Hex.decode(hex)
    #expect(throws: error) { try RLP.decode(bytes) }
  }

  @Test func `a byte below 128 has no prefix`() throws {
    try expect("8100", .singleByteWithPrefix(offset: 0))
    try expect("817f", .singleByteWithPrefix(offset: 0))
    try expect("c3018105", .singleByteWithPrefix(offset: 2))
    #expect(try RLP.decode([0x81, 0x80]) == .bytes([0x80]))
  }

  @Test func `a string below 56 bytes has no long form`() throws {
    for count in [1, 2, 55] {
      try expect(
        "b8" + Hex.digits([UInt8(count)] + [UInt8](repeating: 0xaa, count: count)),
        .longFormForShortItem(offset: 0, length: count))
    }
    #expect(try RLP.decode([0xb8, 56] + [UInt8](repeating: 1, count: 56)).asBytes?.count == 56)
  }

  @Test func `a list below 56 bytes has no long form`() throws {
    for count in [1, 2, 55] {
      try expect(
        "f8" + Hex.digits([UInt8(count)] + [UInt8](repeating: 1, count: count)),
        .longFormForShortItem(offset: 0, length: count))
    }
    #expect(try RLP.decode([0xf8, 56] + [UInt8](repeating: 1, count: 56)).asList?.count == 56)
  }

  @Test func `the length of a string has no leading zero`() throws {
    try expect(
      "b90038" + Hex.digits([UInt8](repeating: 1, count: 56)), .lengthWithLeadingZero(offset: 0))
    try expect("b800", .lengthWithLeadingZero(offset: 0))
    try expect("bf0000000000000001", .lengthWithLeadingZero(offset: 0))
  }

  @Test func `the length of a list has no leading zero`() throws {
    try expect(
      "f90038" + Hex.digits([UInt8](repeating: 1, count: 56)), .lengthWithLeadingZero(offset: 0))
    try expect("f800", .lengthWithLeadingZero(offset: 0))
    try expect("ff0000000000000001", .lengthWithLeadingZero(offset: 0))
  }

  @Test func `a string does not reach beyond the input`() throws {
    try expect("83aabb", .truncated(offset: 0, needed: 3, available: 2))
    try expect("b838aa", .truncated(offset: 0, needed: 56, available: 1))
    try expect("81", .truncated(offset: 0, needed: 1, available: 0))
  }

  @Test func `a list does not reach beyond the input`() throws {
    try expect("c30102", .truncated(offset: 0, needed: 3, available: 2))
    try expect("f83801", .truncated(offset: 0, needed: 56, available: 1))
  }

  @Test func `an item does not reach beyond its list`() throws {
    try expect("c6c482b8388105", .truncated(offset: 5, needed: 1, available: 0))
    try expect("c2c20102", .truncated(offset: 1, needed: 2, available: 1))
  }

  @Test func `a length is there as a whole`() throws {
    try expect("b8", .truncated(offset: 0, needed: 1, available: 0))
    try expect("b901", .truncated(offset: 0, needed: 2, available: 1))
    try expect("ff01020304050607", .truncated(offset: 0, needed: 8, available: 7))
  }

  @Test func `a length beyond every integer is a length beyond the input`() throws {
    try expect("bfffffffffffffffff", .truncated(offset: 0, needed: .max, available: 0))
    try expect("ffffffffffffffffff01", .truncated(offset: 0, needed: .max, available: 1))
    try expect("bf8000000000000000", .truncated(offset: 0, needed: 1 << 63, available: 0))
    try expect("ff7fffffffffffffff", .truncated(offset: 0, needed: (1 << 63) - 1, available: 0))
  }

  @Test func `nothing is no item`() throws {
    try expect("", .missingItem(offset: 0))
  }

  @Test func `nothing stands behind the item`() throws {
    try expect("0000", .trailingBytes(offset: 1, count: 1))
    try expect("c0c0c0", .trailingBytes(offset: 1, count: 2))
  }

  @Test func `an integer has no leading zero and zero is the empty string`() throws {
    for hex in ["00", "820001", "a0" + String(repeating: "00", count: 32)] {
      var reader = try RLPReader(Hex.decode(hex))
      #expect(throws: RLPError.integerWithLeadingZero(offset: 0)) { try reader.readWord() }
      #expect(throws: RLPError.integerWithLeadingZero(offset: 0)) { try reader.readUInt64() }
    }
  }

  @Test func `an integer fits its type`() throws {
    var nine = try RLPReader([0x89] + [UInt8](repeating: 1, count: 9))
    #expect(throws: RLPError.integerTooLarge(offset: 0, limitBytes: 8, found: 9)) {
      try nine.readUInt64()
    }
    #expect(try nine.readWord() != 0)
    var wide = try RLPReader([0xa1] + [UInt8](repeating: 1, count: 33))
    #expect(throws: RLPError.integerTooLarge(offset: 0, limitBytes: 32, found: 33)) {
      try wide.readWord()
    }
  }

  @Test func `addresses and hashes have their length`() throws {
    var short = try RLPReader([0x93] + [UInt8](repeating: 1, count: 19))
    #expect(throws: RLPError.wrongLength(offset: 0, expected: 20, found: 19)) {
      try short.readAddress()
    }
    #expect(throws: RLPError.wrongLength(offset: 0, expected: 32, found: 19)) {
      try short.readHash()
    }
  }

  @Test func `a list is no string and a string no list, and the cursor stays`() throws {
    var list = try RLPReader([0xc1, 0x05])
    #expect(throws: RLPError.expectedBytes(offset: 0)) { try list.readBytes() }
    var inner = try list.readList()
    #expect(throws: RLPError.expectedList(offset: 1)) { try inner.readList() }
    #expect(try inner.readUInt64() == 5)
    #expect(throws: RLPError.missingItem(offset: 2)) { try inner.readUInt64() }
  }

  @Test func `depth, items and length are bounded on both sides`() throws {
    func tower(_ depth: Int) -> [UInt8] {
      (0..<depth).reduce([UInt8]()) { inner, _ in
        var writer = RLPWriter()
        writer.appendList { $0.appendRaw(inner) }
        return writer.bytes
      }
    }
    #expect(throws: Never.self) { try RLP.decode(tower(ChainTypesLimits.rlpDepth)) }
    #expect(throws: RLPError.self) { try RLP.decode(tower(ChainTypesLimits.rlpDepth + 1)) }
    let limits = RLPLimits(depth: 1, length: 4, items: 3)
    #expect(throws: Never.self) { try RLP.decode([0xc2, 1, 2], limits: limits) }
    #expect(throws: RLPError.tooManyItems(offset: 3, limit: 3)) {
      try RLP.decode([0xc3, 1, 2, 3], limits: limits)
    }
    #expect(throws: RLPError.tooDeep(offset: 1, limit: 1)) {
      try RLP.decode([0xc1, 0xc0], limits: limits)
    }
    #expect(throws: RLPError.inputTooLong(length: 5, limit: 4)) {
      try RLP.decode([0xc4, 1, 2, 3, 4], limits: limits)
    }
  }

  @Test func `a reader of a part counts from the begin of the whole`() throws {
    let buffer: [UInt8] = [9, 9, 0xc2, 0x81, 0x05]
    var list = try RLPReader(list: buffer[2...])
    #expect(throws: RLPError.singleByteWithPrefix(offset: 3)) { try list.readBytes() }
  }

  @Test func `1,000,000 random byte strings are refused or are canonical`() {
    var random = SeededRandom(seed: 1_000_000)
    var accepted = 0
    for number in 0..<1_000_000 {
      let input = randomInput(&random)
      guard let item = try? RLP.decode(input) else { continue }
      accepted += 1
      if RLP.encode(item) != input {
        Issue.record("\(random.story), input \(number): \(Hex.encode(input))")
      }
    }
    // The generator favours prefixes that fit: both outcomes are common.
    #expect((50_000...950_000).contains(accepted), "\(accepted)")
  }

  @Test func `typed reads of random bytes end at an error or at the end`() throws {
    var random = SeededRandom(seed: 2_024)
    var values = 0
    for number in 0..<50_000 {
      let input = randomInput(&random)
      var reader = try RLPReader(input)
      while !reader.isAtEnd {
        let before = reader.offset
        guard (try? readAny(&reader, random.below(7))) != nil else { break }
        values += 1
        if reader.offset <= before { Issue.record("\(random.story), input \(number) stands still") }
      }
    }
    #expect(values > 10_000)
  }

  private func readAny(_ reader: inout RLPReader, _ kind: Int) throws(RLPError) {
    switch kind {
    case 0: _ = try reader.readUInt64()
    case 1: _ = try reader.readWord()
    case 2: _ = try reader.readOptionalAddress()
    case 3: _ = try reader.readHash()
    case 4:
      var list = try reader.readList()
      while !list.isAtEnd { try readAny(&list, 4 + list.offset % 3) }
    case 5: _ = try reader.readSlice()
    default:
      _ = try reader.remainingItems()
      _ = try reader.rawItem()
    }
  }

  /// Up to 16 bytes of which half are prefixes of short items; sometimes all bytes are anything.
  private func randomInput(_ random: inout SeededRandom) -> [UInt8] {
    let shape = random.next()
    var first = random.next()
    var second = random.next()
    let count = Int(shape & 15)
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      for index in 0..<count {
        var byte = UInt8(truncatingIfNeeded: first)
        if shape >> 8 & 3 != 0 {
          switch (shape >> UInt64(16 + 3 * index)) & 7 {
          case 0, 1: byte = 0xc0 + byte % UInt8(count - index)
          case 2, 3: byte = 0x80 + byte % 4
          case 4: byte = byte % 2 == 0 ? 0xb8 : 0xf8
          default: byte %= 0x80
          }
          if index == 0 && shape >> 10 & 1 == 0 { byte = 0xc0 + UInt8(count - 1) }
        }
        buffer[index] = byte
        (first, second) = (first >> 8 | second << 56, second >> 8)
      }
      filled = count
    }
  }
}
