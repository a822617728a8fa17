/// The bounds of this module.
enum LedgerCommandLimits {
  /// Bytes of a chain file that are read at once.
  static let fileChunk = 1 << 20
  /// Nanoseconds between two shows of progress: a bar, and lines.
  static let barInterval: UInt64 = 200_000_000
  static let lineInterval: UInt64 = 5_000_000_000
  /// Letters of the bar.
  static let barWidth = 28
}
