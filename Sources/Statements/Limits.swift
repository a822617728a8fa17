/// What this module bounds.
public enum StatementsLimits {
  /// Leaves of one tree: the loop of a contract that checks a path runs once a level, and has a
  /// fixed number of turns.
  public static let treeLeaves: UInt64 = 1 << 32
  /// Levels of a tree of `treeLeaves`: hashes in the longest path.
  public static let pathLength = 32
}
