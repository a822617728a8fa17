import BoardConfig
import Readings

/// Something on the board that could be a sensor.
public struct FoundDevice: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case iio
    case hwmon
    case thermal
    case oneWire = "w1"
    case serial
    case gpio
    case i2c
  }

  public struct Channel: Hashable, Sendable {
    public var name: String
    /// Nil where the kernel names none.
    public var unit: SenMLUnit?
  }

  public var kind: Kind
  /// The name by which a configuration finds it.
  public var name: String
  /// Where it is below `/sys` or `/dev`.
  public var path: String
  /// What it measures; empty for lines and buses, of which only people know what is behind.
  public var channels: [Channel]
}

extension FoundDevice {
  /// Whether a sensor of the configuration reads this channel.
  public func isRead(_ channel: String, by driver: DriverSettings, ports: [PortSettings]) -> Bool {
    switch (kind, driver) {
    case (.iio, .iio(let device, let wanted)):
      return isNamed(device) && (wanted == channel || wanted == "in_\(channel)")
    case (.hwmon, .hwmon(let device, let wanted)): return isNamed(device) && wanted == channel
    case (.thermal, .thermal(let zone)): return zone == name || path.hasSuffix("/\(zone)")
    case (.thermal, .system(.cpuTemperature)): return name == "cpu-thermal"
    case (.oneWire, .oneWire(let device)): return device == name
    case (.gpio, .gpio(let settings)): return settings.chip == name
    case (.i2c, .i2c(let settings)): return name == "i2c-\(settings.bus)"
    case (.serial, _):
      guard let port = ports.first(where: { $0.name == driver.port }) else { return false }
      guard case .serial(let serial) = port.way else { return false }
      return serial.device == path
    default: return false
    }
  }

  /// Of several devices with one name the configuration names a part of the path as well.
  private func isNamed(_ device: String) -> Bool {
    let parts = device.split(separator: "@", maxSplits: 1)
    return parts.first.map { String($0) } == name
  }
}

extension BoardInventory {
  /// Whether a driver names a device of the kernel that is not there.
  public func isMissing(_ driver: DriverSettings) -> Bool {
    switch driver {
    case .iio(_, let channel), .hwmon(_, let channel):
      let name = channel.hasPrefix("in_") ? String(channel.dropFirst(3)) : channel
      return !devices.contains { device in
        device.channels.contains { $0.name == name } && device.isRead(name, by: driver, ports: [])
      }
    case .thermal, .oneWire, .gpio, .i2c:
      return !devices.contains { $0.isRead("temp", by: driver, ports: []) }
    default: return false
    }
  }
}
