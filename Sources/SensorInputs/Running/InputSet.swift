import BoardConfig
import LinuxIO
import ModbusBus
import Readings

/// The drivers of a configuration, with the lines that they share.
public final class InputSet: Sendable {
  public let sensors: [SensorSettings]
  /// Where messages of the broker go.
  public let messages: MessageBoard
  let root: InputFolder
  /// The number of the line that a sensor shares with others.
  let groups: [Int?]
  private let drivers: [Guarded<InputDriver>]

  /// The sensors that are switched on.
  public init(_ settings: BoardSettings, root: InputFolder) {
    let sensors = settings.sensors.filter { $0.isEnabled }
    let topics = sensors.compactMap { sensor in
      if case .mqtt(let topic, _) = sensor.driver { return topic }
      return nil as String?
    }
    let messages = MessageBoard(topics: topics)
    let lines = settings.ports.map { SharedLine($0, root) }
    self.sensors = sensors
    self.root = root
    self.messages = messages
    groups = sensors.map { sensor in
      sensor.driver.port.flatMap { name in settings.ports.firstIndex { $0.name == name } }
    }
    let maker = DriverMaker(lines: lines, ports: settings.ports, messages: messages)
    drivers = sensors.map { Guarded(maker.driver($0)) }
  }

  /// Reads one sensor now, on this thread.
  public func read(_ index: Int, until deadline: Deadline) -> InputOutcome {
    let outcome = drivers[index].withLock { $0.read(root, until: deadline) }
    guard case .sample(var sample) = outcome else { return outcome }
    sample.measurement = flagged(sample.measurement, sensors[index])
    return .sample(sample)
  }

  /// With a flag for what lies outside of the bounds in the configuration.
  private func flagged(_ measurement: Measurement, _ settings: SensorSettings) -> Measurement {
    var result = measurement
    if let lowest = settings.lowest, result.value < lowest { result.flags.insert(.outOfRange) }
    if let highest = settings.highest, result.value > highest { result.flags.insert(.outOfRange) }
    return result
  }
}

/// What sensors on one line share.
enum SharedLine: Sendable {
  case serial(SerialSource, ModbusClient)
  case modbus(ModbusClient)

  init(_ port: PortSettings, _ root: InputFolder) {
    switch port.way {
    case .serial(let serial):
      let parity: ModbusLink.Parity =
        switch serial.parity {
        case .none: .none
        case .even: .even
        case .odd: .odd
        }
      let device = root.path(serial.device)
      self = .serial(
        SerialSource(serial, root: root),
        ModbusClient(
          .serial(
            device: device, baud: serial.baud, parity: parity, stopBits: serial.stopBits)))
    case .tcp(let host, let port):
      self = .modbus(ModbusClient(.tcp(host: host, port: UInt16(clamping: port))))
    }
  }
}

/// Makes drivers from settings.
private struct DriverMaker {
  let lines: [SharedLine]
  let ports: [PortSettings]
  let messages: MessageBoard

  func driver(_ sensor: SensorSettings) -> InputDriver {
    switch sensor.driver {
    case .iio(let device, let channel):
      return .kernel(KernelInput(.iio, device: device, channel: channel, unit: sensor.unit))
    case .hwmon(let device, let channel):
      return .kernel(KernelInput(.hwmon, device: device, channel: channel, unit: sensor.unit))
    case .thermal(let zone): return .thermal(ThermalInput(zone: zone))
    case .oneWire(let device): return .oneWire(OneWireInput(device: device))
    case .system(let fact): return .system(SystemInput(fact))
    case .gpio(let settings): return .pin(PinInput(settings, unit: sensor.unit))
    case .pms5003, .nmea: return serial(sensor.driver)
    default:
      guard let unit = sensor.unit else { return .unusable(.nonsense(.missing("unit"))) }
      return measured(sensor, unit)
    }
  }

  /// Drivers that know no unit of their own.
  private func measured(_ sensor: SensorSettings, _ unit: SenMLUnit) -> InputDriver {
    switch sensor.driver {
    case .line(let port, let text):
      guard let source = source(port), let pattern = try? LinePattern(text) else {
        return .unusable(.absent("port \(port)"))
      }
      return .line(LineInput(source, pattern: pattern, unit: unit))
    case .modbus(let port, let settings):
      guard let client = client(port) else { return .unusable(.absent("port \(port)")) }
      return .modbus(ModbusInput(client: client, settings: settings, unit: unit))
    case .i2c(let settings): return .i2c(I2CInput(settings: settings, unit: unit))
    case .mqtt(let topic, let path):
      return .message(
        MessageInput(
          messages, topic: topic, path: selector(path), unit: unit,
          patience: UInt64(sensor.timeout)))
    case .command(let words, let path):
      return .command(CommandInput(words: words, path: selector(path ?? ""), unit: unit))
    case .replay(let settings): return .replay(ReplayInput(settings, unit: unit))
    case .simulator(let settings):
      guard let input = SimulatedInput(settings, unit: unit) else {
        return .unusable(.nonsense(.number(.outOfRange)))
      }
      return .simulated(input)
    default: return .unusable(.nonsense(.missing("driver")))
    }
  }

  private func serial(_ driver: DriverSettings) -> InputDriver {
    guard let source = source(driver.port ?? "") else {
      return .unusable(.absent("port \(driver.port ?? "")"))
    }
    switch driver {
    case .pms5003(_, let field): return .dust(DustInput(source, field: field))
    case .nmea(_, let field): return .position(PositionInput(source, field: field))
    default: return .unusable(.nonsense(.missing("driver")))
    }
  }

  private func line(_ name: String) -> SharedLine? {
    ports.firstIndex { $0.name == name }.map { lines[$0] }
  }

  private func source(_ name: String) -> SerialSource? {
    guard case .serial(let source, _)? = line(name) else { return nil }
    return source
  }

  private func client(_ name: String) -> ModbusClient? {
    switch line(name) {
    case .serial(_, let client), .modbus(let client): client
    case nil: nil
    }
  }

  private func selector(_ path: String) -> JSONSelector? {
    path.isEmpty ? nil : try? JSONSelector(path)
  }
}
