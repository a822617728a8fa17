import Readings

/// One sensor: a value that is read every so often.
public struct SensorSettings: Hashable, Sendable {
  public var name: String
  /// Sensors with the same instrument are signed by one key and in one batch.
  public var instrument: String
  public var isEnabled: Bool
  public var driver: DriverSettings
  /// Nil for the one that the driver knows.
  public var unit: SenMLUnit?
  /// Milliseconds.
  public var period: Int
  public var timeout: Int
  /// Further attempts before a reading counts as missed.
  public var retries: Int
  /// The longest pause between attempts while the sensor fails.
  public var longestPause: Int
  /// Outside of these the value is flagged, not refused.
  public var lowest: DecimalValue?
  public var highest: DecimalValue?
  public var report: ReportSettings
  public var calibration: CalibrationSettings?
  /// Where the entry stands in the file.
  public var line: Int
}

/// What of the values is reported, in milliseconds where it speaks of time.
public struct ReportSettings: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// Each value.
    case every
    /// A value that differs from the last reported one by more than `deadband`.
    case change
    case mean
    case minimum
    case maximum
  }

  public var kind: Kind
  public var deadband: DecimalValue
  /// The window of mean, minimum and maximum; with `change` the longest silence.
  public var window: Int
}

/// What a laboratory found out about this very sensor.
public struct CalibrationSettings: Hashable, Sendable {
  public var id: String
  /// YYYY-MM-DD.
  public var date: String
  /// c0 + c1·x + c2·x² …; offset and scale are the first two.
  public var coefficients: [DecimalValue]
  /// Digits behind the point of the result.
  public var decimals: Int
}
