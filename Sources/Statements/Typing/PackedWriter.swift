import ChainTypes

/// Writes fields one behind the other, each in its own width, most significant byte first.
public struct PackedWriter: FieldSink {
  public private(set) var bytes: [UInt8] = []

  /// The largest statement with its signature has room without growing.
  public init() { bytes.reserveCapacity(320) }

  /// Goes on behind bytes, which it takes: they are empty until `finish`.
  init(continuing bytes: inout [UInt8]) { swap(&self.bytes, &bytes) }

  mutating func finish(into bytes: inout [UInt8]) { swap(&self.bytes, &bytes) }

  public mutating func append(_ value: Hash) { value.word.append(bigEndian: &bytes) }
  public mutating func append(_ value: Address) { value.append(to: &bytes) }

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
