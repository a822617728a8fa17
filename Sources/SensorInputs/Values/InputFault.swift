import LinuxIO
import ModbusBus
import Readings

/// Why there is no value.
public enum InputFault: Error, Equatable, Sendable {
  /// What should be there is not: the device, its channel, its file.
  case absent(String)
  /// The kernel reported an error.
  case system(SystemError)
  case modbus(ModbusError)
  /// Something came, and it is no value.
  case nonsense(SensorDataError)
  /// Nothing came in time.
  case silent(milliseconds: Int)
  /// A read began and does not come back.
  case hanging
  /// Another sensor on the same line took all the time.
  case lineBusy
  /// The board was too slow to begin.
  case late
  /// A command ended otherwise than well.
  case command(String)

  /// What a person reads in `cairn status`.
  public var text: String {
    switch self {
    case .absent(let what): "\(what) is not there. Check the wiring and the overlay"
    case .system(let error): error.text
    case .modbus(let error): error.text
    case .nonsense(let error): "what it said is no value: \(error.description)"
    case .silent(let time): "nothing came for \(time) ms. Check the wiring and the power"
    case .hanging: "a read does not come back: the driver or the device hangs"
    case .lineBusy: "other sensors on its line took all the time"
    case .late: "the board was too busy to read it in time"
    case .command(let text): text
    }
  }
}

/// One value that a sensor gave.
public struct InputSample: Hashable, Sendable {
  public var measurement: Measurement
  /// Unix milliseconds of this board's clock, taken when the value was there.
  public var time: UInt64

  public init(_ measurement: Measurement, time: UInt64) {
    self.measurement = measurement
    self.time = time
  }
}

/// What a sensor's read came to.
public enum InputOutcome: Equatable, Sendable {
  case sample(InputSample)
  /// There is nothing new, and that is in order: no message has come since the last one.
  case nothingNew
  case fault(InputFault)
}
