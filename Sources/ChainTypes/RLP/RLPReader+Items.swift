// Reading items: strings, lists, and items as they stand.

extension RLPReader {
  public var isAtEnd: Bool { position == end }

  /// Where the next item begins, counted in the whole input: for the caller's own errors.
  public var offset: Int { position }

  /// True when the next item is a list; false at the end and for a string.
  public var isAtList: Bool { position < end && bytes[position] >= 0xc0 }

  /// The next item, a string, as a part of the shared buffer.
  public mutating func readSlice() throws(RLPError) -> ArraySlice<UInt8> {
    let header = try nextString()
    position = header.end
    return bytes[header.start..<header.end]
  }

  /// The next item, a string.
  public mutating func readBytes() throws(RLPError) -> [UInt8] {
    Array(try readSlice())
  }

  /// A cursor over the next item, a list. This cursor goes on behind it.
  public mutating func readList() throws(RLPError) -> RLPReader {
    let header = try nextHeader()
    guard header.isList else { throw .expectedList(offset: position) }
    guard depth < depthLimit else { throw .tooDeep(offset: position, limit: depthLimit) }
    position = header.end
    return RLPReader(
      bytes: bytes, position: header.start, end: header.end, depth: depth + 1,
      depthLimit: depthLimit)
  }

  /// The next item with its prefix, of either kind, as a part of the shared buffer: to be hashed or
  /// stored as it stands.
  public mutating func rawItem() throws(RLPError) -> ArraySlice<UInt8> {
    let header = try nextHeader()
    let begin = position
    position = header.end
    return bytes[begin..<header.end]
  }

  /// How many items are left here. The cursor stays.
  public func remainingItems() throws(RLPError) -> Int {
    var probe = self
    var count = 0
    while !probe.isAtEnd {
      probe.position = try probe.nextHeader().end
      count += 1
    }
    return count
  }

  /// Demands that nothing is left here.
  public func finish() throws(RLPError) {
    guard isAtEnd else { throw .trailingBytes(offset: position, count: end - position) }
  }

  func nextHeader() throws(RLPError) -> RLPHeader {
    try RLPHeader(at: position, in: bytes, endingAt: end)
  }

  func nextString() throws(RLPError) -> RLPHeader {
    let header = try nextHeader()
    guard !header.isList else { throw .expectedBytes(offset: position) }
    return header
  }
}
