import ChainTypes

/// Writes fields one behind the other, each in its own width, most significant byte first.
public struct PackedWriter: FieldSink {
  public private(set) var bytes: [UInt8] = []

  /// The largest statement with its signature has room without growing.
  public init() { bytes.reserveCapacity(320) }

  /// Goes on behind bytes, which it takes: they are empty until `finish`.
  init(continuing bytes: inout [UInt8]) { swap(&self.bytes, &bytes) }

  mutating func finish(into bytes: inout [UInt8]) { swap(&self.bytes, &bytes) }

  public mutating func append(_ value: Hash) {
    let word = value.word
    bytes.append(addingCapacity: 32) { (span: inout OutputSpan<UInt8>) in
      Self.put(word.limb3, &span)
      Self.put(word.limb2, &span)
      Self.put(word.limb1, &span)
      Self.put(word.limb0, &span)
    }
  }

  private static func put(_ value: UInt64, _ span: inout OutputSpan<UInt8>) {
    var rest = value
    for _ in 0..<8 {
      span.append(UInt8(truncatingIfNeeded: rest &>> 56))
      rest = rest &<< 8
    }
  }

  public mutating func append(_ value: Address) {
    appendInteger(value.high)
    appendInteger(value.middle)
    appendInteger(value.low)
  }

  public mutating func append(_ value: UInt64) { appendInteger(value) }
  public mutating func append(_ value: UInt32) { appendInteger(value) }
  public mutating func append(_ value: UInt8) { bytes.append(value) }
  public mutating func append(_ value: Int64) { appendInteger(UInt64(bitPattern: value)) }
  public mutating func append(_ value: Int8) { bytes.append(UInt8(bitPattern: value)) }
  public mutating func append(_ value: UInt128) { appendInteger(value) }

  private mutating func appendInteger<Value: FixedWidthInteger>(_ value: Value) {
    var shift = Value.bitWidth
    while shift > 0 {
      shift -= 8
      bytes.append(UInt8(truncatingIfNeeded: value >> Value(truncatingIfNeeded: shift)))
    }
  }
}
