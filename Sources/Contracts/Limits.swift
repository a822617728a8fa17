/// What the contracts bound; the numbers stand in their sources too, and the tests try both sides.
public enum ContractsLimits {
  /// Records of one batch of the reading log.
  public static let records = 256
  /// Words of its records: three for each group and one for each record.
  public static let recordWords = 448
  /// Counters of a sensor are below this.
  public static let counter: UInt64 = 1 << 48
  /// Milliseconds since 1970 are below this.
  public static let time: UInt64 = 1 << 48
  /// Meters of a lane.
  public static let meters = 32
  /// Intervals of one report.
  public static let intervals = 96
}
