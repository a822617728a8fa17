/// What the first bytes of an item say: its kind and where its payload lies.
struct RLPHeader {
  var isList: Bool
  /// The first byte of the payload. For a byte below 0x80 that is the item itself.
  var start: Int
  var end: Int

  /// The payload's length.
  var length: Int { end - start }
}

extension RLPHeader {
  /// Reads the header of the item at `offset` in a list or input that ends at `end`, and checks
  /// that it is the canonical one and that the payload lies before `end`.
  init(at offset: Int, in bytes: ArraySlice<UInt8>, endingAt end: Int) throws(RLPError) {
    guard offset < end else { throw .missingItem(offset: offset) }
    let prefix = bytes[offset]
    switch prefix {
    case 0..<0x80:
      self.init(isList: false, start: offset, end: offset + 1)
    case 0x80..<0xb8:
      try self.init(shortAt: offset, length: Int(prefix) - 0x80, isList: false, endingAt: end)
      if length == 1 && bytes[start] < 0x80 { throw .singleByteWithPrefix(offset: offset) }
    case 0xb8..<0xc0:
      try self.init(
        longAt: offset, lengthBytes: Int(prefix) - 0xb7, isList: false, in: bytes, endingAt: end)
    case 0xc0..<0xf8:
      try self.init(shortAt: offset, length: Int(prefix) - 0xc0, isList: true, endingAt: end)
    default:
      try self.init(
        longAt: offset, lengthBytes: Int(prefix) - 0xf7, isList: true, in: bytes, endingAt: end)
    }
  }

  /// A payload of up to 55 bytes behind one prefix byte.
  private init(shortAt offset: Int, length: Int, isList: Bool, endingAt end: Int) throws(RLPError) {
    let available = end - offset - 1
    guard length <= available else {
      throw .truncated(offset: offset, needed: UInt64(length), available: available)
    }
    self.init(isList: isList, start: offset + 1, end: offset + 1 + length)
  }

  /// A payload whose length stands in 1 to 8 bytes behind the prefix.
  private init(
    longAt offset: Int, lengthBytes: Int, isList: Bool, in bytes: ArraySlice<UInt8>,
    endingAt end: Int
  ) throws(RLPError) {
    let start = offset + 1 + lengthBytes
    guard start <= end else {
      throw .truncated(
        offset: offset, needed: UInt64(lengthBytes), available: end - offset - 1)
    }
    if bytes[offset + 1] == 0 { throw .lengthWithLeadingZero(offset: offset) }
    var length: UInt64 = 0
    for index in offset + 1..<start { length = length << 8 | UInt64(bytes[index]) }
    if length < 56 { throw .longFormForShortItem(offset: offset, length: Int(length)) }
    guard length <= UInt64(end - start) else {
      throw .truncated(offset: offset, needed: length, available: end - start)
    }
    self.init(isList: isList, start: start, end: start + Int(length))
  }
}
