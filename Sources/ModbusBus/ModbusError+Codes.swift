import CModbus

extension ModbusError {
  /// What libmodbus left behind after a failed call.
  static func last(_ operation: Operation) -> ModbusError {
    ModbusError(operation: operation, reason: Reason(cairn_modbus_errno()))
  }
}

extension ModbusError.Reason {
  /// libmodbus keeps its own codes above those of the system, in the same place.
  init(_ code: Int32) {
    switch code {
    case ETIMEDOUT: self = .timeout
    case cairn_modbus_illegal_address(): self = .illegalAddress
    case cairn_modbus_bad_checksum(): self = .badChecksum
    default:
      // Safe: a constant text, or the system's, which is copied at once.
      self = .other(unsafe String(cString: modbus_strerror(code)))
    }
  }
}
