/// What bounds the log and its proofs.
public enum LogLimits {
  /// Entries. 1,000 boards with a block a second reach it after 139 years.
  public static let size: UInt64 = 1 << 42
  /// Hashes of the longest path: levels of the tree, of which a path of a `DigestTree` has 32 at
  /// most.
  public static let path = 42
  /// Hashes of the longest proof that one size follows from another: its path, and where it begins.
  public static let consistency = path + 1
}
