import ConfigFile
import Readings

extension DriverSettings {
  private enum Kind {
    case iio, hwmon, thermal, oneWire, pms5003, nmea, line, modbus, gpio, i2c, system, mqtt, command
    case replay, simulator
  }

  /// The words for `driver`.
  private static var kinds: [(String, Kind)] {
    [
      ("iio", .iio), ("hwmon", .hwmon), ("thermal", .thermal), ("w1", .oneWire),
      ("pms5003", .pms5003), ("nmea", .nmea), ("line", .line), ("modbus", .modbus),
      ("gpio", .gpio), ("i2c", .i2c), ("system", .system), ("mqtt", .mqtt),
      ("command", .command), ("replay", .replay), ("simulator", .simulator),
    ]
  }

  /// Nil when `driver` names none; that is noted already.
  init?(_ reader: inout SettingReader) {
    guard let kind = reader.requiredChoice("driver", Self.kinds) else {
      // Without a driver nobody knows which keys are right.
      reader.allowAll()
      return nil
    }
    switch kind {
    case .iio, .hwmon, .thermal, .oneWire: self = Self.kernel(kind, &reader)
    case .pms5003, .nmea, .line, .modbus: self = Self.port(kind, &reader)
    case .gpio: self = .gpio(GPIOSettings(&reader))
    case .i2c: self = .i2c(I2CSettings(&reader))
    case .system: self = .system(SystemFact(&reader))
    case .mqtt: self = Self.mqtt(&reader)
    case .command: self = Self.command(&reader)
    case .replay: self = .replay(ReplaySettings(&reader))
    case .simulator: self = .simulator(SimulatorSettings(&reader))
    }
  }

  private static func kernel(_ kind: Kind, _ reader: inout SettingReader) -> DriverSettings {
    let hint = "See what the board has: cairn sensors."
    switch kind {
    case .thermal: return .thermal(zone: reader.requiredText("zone", hint))
    case .oneWire: return .oneWire(device: reader.requiredText("device", hint))
    default: break
    }
    let device = reader.requiredText("device", hint)
    let channel = reader.requiredText("channel", hint)
    return kind == .iio
      ? .iio(device: device, channel: channel) : .hwmon(device: device, channel: channel)
  }

  private static func port(_ kind: Kind, _ reader: inout SettingReader) -> DriverSettings {
    let name = reader.requiredText("port", "Name one that stands below \"ports\".")
    switch kind {
    case .pms5003:
      let words = [
        "pm1", "pm2p5", "pm10", "count0p3", "count0p5", "count1", "count2p5", "count5", "count10",
      ]
      let field = reader.requiredChoice("field", words.map { ($0, $0) })
      return .pms5003(port: name, field: field ?? "")
    case .nmea:
      let words = NMEAField.allCases.map { ($0.rawValue, $0) }
      return .nmea(port: name, field: reader.requiredChoice("field", words) ?? .latitude)
    case .line: return .line(port: name, pattern: pattern(&reader))
    default: return .modbus(port: name, ModbusSettings(&reader))
    }
  }

  /// A pattern with one number in it.
  private static func pattern(_ reader: inout SettingReader) -> String {
    let text = reader.requiredText("pattern", "Show how a line looks, such as \"T={value} C\".")
    guard let node = reader.node("pattern"), !text.isEmpty else { return text }
    do throws(LinePatternError) {
      let pattern = try LinePattern(text)
      if !pattern.names.contains("value") {
        reader.complain(node, "the pattern has no {value}")
      }
    } catch {
      reader.complain(node, error.description)
    }
    return text
  }

  private static func mqtt(_ reader: inout SettingReader) -> DriverSettings {
    let topic = reader.requiredText("topic", "Name the topic that the device publishes to.")
    if let node = reader.node("topic"), topic.utf8.contains(where: { $0 == 0x23 || $0 == 0x2b }) {
      reader.complain(node, "a sensor has one topic, without + and #")
    }
    return .mqtt(topic: topic, path: path(&reader) ?? "")
  }

  private static func command(_ reader: inout SettingReader) -> DriverSettings {
    guard let node = reader.node("run") else {
      reader.complainAboutMissing("run", "Write the program and its words as a list: [a, b].")
      return .command(words: [], path: path(&reader))
    }
    let words = (node.values ?? [node]).compactMap { $0.text }
    if words.isEmpty || words.count > BoardConfigLimits.commandWords
      || words.count != (node.values?.count ?? 1) || words.contains(where: { $0.utf8.contains(0) })
      || words[0].isEmpty
    {
      reader.complain(
        node, "\"run\" has to be a list of 1 to \(BoardConfigLimits.commandWords) words")
    }
    return .command(words: words, path: path(&reader))
  }

  /// Into JSON; empty for a text that is the number itself.
  private static func path(_ reader: inout SettingReader) -> String? {
    guard let text = reader.text("path") else { return nil }
    if (try? JSONSelector(text)) == nil, let node = reader.node("path") {
      reader.complain(
        node, "\"\(text)\" is no path into JSON", "Write it as values[0].temperature.")
    }
    return text
  }
}

extension DriverSettings {
  /// Milliseconds that a read usually gets. A 1-Wire conversion takes up to 750; a meter gets
  /// several tries of libmodbus; a dust sensor speaks every 2.3 s while nothing changes.
  var usualTimeout: Int {
    switch self {
    case .iio, .hwmon, .thermal, .gpio, .system, .replay, .simulator: 500
    case .oneWire, .i2c, .modbus: 2000
    case .pms5003, .nmea, .line: 5000
    case .mqtt: 60_000
    case .command: 5000
    }
  }

  /// Whether only the configuration knows in what it counts.
  var needsUnit: Bool {
    switch self {
    case .line, .modbus, .i2c, .mqtt, .command, .replay, .simulator: true
    default: false
    }
  }

  /// The port that it names.
  public var port: String? {
    switch self {
    case .pms5003(let port, _), .nmea(let port, _), .line(let port, _), .modbus(let port, _): port
    default: nil
    }
  }
}

extension DriverSettings {
  /// The word for it in a configuration.
  public var word: String {
    switch self {
    case .iio: "iio"
    case .hwmon: "hwmon"
    case .thermal: "thermal"
    case .oneWire: "w1"
    case .pms5003: "pms5003"
    case .nmea: "nmea"
    case .line: "line"
    case .modbus: "modbus"
    case .gpio: "gpio"
    case .i2c: "i2c"
    case .system: "system"
    case .mqtt: "mqtt"
    case .command: "command"
    case .replay: "replay"
    case .simulator: "simulator"
    }
  }
}
