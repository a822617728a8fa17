import Readings

extension SensorSettings {
  /// What becomes of the sensor's values.
  public var reportPolicy: ReportPolicy {
    let window = UInt64(max(1, report.window))
    return switch report.kind {
    case .every: .every
    case .change: .onChange(deadband: report.deadband, heartbeat: window)
    case .mean: .window(milliseconds: window, statistic: .mean)
    case .minimum: .window(milliseconds: window, statistic: .minimum)
    case .maximum: .window(milliseconds: window, statistic: .maximum)
    }
  }
}

extension CalibrationSettings {
  /// As readings refer to it; nil when the date is none or the id too long, which a configuration
  /// that was read cannot have.
  public var calibration: Calibration? {
    guard let date = Self.seconds(date) else { return nil }
    return Calibration(id: id, date: date, coefficients: coefficients, exponent: -decimals)
  }

  /// Unix seconds at the beginning of a day written YYYY-MM-DD.
  static func seconds(_ text: String) -> UInt64? {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2 else {
      return nil
    }
    let numbers = parts.compactMap { part -> Int64? in
      guard part.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
      return part.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }
    guard numbers.count == 3, 1970...9999 ~= numbers[0], 1...12 ~= numbers[1], 1...31 ~= numbers[2]
    else { return nil }
    let days = CivilDate.days(year: numbers[0], month: numbers[1], day: numbers[2])
    // The next month has begun where a month has no such day.
    let next = CivilDate.days(
      year: numbers[1] == 12 ? numbers[0] + 1 : numbers[0], month: numbers[1] % 12 + 1, day: 1)
    return days < next ? UInt64(days) * 86_400 : nil
  }
}
