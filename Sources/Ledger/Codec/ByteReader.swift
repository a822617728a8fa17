import ChainTypes

/// Why stored bytes are not what they should be.
public enum RecordFault: Error, Equatable, Sendable {
  /// They end too early.
  case truncated(offset: Int)
  /// There is more than there should be.
  case trailing(offset: Int)
  /// A count or length beyond what there may be.
  case count(offset: Int)
  /// A value that nothing writes.
  case value(offset: Int)
  case version(UInt8)
  case block(BlockFault)
  case accessList
  case checksum

  /// Which part of a block does not decode.
  public enum BlockFault: Equatable, Sendable {
    case block
    case receipts
    case senders
  }
}

/// Reads stored bytes from front to back; whatever they are, it answers or throws.
struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private(set) var position: Int
  private let end: Int

  init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
    end = bytes.endIndex
  }

  var isAtEnd: Bool { position == end }
  var left: Int { end - position }

  mutating func byte() throws(RecordFault) -> UInt8 {
    guard position < end else { throw .truncated(offset: position) }
    position += 1
    return bytes[position - 1]
  }

  mutating func slice(_ count: Int) throws(RecordFault) -> ArraySlice<UInt8> {
    guard count >= 0, count <= left else { throw .truncated(offset: position) }
    position += count
    return bytes[position - count..<position]
  }

  mutating func number() throws(RecordFault) -> UInt64 {
    let start = position
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      // Ten groups hold 64 bits, the last of them one; a zero group at the end is needless.
      guard shift < 63 || (shift == 63 && next <= 1), next != 0 || shift == 0 else {
        throw .value(offset: start)
      }
      value |= UInt64(next & 0x7f) << shift
      if next < 0x80 { return value }
      shift += 7
    }
  }

  /// A count of things of which each takes at least so many bytes.
  mutating func count(ofAtLeast bytes: Int = 1) throws(RecordFault) -> Int {
    let start = position
    let count = try number()
    guard count <= UInt64(left / bytes) else { throw .count(offset: start) }
    return Int(count)
  }

  mutating func string() throws(RecordFault) -> ArraySlice<UInt8> { try slice(try count()) }

  mutating func whole() throws(RecordFault) -> Word { word(try slice(32)) }
  mutating func hash() throws(RecordFault) -> Hash { Hash(try whole()) }
  mutating func address() throws(RecordFault) -> Address { Address(word(try slice(20))) }

  mutating func short() throws(RecordFault) -> Word {
    let start = position
    let count = Int(try byte())
    guard count <= 32 else { throw .count(offset: start) }
    let digits = try slice(count)
    guard digits.first != 0 else { throw .value(offset: start) }
    return word(digits)
  }

  func finish() throws(RecordFault) {
    guard isAtEnd else { throw .trailing(offset: position) }
  }

  private func word(_ slice: ArraySlice<UInt8>) -> Word { Word(minimal: slice.span) }
}
