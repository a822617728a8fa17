import BoardConfig
import Readings

extension BoardInventory {
  /// The sensors of a configuration that read a channel.
  public func readers(
    of channel: String, _ device: FoundDevice, in settings: BoardSettings
  ) -> [String] {
    settings.sensors.filter {
      device.isRead(channel, by: $0.driver, ports: settings.ports)
    }.map { $0.name }
  }

  /// Entries for a configuration's `sensors:`, of every channel that nobody reads; empty when there
  /// is none.
  public func suggestion(for settings: BoardSettings) -> String {
    var text = ""
    var names = Set(settings.sensors.map { $0.name })
    for device in devices {
      for channel in device.channels
      where readers(of: channel.name, device, in: settings).isEmpty {
        text += entry(device, channel, &names)
      }
    }
    return text
  }

  private func entry(
    _ device: FoundDevice, _ channel: FoundDevice.Channel, _ names: inout Set<String>
  ) -> String {
    let name = Self.unused(Self.valid("\(device.name)/\(channel.name)"), &names)
    var text = "  - name: \(name)\n    driver: \(device.kind.rawValue)\n"
    switch device.kind {
    case .thermal: text += "    zone: \(device.name)\n"
    case .oneWire: text += "    device: \(device.name)\n    every: 10 s\n"
    default:
      text += "    device: \(quoted(reference(device)))\n    channel: \(channel.name)\n"
      text += "    instrument: \(Self.valid(device.name))\n"
    }
    if let unit = channel.unit { return text + "    # counts in \(unit.symbol)\n" }
    return text + "    # the kernel names no unit: add one\n    unit: \"/\"\n"
  }

  /// With a part of the path when the name alone would not do.
  private func reference(_ device: FoundDevice) -> String {
    let twins = devices.filter { $0.kind == device.kind && $0.name == device.name }
    guard twins.count > 1 else { return device.name }
    let number = device.path.split(separator: "/").last.map { String($0) } ?? ""
    return "\(device.name)@\(number)"
  }

  private func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
        || (0x61...0x7a).contains(byte) || byte == 0x2d || byte == 0x5f
    }
    // Within single quotation marks YAML knows one escape, the mark itself twice.
    let escaped = text.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "''")
    return isPlain && text.utf8.first.map { $0 > 0x40 } == true ? text : "'\(escaped)'"
  }

  /// Other characters than a name may have become dashes.
  private static func valid(_ name: String) -> String {
    let bytes = name.utf8.prefix(ReadingsLimits.nameLength).map { byte -> UInt8 in
      RecordID.isValidName(String(decoding: [byte], as: UTF8.self)) ? byte : UInt8(ascii: "-")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func unused(_ name: String, _ names: inout Set<String>) -> String {
    var candidate = name
    var number = 2
    while names.contains(candidate) {
      candidate = "\(name)-\(number)"
      number += 1
    }
    names.insert(candidate)
    return candidate
  }
}
