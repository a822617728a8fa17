/// Why a meter, or the way to it, did not answer as asked.
public struct ModbusError: Error, Hashable, Sendable {
  public enum Operation: String, Hashable, Sendable {
    case make = "setting up the Modbus link"
    case connect = "connecting to the Modbus device"
    case read = "reading Modbus registers"
  }

  public enum Reason: Hashable, Sendable {
    /// More registers than one request may ask for, or none.
    case registerCount(Int)
    case unitOutOfRange(Int)
    /// The device did not answer in time.
    case timeout
    /// The device has no such registers.
    case illegalAddress
    /// The answer's check sum is wrong: noise, or a wrong speed or parity.
    case badChecksum
    /// Anything else, in the library's words.
    case other(String)
  }

  public let operation: Operation
  public let reason: Reason

  /// One sentence: what failed and why.
  public var text: String { "\(operation.rawValue): \(reason.sentence)" }
}

extension ModbusError.Reason {
  var sentence: String {
    switch self {
    case .registerCount(let count):
      "a request reads 1 to \(ModbusLimits.registersPerRequest) registers, not \(count)"
    case .unitOutOfRange(let unit): "a unit number lies between 0 and 247, not \(unit)"
    case .timeout: "the device did not answer in time; look at address, wiring, speed and parity"
    case .illegalAddress: "the device has no such registers"
    case .badChecksum: "the answer's checksum is wrong; look at speed, parity and cable"
    case .other(let text): text
    }
  }
}
