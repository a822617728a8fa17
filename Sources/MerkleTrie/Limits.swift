/// What is bounded in this module.
public enum Limits {
  /// Longest plain key in bytes. Ethereum's keys have 32 bytes or, for ordered tries, at most 9;
  /// the recursion over a trie is at most two calls a nibble deep.
  public static let keyBytes = 1024

  /// Longest value in bytes: a receipt of a block with the largest gas limit stays far below.
  public static let valueBytes = 1 << 30

  /// Longest note that is kept with a leaf: the plain key of an account (20) or slot (32).
  public static let noteBytes = 32

  /// Longest encoding of an interior node without a value: 16 references of 33 bytes, the empty
  /// value and a list header of three bytes.
  static let branchBytes = 16 * 33 + 1 + 3

  /// Longest reference: a node whose encoding is shorter than a hash stands in its parent itself.
  static let referenceBytes = 32

  /// First and largest chunk of a subtree's memory: a trie of a few nodes must stay small, a large
  /// one must not ask the system for memory often.
  static let firstChunkBytes = 1 << 10
  static let largestChunkBytes = 1 << 18
}
