/// What this module bounds.
public enum ChainTypesLimits {
  /// Lists within lists in one RLP input. Ethereum's deepest form (a block with typed transactions
  /// and their access lists) has 6 levels; a recursive reader of 64 levels needs a few kilobytes of
  /// stack.
  public static let rlpDepth = 64
  /// Bytes of one RLP input: above the 10 MiB of the largest block (EIP-7934), below what hurts a
  /// board.
  public static let rlpLength = 16 << 20
  /// Items of one decoded RLP tree: each costs an array, so that an input of empty strings would
  /// grow fortyfold in memory. `RLPReader` makes no tree and needs no such bound.
  public static let rlpItems = 1 << 20
}
