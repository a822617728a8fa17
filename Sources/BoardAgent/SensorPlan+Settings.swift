import Attestation
import BoardConfig
import Readings

extension SensorPlan {
  /// What the configuration says of a sensor.
  init(_ settings: SensorSettings, _ instruments: [String]) throws(AgentFailure) {
    var calibration: Calibration?
    if let given = settings.calibration {
      calibration = Calibration(given)
      if calibration == nil {
        throw .configuration(
          "sensor \"\(settings.name)\": its calibration has a date that is none, a name that is "
            + "too long, or too many coefficients")
      }
    }
    // The bounds are the driver's to flag: they stand in the sensor's own unit.
    self.init(
      name: settings.name, instrument: instruments.firstIndex(of: settings.instrument) ?? 0,
      calibration: calibration, report: ReportPolicy(settings.report))
  }
}

extension ReportPolicy {
  init(_ settings: ReportSettings) {
    let window = UInt64(max(0, settings.window))
    switch settings.kind {
    case .every: self = .every
    case .change:
      self = .onChange(deadband: settings.deadband, heartbeat: window == 0 ? .max : window)
    case .mean: self = .window(milliseconds: window, statistic: .mean)
    case .minimum: self = .window(milliseconds: window, statistic: .minimum)
    case .maximum: self = .window(milliseconds: window, statistic: .maximum)
    }
  }
}

extension Calibration {
  init?(_ settings: CalibrationSettings) {
    guard let day = Calibration.seconds(settings.date) else { return nil }
    let finest = settings.coefficients.map { Int($0.exponent) }.min() ?? 0
    self.init(
      id: settings.id, date: day, coefficients: settings.coefficients,
      exponent: max(min(finest, -3), -ReadingsLimits.exponent))
  }

  /// YYYY-MM-DD as Unix seconds of its midnight (days from civil, proleptic Gregorian).
  private static func seconds(_ date: String) -> UInt64? {
    let parts = date.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let year = Int64(parts[0]), let month = Int64(parts[1]),
      let day = Int64(parts[2]), (1970...9_999).contains(year), (1...12).contains(month),
      (1...31).contains(day)
    else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let century = shifted / 400
    let yearOfCentury = shifted - century * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfCentury = yearOfCentury * 365 + yearOfCentury / 4 - yearOfCentury / 100 + dayOfYear
    let days = century * 146_097 + dayOfCentury - 719_468
    return days < 0 ? nil : UInt64(days) * 86_400
  }
}
