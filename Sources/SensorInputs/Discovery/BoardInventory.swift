import BoardConfig
import LinuxIO
import Readings

/// What a board has, as its kernel tells it.
public struct BoardInventory: Sendable {
  public let devices: [FoundDevice]

  /// Looks below a root. What cannot be read is left out.
  public init(_ root: InputFolder) {
    devices =
      Self.iio(root) + Self.hwmon(root) + Self.thermal(root) + Self.oneWire(root)
      + Self.serial(root) + Self.nodes(root, .gpio, "gpiochip") + Self.nodes(root, .i2c, "i2c-")
  }

  private static func iio(_ root: InputFolder) -> [FoundDevice] {
    let base = "/sys/bus/iio/devices"
    return root.names(base).filter { $0.hasPrefix("iio:device") }.compactMap { entry in
      let folder = "\(base)/\(entry)"
      guard let name = root.line("\(folder)/name") else { return nil }
      return FoundDevice(
        kind: .iio, name: name, path: folder, channels: iioChannels(root.names(folder)))
    }
  }

  /// `in_temp_input` and `in_voltage0_raw` are values; `in_temp_scale` and the like are not.
  private static func iioChannels(_ names: [String]) -> [FoundDevice.Channel] {
    var channels: [FoundDevice.Channel] = []
    for name in names where name.hasPrefix("in_") {
      for ending in ["_input", "_raw"] where name.hasSuffix(ending) {
        let channel = String(name.dropFirst(3).dropLast(ending.count))
        if channels.contains(where: { $0.name == channel }) { continue }
        let unit = SysfsQuantity.iio(attribute: "in_\(channel)")?.unit
        channels.append(FoundDevice.Channel(name: channel, unit: unit))
      }
    }
    return channels
  }

  private static func hwmon(_ root: InputFolder) -> [FoundDevice] {
    let base = "/sys/class/hwmon"
    return root.names(base).compactMap { entry in
      let folder = "\(base)/\(entry)"
      guard let name = root.line("\(folder)/name") else { return nil }
      let channels = root.names(folder).filter { $0.hasSuffix("_input") }.map { file in
        let channel = String(file.dropLast("_input".count))
        return FoundDevice.Channel(
          name: channel, unit: SysfsQuantity.hwmon(attribute: channel)?.unit)
      }
      return FoundDevice(kind: .hwmon, name: name, path: folder, channels: channels)
    }
  }

  private static func thermal(_ root: InputFolder) -> [FoundDevice] {
    let base = "/sys/class/thermal"
    return root.names(base).filter { $0.hasPrefix("thermal_zone") }.compactMap { entry in
      guard let type = root.line("\(base)/\(entry)/type") else { return nil }
      return FoundDevice(
        kind: .thermal, name: type, path: "\(base)/\(entry)",
        channels: [FoundDevice.Channel(name: "temp", unit: .celsius)])
    }
  }

  /// Thermometers only: their family codes are the first two digits (DS18S20, DS1822, DS18B20,
  /// DS1825, DS28EA00).
  private static func oneWire(_ root: InputFolder) -> [FoundDevice] {
    let families = ["10-", "22-", "28-", "3b-", "42-"]
    return root.names("/sys/bus/w1/devices").filter { name in
      families.contains { name.hasPrefix($0) }
    }.map { name in
      FoundDevice(
        kind: .oneWire, name: name, path: "/sys/bus/w1/devices/\(name)",
        channels: [FoundDevice.Channel(name: "temp", unit: .celsius)])
    }
  }

  /// By the names that stay the same when adapters change places, and else by the others.
  private static func serial(_ root: InputFolder) -> [FoundDevice] {
    let lasting = root.names("/dev/serial/by-id").map { "/dev/serial/by-id/\($0)" }
    let targets = lasting.compactMap { LinkTarget.read(root.path($0)) }
    let prefixes = ["ttyUSB", "ttyACM", "ttyAMA", "serial"]
    let others = root.names("/dev").filter { name in
      let isLine = prefixes.contains { name.hasPrefix($0) && name.utf8.count > $0.utf8.count }
      return isLine && !targets.contains { $0.hasSuffix("/\(name)") }
    }.map { "/dev/\($0)" }
    return (lasting + others).map {
      FoundDevice(kind: .serial, name: $0, path: $0, channels: [])
    }
  }

  private static func nodes(
    _ root: InputFolder, _ kind: FoundDevice.Kind, _ prefix: String
  ) -> [FoundDevice] {
    root.names("/dev").filter { $0.hasPrefix(prefix) && $0 != prefix }.map {
      FoundDevice(kind: kind, name: $0, path: "/dev/\($0)", channels: [])
    }
  }
}
