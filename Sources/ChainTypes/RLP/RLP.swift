/// Recursive Length Prefix (yellow paper, appendix B): whole trees at once, and lengths.
/// `RLPWriter` and `RLPReader` do without a tree.
public enum RLP {
  public static func encode(_ item: RLPItem) -> [UInt8] {
    var writer = RLPWriter()
    writer.append(item)
    return writer.bytes
  }

  /// The tree of one canonical encoding with nothing behind it.
  public static func decode(
    _ bytes: [UInt8], limits: RLPLimits = RLPLimits()
  ) throws(RLPError) -> RLPItem {
    var reader = try RLPReader(bytes, limits: limits)
    var items = 0
    let item = try decode(&reader, counting: &items, limit: limits.items)
    try reader.finish()
    return item
  }

  /// Recursion is bounded by the depth limit that `readList` holds.
  private static func decode(
    _ reader: inout RLPReader, counting items: inout Int, limit: Int
  ) throws(RLPError) -> RLPItem {
    items += 1
    guard items <= limit else { throw .tooManyItems(offset: reader.offset, limit: limit) }
    guard reader.isAtList else { return .bytes(try reader.readBytes()) }
    var list = try reader.readList()
    var children: [RLPItem] = []
    while !list.isAtEnd { children.append(try decode(&list, counting: &items, limit: limit)) }
    return .list(children)
  }
}

extension RLP {
  /// Bytes of the prefix of a list, or of a string of two bytes or more, with that payload.
  @inlinable
  public static func prefixLength(_ payload: Int) -> Int {
    payload < 56 ? 1 : 1 + (Int.bitWidth + 7 - payload.leadingZeroBitCount) / 8
  }

  /// Bytes of the encoding of a string.
  @inlinable
  public static func length(_ bytes: [UInt8]) -> Int {
    bytes.count == 1 && bytes[0] < 0x80 ? 1 : prefixLength(bytes.count) + bytes.count
  }

  /// Bytes of the encoding of a number.
  @inlinable
  public static func length(_ value: Word) -> Int {
    value < 0x80 ? 1 : 1 + byteCount(value)
  }

  /// Bytes of a number without leading zeros.
  @inlinable
  static func byteCount(_ value: Word) -> Int {
    if value.limb3 != 0 { return 32 - value.limb3.leadingZeroBitCount / 8 }
    if value.limb2 != 0 { return 24 - value.limb2.leadingZeroBitCount / 8 }
    if value.limb1 != 0 { return 16 - value.limb1.leadingZeroBitCount / 8 }
    return 8 - value.limb0.leadingZeroBitCount / 8
  }
}
