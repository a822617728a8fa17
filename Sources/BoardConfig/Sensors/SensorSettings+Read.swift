import ConfigFile
import Readings

extension SensorSettings {
  static func list(_ node: ConfigNode?, _ problems: ProblemList) -> [SensorSettings] {
    guard let node, !node.isEmpty else { return [] }
    guard let values = node.values, values.count <= BoardConfigLimits.sensors else {
      problems.add(
        SettingProblem(
          line: node.line, column: node.column,
          what: "\"sensors\" has to be a list of at most \(BoardConfigLimits.sensors)",
          advice: "Begin each sensor with a dash."))
      return []
    }
    return values.map { SensorSettings($0, problems) }
  }

  private init(_ node: ConfigNode, _ problems: ProblemList) {
    line = node.line
    let label = node["name"]?.text.map { "sensor \"\($0)\"" } ?? "this sensor"
    var reader = SettingReader(node, label, problems)
    name = reader.requiredText("name", "Give it a name such as hall/temperature.")
    if let value = reader.node("name"), !RecordID.isValidName(name) {
      reader.complain(
        value, "\"\(name)\" is no name of a sensor",
        "Use 1 to 64 of: letters, digits, - _ . and /.")
    }
    instrument = reader.text("instrument") ?? "board"
    isEnabled = reader.flag("enabled", default: true)
    unit = Self.unit(&reader)
    period = reader.duration("every", in: BoardConfigLimits.periods) ?? 1000
    retries = reader.integer("retries", in: 0...10) ?? 1
    longestPause = reader.duration("longest_pause", in: 1000...86_400_000) ?? 60_000
    lowest = reader.decimal("lowest")
    highest = reader.decimal("highest")
    report = ReportSettings(&reader, period: period)
    calibration = CalibrationSettings(reader.node("calibration"), label, problems)
    let limit = reader.duration("timeout", in: BoardConfigLimits.timeouts)
    driver = DriverSettings(&reader) ?? .system(.uptime)
    // A sensor that fails has to show within two periods.
    timeout = limit ?? min(driver.usualTimeout, max(100, 2 * period))
    if unit == nil, driver.needsUnit, reader.node("unit") == nil {
      reader.complainAboutMissing("unit", "Write a symbol of SenML, such as Cel, %RH, V or W.")
    }
    if let lowest, let highest, lowest > highest, let value = reader.node("lowest") {
      reader.complain(value, "\"lowest\" is above \"highest\"")
    }
    if !RecordID.isValidName(instrument), let value = reader.node("instrument") {
      reader.complain(value, "\"\(instrument)\" is no name of an instrument")
    }
    reader.finish()
  }

  private static func unit(_ reader: inout SettingReader) -> SenMLUnit? {
    reader.choice("unit", SenMLUnit.allCases.map { ($0.symbol, Optional($0)) }, default: nil)
  }
}

extension ReportSettings {
  init(_ reader: inout SettingReader, period: Int) {
    kind = reader.choice(
      "report",
      [
        ("every", .every), ("change", .change), ("mean", .mean), ("min", .minimum),
        ("max", .maximum),
      ], default: .every)
    deadband = reader.decimal("deadband") ?? .zero
    let bounds = 0...BoardConfigLimits.periods.upperBound
    let given = reader.duration("window", in: bounds)
    window = given ?? (kind == .change ? 600_000 : kind == .every ? 0 : 60_000)
    if deadband.isNegative, let node = reader.node("deadband") {
      reader.complain(node, "\"deadband\" cannot be below zero")
    }
    let isAggregate = kind != .every && kind != .change
    if isAggregate, window < period, let node = reader.node("window") ?? reader.node("report") {
      reader.complain(node, "the window is shorter than the time between two readings")
    }
  }
}

extension CalibrationSettings {
  /// Nil when there is none.
  init?(_ node: ConfigNode?, _ sensor: String, _ problems: ProblemList) {
    guard let node else { return nil }
    var reader = SettingReader(node, "calibration of \(sensor)", problems)
    id = reader.requiredText("id", "Name the certificate, so that readings can refer to it.")
    date = reader.requiredText("date", "Write the day as 2026-01-31.")
    if let value = reader.node("date"), Self.seconds(date) == nil {
      reader.complain(value, "\"\(date)\" is no day", "Write it as 2026-01-31.")
    }
    // A certificate's name is a bytes32 in records.
    if let value = reader.node("id"), id.utf8.count > 32 {
      reader.complain(value, "\"id\" has to be at most 32 bytes long")
    }
    decimals = reader.integer("decimals", in: 0...9) ?? 3
    let offset = reader.decimal("offset")
    let scale = reader.decimal("scale")
    coefficients = [offset ?? 0, scale ?? 1]
    if let polynomial = reader.node("polynomial") {
      if offset != nil || scale != nil {
        reader.complain(polynomial, "a calibration has \"polynomial\", or \"offset\" and \"scale\"")
      }
      coefficients = Self.coefficients(polynomial, reader)
    }
    reader.finish()
  }

  private static func coefficients(
    _ node: ConfigNode, _ reader: borrowing SettingReader
  ) -> [DecimalValue] {
    var result: [DecimalValue] = []
    for value in node.values ?? [] {
      if let text = value.text, let number = try? DecimalValue(text: text) { result.append(number) }
    }
    if result.isEmpty || result.count != node.values?.count
      || result.count > ReadingsLimits.coefficients
    {
      reader.complain(
        node, "\"polynomial\" has to be 1 to \(ReadingsLimits.coefficients) numbers",
        "Write [c0, c1, c2] for c0 + c1·x + c2·x².")
      return [0, 1]
    }
    return result
  }
}
