/// Why what a sensor said is no value. Offsets count the input's bytes from 0.
public enum SensorDataError: Error, Equatable, Sendable {
  case empty
  /// More than `limit` bytes, fields or steps.
  case tooLong(limit: Int)
  /// What stands there was not expected.
  case malformed(at: Int)
  /// A number that is none, or that does not fit.
  case number(DecimalError)
  /// The line, field, key or member of this name is not there, or empty.
  case missing(String)
  /// The check sum that was sent, and the one that the bytes have.
  case checksum(sent: UInt16, computed: UInt16)
  /// The sensor itself said that the transfer failed (1-Wire: CRC NO).
  case refused
  /// All bytes zero or all one: nobody drives the bus.
  case deadBus
  /// Infinite, or not a number.
  case notFinite
  /// What is there is no number: text, a list.
  case notANumber
  /// Another number of bytes or registers is needed.
  case wrongLength(expected: Int, found: Int)
}

extension SensorDataError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "nothing was read"
    case .tooLong(let limit): "longer than \(limit)"
    case .malformed(let offset): "byte \(offset) is not what belongs there"
    case .number(let error): error.description
    case .missing(let name): "\(name) is missing"
    case .checksum(let sent, let computed): "check sum \(sent) was sent, \(computed) is right"
    case .refused: "the sensor says that the transfer failed"
    case .deadBus: "nothing answers on the bus"
    case .notFinite: "infinite or not a number"
    case .notANumber: "no number"
    case .wrongLength(let expected, let found): "\(found) instead of \(expected)"
    }
  }
}

/// A value with what is to be thought of it.
public struct Measurement: Hashable, Sendable {
  public var value: DecimalValue
  public var unit: SenMLUnit
  public var flags: StatusFlags

  public init(_ value: DecimalValue, _ unit: SenMLUnit, flags: StatusFlags = .good) {
    self.value = value
    self.unit = unit
    self.flags = flags
  }
}
