/// The parts of an encoded node as places in its bytes. Checks everything that can be checked
/// without knowing the node's depth; no input traps.
struct DecodedNode {
  /// A string or a list within the node.
  struct Item {
    /// First byte of the item with its header.
    var start = 0
    /// First byte behind the header.
    var content = 0
    /// First byte behind the item.
    var end = 0
    var isList = false

    var count: Int { end - content }
    var isEmpty: Bool { count == 0 && !isList }
  }

  var kind: NodeKind
  /// Two for leaves and extensions, seventeen for branches.
  var items = InlineArray<17, Item>(repeating: Item())
  /// First byte behind the node.
  var end: Int
  /// Of a leaf's or extension's path: how many nibbles it has.
  var nibbleCount = 0

  init(_ bytes: Span<UInt8>) throws(NodeFault) {
    let list = try DecodedNode.item(bytes, 0, bytes.count)
    guard list.isList else { throw .encoding(offset: 0) }
    kind = .branch
    end = list.end
    var (next, count) = (list.content, 0)
    while next < list.end {
      guard count < 17 else { throw .itemCount(18) }
      items[count] = try DecodedNode.item(bytes, next, list.end)
      next = items[count].end
      count += 1
    }
    switch count {
    case 2: try checkShort(bytes)
    case 17: try checkBranch()
    default: throw .itemCount(count)
    }
  }

  private mutating func checkShort(_ bytes: Span<UInt8>) throws(NodeFault) {
    let path = items[0]
    guard !path.isList, path.count > 0 else { throw .path }
    let flag = bytes[path.content]
    guard flag < 0x40, flag & 0x10 != 0 || flag & 0x0f == 0 else { throw .path }
    kind = flag & 0x20 != 0 ? .leaf : .extension_
    nibbleCount = (path.count - 1) * 2 + Int(flag >> 4 & 1)
    if kind == .leaf {
      guard !items[1].isList, items[1].count > 0 else { throw .value }
    } else {
      guard nibbleCount > 0 else { throw .path }
      try checkReference(items[1])
      if items[1].isEmpty { throw .reference }
    }
  }

  private func checkBranch() throws(NodeFault) {
    var occupants = items[16].isEmpty ? 0 : 1
    guard !items[16].isList else { throw .value }
    for index in 0..<16 where !items[index].isEmpty {
      try checkReference(items[index])
      occupants += 1
    }
    guard occupants >= 2 else { throw .shape }
  }

  private func checkReference(_ item: Item) throws(NodeFault) {
    let fits = item.isList ? item.end - item.start < 32 : item.count == 32 || item.count == 0
    guard fits else { throw .reference }
  }

  /// A nibble of the path, which stands behind the flag and, when it is even, a padding nibble.
  func nibble(_ index: Int, _ bytes: Span<UInt8>) -> UInt8 {
    let place = index + 2 - nibbleCount & 1
    let byte = bytes[items[0].content + place >> 1]
    return place & 1 == 0 ? byte >> 4 : byte & 15
  }

  /// A child as a parent keeps it.
  func reference(_ index: Int, _ bytes: Span<UInt8>) -> NodeReference {
    let item = items[index]
    if item.isEmpty { return .none }
    let start = item.isList ? item.start : item.content
    return NodeReference(copying: bytes.extracting(start..<item.end))
  }

  private static func item(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int
  ) throws(NodeFault) -> Item {
    guard start < end else { throw .encoding(offset: start) }
    let first = bytes[start]
    if first < 0x80 { return Item(start: start, content: start, end: start + 1) }
    let isList = first >= 0xc0
    let short = Int(first) - (isList ? 0xc0 : 0x80)
    if short <= 55 {
      guard short <= end - start - 1 else { throw .encoding(offset: start) }
      let isNeedless = !isList && short == 1 && bytes[start + 1] < 0x80
      guard !isNeedless else { throw .encoding(offset: start) }
      return Item(start: start, content: start + 1, end: start + 1 + short, isList: isList)
    }
    let content = start + 1 + short - 55
    let count = try longCount(bytes, start + 1, content, end)
    return Item(start: start, content: content, end: content + count, isList: isList)
  }

  private static func longCount(
    _ bytes: Span<UInt8>, _ start: Int, _ content: Int, _ end: Int
  ) throws(NodeFault) -> Int {
    // Four bytes hold every length that a record can have.
    guard content <= end, content - start <= 4, bytes[start] != 0 else {
      throw .encoding(offset: start)
    }
    var count: UInt32 = 0
    for index in start..<content { count = count << 8 | UInt32(bytes[index]) }
    guard count > 55, UInt64(count) <= UInt64(end - content) else {
      throw .encoding(offset: start)
    }
    return Int(count)
  }
}
