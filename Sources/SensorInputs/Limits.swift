/// The bounds of this module.
public enum SensorInputLimits {
  /// Bytes of a thread that reads sensors; jansson's recursion on JSON is bounded by depth.
  static let threadStack = 131_072
  /// Threads that stay when there is nothing to do.
  static let idleThreads = 1
  /// Milliseconds that a read may wait for a thread before another thread is made.
  static let queuePatience: UInt64 = 20
  /// Milliseconds before another attempt in the same period, at most.
  static let retryPause: UInt64 = 200
  /// Periods in a row that fail before attempts become rarer.
  static let patience = 3
  /// Bytes of a file below /sys or /proc; `/proc/stat` of a large machine has some ten thousand.
  static let fileBytes = 65_536
  /// Milliseconds for which bytes may lie in a serial line's buffer and still count as new.
  static let serialFreshness: UInt64 = 2000
  /// Lines of text kept from a serial line, for sensors that look for different ones.
  static let serialLines = 16
  /// Bytes of a line of text.
  static let lineBytes = 1024
  /// Messages kept of topics: one for each sensor.
  static let messageBytes = 131_072
  /// Bytes of a recorded file that are read at once.
  static let replayChunk = 4096
  /// Milliseconds that threads get to finish at the end.
  static let closePatience = 300
}
