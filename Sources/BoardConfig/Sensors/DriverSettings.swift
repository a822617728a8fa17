import Readings

/// How a sensor is read.
public enum DriverSettings: Hashable, Sendable {
  /// A channel of a device of the kernel's Industrial I/O: `bme280`, `in_temp`.
  case iio(device: String, channel: String)
  /// A channel of a hwmon device: `sht4x`, `temp1`.
  case hwmon(device: String, channel: String)
  /// A thermal zone by its type: `cpu-thermal`.
  case thermal(zone: String)
  /// A 1-Wire thermometer by its number: `28-0316a2798aff`.
  case oneWire(device: String)
  /// A Plantower dust sensor.
  case pms5003(port: String, field: String)
  /// A receiver of satellite positions.
  case nmea(port: String, field: NMEAField)
  /// Lines of text; the pattern says where the number stands.
  case line(port: String, pattern: String)
  case modbus(port: String, ModbusSettings)
  case gpio(GPIOSettings)
  case i2c(I2CSettings)
  case system(SystemFact)
  /// A topic of the broker and a path into its JSON.
  case mqtt(topic: String, path: String)
  /// The output of a program.
  case command(words: [String], path: String?)
  /// A column of a recorded file.
  case replay(ReplaySettings)
  case simulator(SimulatorSettings)
}

public enum NMEAField: String, CaseIterable, Hashable, Sendable {
  case latitude, longitude, altitude, speed, satellites
}

public struct ModbusSettings: Hashable, Sendable {
  public enum Table: Hashable, Sendable {
    /// Function 3.
    case holding
    /// Function 4.
    case input
  }

  public var unit: Int
  public var table: Table
  public var register: Int
  public var layout: RegisterLayout
}

public struct GPIOSettings: Hashable, Sendable {
  public enum Mode: Hashable, Sendable {
    /// 1 while the line is active, else 0.
    case level
    /// Edges since the agent started.
    case count
    /// Edges, each of which stands for an amount.
    case pulses(each: DecimalValue)
  }

  public enum Edge: Hashable, Sendable {
    case rising, falling, both
  }

  public enum Bias: Hashable, Sendable {
    case asIs, pullUp, pullDown
  }

  public var chip: String
  public var pin: Int
  public var mode: Mode
  public var edge: Edge
  public var bias: Bias
  public var isActiveLow: Bool
  /// Microseconds.
  public var debounce: Int
}

public struct I2CSettings: Hashable, Sendable {
  public enum Checksum: Hashable, Sendable {
    case none
    /// The CRC of Sensirion's sensors behind each two bytes: x^8 + x^5 + x^4 + 1, from 0xff.
    case sensirion
  }

  public var bus: Int
  public var address: Int
  /// Sent before the read: a register, or a command.
  public var send: [UInt8]
  /// Milliseconds between the two; 0 for a read without giving up the bus.
  public var wait: Int
  /// Bytes that are skipped in the answer (check sums not counted), and the number behind them.
  public var skip: Int
  public var field: ByteField
  public var checksum: Checksum
}

public enum SystemFact: Hashable, Sendable {
  case cpuTemperature
  case load
  case cpuBusy
  case memoryAvailable
  case diskFree(path: String)
  case uptime
}

public struct ReplaySettings: Hashable, Sendable {
  public var file: String
  /// The column's name in the first line, or its number from 1.
  public var column: String
  public var separator: UInt8
  /// Begins again at the end of the file.
  public var repeats: Bool
}

/// A physical model in place of a sensor.
public struct SimulatorSettings: Hashable, Sendable {
  /// Around which the value moves.
  public var base: DecimalValue
  /// Height of the day's wave.
  public var dayCycle: DecimalValue
  /// Standard deviation of the noise.
  public var noise: DecimalValue
  /// Change per day.
  public var driftPerDay: DecimalValue
  /// Digits behind the point.
  public var decimals: Int
  /// Of a thousand reads, how many fail.
  public var faultsPerThousand: Int
  public var seed: Int
}
