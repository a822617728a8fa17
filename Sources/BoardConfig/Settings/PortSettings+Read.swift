import ConfigFile

extension PortSettings {
  /// The mapping from names to ports.
  static func list(_ node: ConfigNode?, _ problems: ProblemList) -> [PortSettings] {
    guard let node, !node.isEmpty else { return [] }
    guard let entries = node.entries, entries.count <= BoardConfigLimits.ports else {
      problems.add(
        SettingProblem(
          line: node.line, column: node.column,
          what: "\"ports\" has to be at most \(BoardConfigLimits.ports) names with keys below each")
      )
      return []
    }
    return entries.map { PortSettings($0, problems) }
  }

  private init(_ entry: ConfigNode.Entry, _ problems: ProblemList) {
    name = entry.key
    var reader = SettingReader(entry.value, "port \"\(entry.key)\"", problems)
    if reader.node("host") != nil {
      let host = reader.requiredText("host", "")
      way = .tcp(host: host, port: reader.integer("port", in: 1...65535) ?? 502)
      if let node = reader.node("device") {
        reader.complain(node, "a port has a \"device\" or a \"host\", not both")
      }
    } else {
      way = .serial(SerialSettings(&reader))
    }
    reader.finish()
  }
}

extension SerialSettings {
  /// The speeds of Linux's serial lines.
  static let speeds = [
    1200, 2400, 4800, 9600, 19200, 38400, 57600, 115_200, 230_400, 460_800, 921_600,
  ]

  init(_ reader: inout SettingReader) {
    device = reader.requiredText(
      "device", "Write device: /dev/… for a serial line, or host: NAME for Modbus TCP.")
    baud = reader.choice("baud", Self.speeds.map { ("\($0)", $0) }, default: 9600)
    parity = reader.choice(
      "parity", [("none", .none), ("even", .even), ("odd", .odd)], default: .none)
    stopBits = reader.integer("stop_bits", in: 1...2) ?? 1
  }
}
