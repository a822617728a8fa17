import ChainTypes

/// Reads what `PackedWriter` wrote.
public struct FieldReader: Sendable {
  private let bytes: [UInt8]
  /// Where the record begins and ends in them.
  private let start: Int
  private let end: Int
  private var place: Int

  public init(_ bytes: [UInt8]) { self.init(bytes, within: bytes.indices) }

  /// A record that stands within other bytes.
  public init(_ bytes: [UInt8], within range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a range of the bytes")
    self.bytes = bytes
    (start, end, place) = (range.lowerBound, range.upperBound, range.lowerBound)
  }

  private var position: Int { place - start }
}

extension FieldReader {
  public mutating func hash() throws(FieldError) -> Hash {
    if let limbs = limbs() { return Hash(limbs) }
    // Not all of it is there: tells where it ends.
    return Hash(
      Word(bigEndianLimbs: try uint64(), try uint64(), try uint64(), try uint64()))
  }

  /// Four limbs in one go, when they are there.
  private mutating func limbs() -> Word? {
    let next = place + 32
    guard next <= end else { return nil }
    let word = Self.word(bytes, place)
    place = next
    return word
  }

  private static func word(_ bytes: [UInt8], _ start: Int) -> Word {
    let field = bytes.span.extracting(start..<start + 32)
    return Word(
      bigEndianLimbs: limb(field, 0), limb(field, 8), limb(field, 16), limb(field, 24))
  }

  @inline(__always)
  private static func limb(_ field: Span<UInt8>, _ start: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<8 { value = value &<< 8 | UInt64(field[start + index]) }
    return value
  }

  public mutating func address() throws(FieldError) -> Address {
    Address(high: try uint32(), middle: try uint64(), low: try uint64())
  }

  public mutating func uint64() throws(FieldError) -> UInt64 { try integer() }
  public mutating func uint32() throws(FieldError) -> UInt32 { try integer() }
  public mutating func uint8() throws(FieldError) -> UInt8 { try integer() }
  public mutating func uint128() throws(FieldError) -> UInt128 { try integer() }
  public mutating func int64() throws(FieldError) -> Int64 { Int64(bitPattern: try uint64()) }
  public mutating func int8() throws(FieldError) -> Int8 { Int8(bitPattern: try uint8()) }

  /// Refuses bytes behind the last field.
  public func finish() throws(FieldError) {
    guard place == end else { throw .trailingBytes(at: position) }
  }

  /// A value that stands for one of a few: refused at its own place.
  public func invalid(_ field: String) -> FieldError { .invalid(field, endingAt: position) }

  private mutating func integer<Value: FixedWidthInteger>() throws(FieldError) -> Value {
    let next = place + Value.bitWidth / 8
    guard next <= end else { throw .truncated(at: position) }
    var value: Value = 0
    for index in place..<next {
      value = (Value.bitWidth > 8 ? value << 8 : 0) | Value(truncatingIfNeeded: bytes[index])
    }
    place = next
    return value
  }
}

extension Word {
  /// From four limbs, most significant first.
  fileprivate init(bigEndianLimbs a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) {
    self.init(d, c, b, a)
  }
}

/// Why bytes are not the record that they should be. Offsets count from the record's begin.
public enum FieldError: Error, Equatable, Sendable {
  case truncated(at: Int)
  case trailingBytes(at: Int)
  /// A field holds a value that means nothing.
  case invalid(String, endingAt: Int)
}

extension FieldError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .truncated(let offset): "record: ends at byte \(offset), within a field"
    case .trailingBytes(let offset): "record: bytes behind the last field, from byte \(offset)"
    case .invalid(let field, let end): "record: \(field), which ends at byte \(end), is not valid"
    }
  }
}
