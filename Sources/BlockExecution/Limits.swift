/// The bounds of this module.
public enum BlockExecutionLimits {
  /// Places that each of the journal's tables starts with.
  public static let tableStart = 64
  /// The same for tables that most batches leave empty.
  public static let smallTableStart = 16
  /// Bytes of code that one half of the code cache holds.
  public static let codeCacheBytes = 4 << 20
  /// Blocks that BLOCKHASH reaches back, and with them the window of ancestors.
  public static let ancestors = 256
}
