/// What a configuration may ask for. A value beyond these is a slip of the pen, not a wish.
public enum BoardConfigLimits {
  /// Sensors of one board.
  public static let sensors = 256
  /// Named serial lines and Modbus servers.
  public static let ports = 32
  /// Problems that are told at once: what stands behind the twentieth is seldom worth reading.
  public static let problems = 20
  /// Milliseconds between two readings of a sensor: 10 ms to a week.
  public static let periods = 10...604_800_000
  /// Milliseconds that one read may take; of MQTT, how long a device may be silent.
  public static let timeouts = 10...86_400_000
  /// Milliseconds between two batches: a tenth of a second to a day.
  public static let batchIntervals = 100...86_400_000
  /// Megabytes of the database.
  public static let storeMegabytes = 8...4_194_304
  /// Days for which blocks can be kept: a century.
  static let keepDays: Int64 = 36_500
  /// Readings of one batch (ReadingsLimits.batchRecords) and of one block's transactions.
  public static let batchReadings = 1...4096
  /// Missing blocks from which on a state is taken.
  static let stateAfter = 0...100_000_000
  /// Addresses that a board without fleet lets in.
  static let senders = 256
  /// Words of a command.
  public static let commandWords = 64
  /// Bytes of a text: a path, a topic, a pattern.
  public static let textLength = 1024
}
