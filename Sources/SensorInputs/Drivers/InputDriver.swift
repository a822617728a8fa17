import BoardConfig
import LinuxIO
import ModbusBus
import Readings

/// A sensor that can be read. An enumeration, because boards have no protocol existentials.
enum InputDriver: Sendable {
  case kernel(KernelInput)
  case thermal(ThermalInput)
  case oneWire(OneWireInput)
  case dust(DustInput)
  case position(PositionInput)
  case line(LineInput)
  case modbus(ModbusInput)
  case pin(PinInput)
  case i2c(I2CInput)
  case system(SystemInput)
  case message(MessageInput)
  case command(CommandInput)
  case replay(ReplayInput)
  case simulated(SimulatedInput)
  /// A sensor whose settings fit no driver, with the reason.
  case unusable(InputFault)
}

extension InputDriver {
  /// Reads once, on a thread that may wait until the deadline.
  mutating func read(_ root: InputFolder, until deadline: Deadline) -> InputOutcome {
    do throws(InputFault) {
      guard let sample = try sample(root, deadline) else { return .nothingNew }
      return .sample(sample)
    } catch {
      return .fault(error)
    }
  }

  private mutating func sample(
    _ root: InputFolder, _ deadline: Deadline
  ) throws(InputFault) -> InputSample? {
    if case .message(var input) = self {
      defer { self = .message(input) }
      return try input.read()
    }
    guard let measurement = try measurement(root, deadline) else { return nil }
    return InputSample(measurement, time: UInt64(clamping: WallClock.milliseconds()))
  }

  private mutating func measurement(
    _ root: InputFolder, _ deadline: Deadline
  ) throws(InputFault) -> Measurement? {
    switch self {
    case .kernel(var input):
      defer { self = .kernel(input) }
      return try input.read(root)
    case .thermal(var input):
      defer { self = .thermal(input) }
      return try input.read(root)
    case .dust(var input):
      defer { self = .dust(input) }
      return try input.read(until: deadline)
    case .position(var input):
      defer { self = .position(input) }
      return try input.read(until: deadline)
    case .line(var input):
      defer { self = .line(input) }
      return try input.read(until: deadline)
    case .pin(var input):
      defer { self = .pin(input) }
      return try input.read(root)
    case .system(var input):
      defer { self = .system(input) }
      return try input.read(root)
    case .replay(var input):
      defer { self = .replay(input) }
      return try input.read(root)
    case .oneWire(let input): return try input.read(root)
    case .modbus(let input): return try input.read(until: deadline)
    case .i2c(let input): return try input.read(root)
    case .command(let input): return try input.read(until: deadline)
    case .simulated(let input):
      return try input.read(at: UInt64(clamping: WallClock.milliseconds()))
    case .message: return nil
    case .unusable(let fault): throw fault
    }
  }
}
