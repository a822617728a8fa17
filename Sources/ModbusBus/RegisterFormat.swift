import CModbus

/// How a device lays a 32-bit float over two registers. The letters are the bytes in the order of
/// transmission, A the most significant: manufacturers agree on nothing.
public enum RegisterFormat: String, Hashable, Sendable {
  case abcd
  case badc
  case cdab
  case dcba

  /// The number in two registers.
  public func float(_ first: UInt16, _ second: UInt16) -> Float {
    let registers: [UInt16] = [first, second]
    // Safe: libmodbus reads two registers.
    return unsafe registers.withUnsafeBufferPointer { buffer in
      let start = buffer.baseAddress!
      switch self {
      case .abcd: return unsafe modbus_get_float_abcd(start)
      case .badc: return unsafe modbus_get_float_badc(start)
      case .cdab: return unsafe modbus_get_float_cdab(start)
      case .dcba: return unsafe modbus_get_float_dcba(start)
      }
    }
  }
}
