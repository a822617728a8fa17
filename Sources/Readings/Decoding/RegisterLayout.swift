/// How a device lays a number over registers of 16 bits (Modbus), or bytes (I²C).
public enum NumberFormat: String, CaseIterable, Sendable {
  case uint16, int16, uint32, int32, uint64, int64, float32

  public var byteCount: Int {
    switch self {
    case .uint16, .int16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64: 8
    }
  }
}

/// The order in which a number's bytes arrive: A is the most significant. Modbus fixes the bytes
/// within a register only, so devices have all four.
public enum ByteOrder: String, CaseIterable, Sendable {
  /// Most significant first: what the Modbus specification suggests.
  case abcd
  /// Registers swapped.
  case cdab
  /// Bytes within registers swapped.
  case badc
  /// Least significant first.
  case dcba

  var swapsRegisters: Bool { self == .cdab || self == .dcba }
  var swapsBytes: Bool { self == .badc || self == .dcba }
}

/// A number in registers: value = number × scale + offset.
public struct RegisterLayout: Hashable, Sendable {
  public var format: NumberFormat
  public var order: ByteOrder
  public var scale: DecimalValue
  public var offset: DecimalValue

  public init(
    _ format: NumberFormat, order: ByteOrder = .abcd, scale: DecimalValue = 1,
    offset: DecimalValue = 0
  ) {
    self.format = format
    self.order = order
    self.scale = scale
    self.offset = offset
  }

  public var registerCount: Int { format.byteCount / 2 }
}

extension RegisterLayout {
  /// The value in exactly `registerCount` registers.
  public func value(_ registers: [UInt16]) throws(SensorDataError) -> DecimalValue {
    guard registers.count == registerCount else {
      throw .wrongLength(expected: registerCount, found: registers.count)
    }
    var bits: UInt64 = 0
    for register in order.swapsRegisters ? registers.reversed() : registers {
      bits = bits << 16 | UInt64(order.swapsBytes ? register.byteSwapped : register)
    }
    return try Scaling.apply(try Self.number(bits, format), scale, offset)
  }

  static func number(_ bits: UInt64, _ format: NumberFormat) throws(SensorDataError) -> DecimalValue
  {
    switch format {
    case .uint16, .uint32: return DecimalValue(Int64(bits))
    case .int16: return DecimalValue(Int64(Int16(truncatingIfNeeded: bits)))
    case .int32: return DecimalValue(Int64(Int32(truncatingIfNeeded: bits)))
    case .int64: return DecimalValue(Int64(bitPattern: bits))
    case .uint64:
      guard bits <= UInt64(Int64.max) else { throw .number(.outOfRange) }
      return DecimalValue(Int64(bits))
    case .float32:
      return try DecimalValue(float: Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    }
  }
}

enum Scaling {
  static func apply(
    _ number: DecimalValue, _ scale: DecimalValue, _ offset: DecimalValue
  ) throws(SensorDataError) -> DecimalValue {
    try decimal { () throws(DecimalError) in
      let scaled = scale.isIdentical(to: 1) ? number : try number.multiplied(by: scale)
      return offset.isZero ? scaled : try scaled.adding(offset)
    }
  }
}

extension DecimalValue {
  /// The shortest decimal that reads back as the same number: 230.1 where a meter sends the binary
  /// number nearest to it. Zeros at the end are dropped.
  public init(float: Float) throws(SensorDataError) {
    guard float.isFinite else { throw .notFinite }
    try self.init(shortest: float.description)
  }

  /// As above.
  public init(double: Double) throws(SensorDataError) {
    guard double.isFinite else { throw .notFinite }
    try self.init(shortest: double.description)
  }

  private init(shortest text: String) throws(SensorDataError) {
    self = try ByteScanner.number(Array(text.utf8)[...]).normalised
  }
}
