/// Which of a sensor's values become readings.
public enum ReportPolicy: Hashable, Sendable {
  /// Every one.
  case every
  /// Those that differ from the last reading by more than `deadband`, or in their flags; and one
  /// whenever `heartbeat` milliseconds have passed without.
  case onChange(deadband: DecimalValue, heartbeat: UInt64)
  /// One for each span of so many milliseconds, begun by the first value after the last span.
  case window(milliseconds: UInt64, statistic: WindowStatistic)
}

public enum WindowStatistic: String, CaseIterable, Hashable, Sendable {
  /// The sum of the values over their count, rounded half to even, to two digits more than the
  /// finest of them has.
  case mean
  case minimum = "min"
  case maximum = "max"
}

/// Applies a policy to one sensor's values. Holds one value, whatever the span.
public struct ReportFilter: Sendable {
  public let policy: ReportPolicy
  private var reported: (measurement: Measurement, time: UInt64)?
  private var window: OpenWindow?

  public init(_ policy: ReportPolicy) { self.policy = policy }
}

/// A span that is not over yet.
struct OpenWindow: Hashable, Sendable {
  let end: UInt64
  var count: Int64
  var unit: SenMLUnit
  var flags: StatusFlags
  /// Sum, least or largest.
  var value: DecimalValue
  var finest: Int
}

extension ReportFilter {
  /// Takes a value at a monotonic time in milliseconds. Returns what is to become a reading: of a
  /// window, the one that ended before this value.
  public mutating func push(
    _ measurement: Measurement, at time: UInt64
  ) throws(DecimalError) -> Measurement? {
    switch policy {
    case .every: return measurement
    case .onChange(let deadband, let heartbeat):
      return try pushChange(measurement, time, deadband, heartbeat)
    case .window(let span, let statistic):
      let ended = try close(at: time)
      try open(measurement, time, span, statistic)
      return ended
    }
  }

  /// The value of a window that has ended without a value behind it. Call it when `deadline` has
  /// come.
  public mutating func close(at time: UInt64) throws(DecimalError) -> Measurement? {
    guard let open = window, time >= open.end else { return nil }
    window = nil
    guard case .window(_, .mean) = policy else {
      return Measurement(open.value, open.unit, flags: open.flags)
    }
    let exponent = max(open.finest - 2, -ReadingsLimits.exponent)
    let mean = try open.value.divided(by: DecimalValue(open.count)).rounded(toExponent: exponent)
    return Measurement(mean, open.unit, flags: open.flags)
  }

  /// When the open window ends, in monotonic milliseconds.
  public var deadline: UInt64? { window?.end }

  private mutating func pushChange(
    _ measurement: Measurement, _ time: UInt64, _ deadband: DecimalValue, _ heartbeat: UInt64
  ) throws(DecimalError) -> Measurement? {
    if let last = reported, last.measurement.flags == measurement.flags,
      last.measurement.unit == measurement.unit, time &- last.time < heartbeat
    {
      let distance = try measurement.value.subtracting(last.measurement.value).magnitude()
      guard distance > deadband else { return nil }
    }
    reported = (measurement, time)
    return measurement
  }

  private mutating func open(
    _ measurement: Measurement, _ time: UInt64, _ span: UInt64, _ statistic: WindowStatistic
  ) throws(DecimalError) {
    guard var open = window else {
      window = OpenWindow(
        end: time.addingReportingOverflow(span).partialValue, count: 1, unit: measurement.unit,
        flags: measurement.flags, value: measurement.value,
        finest: Int(measurement.value.exponent))
      return
    }
    open.count += 1
    open.flags.formUnion(measurement.flags)
    open.finest = min(open.finest, Int(measurement.value.exponent))
    switch statistic {
    case .mean: open.value = try open.value.adding(measurement.value)
    case .minimum: open.value = min(open.value, measurement.value)
    case .maximum: open.value = max(open.value, measurement.value)
    }
    window = open
  }
}
