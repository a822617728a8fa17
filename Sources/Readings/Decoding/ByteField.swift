/// A number within the bytes that an I²C or SPI device answers: `width` bits from bit `shift` of
/// the whole, two's complement where signed. value = number × scale + offset.
public struct ByteField: Hashable, Sendable {
  /// Bytes of the answer, 1 to 8.
  public let byteCount: Int
  public let isLittleEndian: Bool
  public let shift: Int
  public let width: Int
  public let isSigned: Bool
  public let scale: DecimalValue
  public let offset: DecimalValue

  /// Nil when the bits are not within the bytes.
  public init?(
    byteCount: Int, isLittleEndian: Bool = false, shift: Int = 0, width: Int? = nil,
    isSigned: Bool = false, scale: DecimalValue = 1, offset: DecimalValue = 0
  ) {
    guard (1...8).contains(byteCount), (0..<byteCount * 8).contains(shift) else { return nil }
    let bits = width ?? byteCount * 8 - shift
    guard bits >= 1, bits <= byteCount * 8 - shift else { return nil }
    self.byteCount = byteCount
    self.isLittleEndian = isLittleEndian
    self.shift = shift
    self.width = bits
    self.isSigned = isSigned
    self.scale = scale
    self.offset = offset
  }
}

extension ByteField {
  /// The value in exactly `byteCount` bytes.
  public func value(_ bytes: [UInt8]) throws(SensorDataError) -> DecimalValue {
    guard bytes.count == byteCount else {
      throw .wrongLength(expected: byteCount, found: bytes.count)
    }
    var bits: UInt64 = 0
    for byte in isLittleEndian ? bytes.reversed() : bytes { bits = bits << 8 | UInt64(byte) }
    bits = bits << UInt64(64 - shift - width)
    let number: Int64
    if isSigned {
      number = Int64(bitPattern: bits) >> Int64(64 - width)
    } else {
      bits >>= UInt64(64 - width)
      guard bits <= UInt64(Int64.max) else { throw .number(.outOfRange) }
      number = Int64(bits)
    }
    return try Scaling.apply(DecimalValue(number), scale, offset)
  }
}
