/// How much a reader of untrusted RLP takes before it refuses.
public struct RLPLimits: Hashable, Sendable {
  /// Lists within lists: 1 allows a list of strings.
  public var depth: Int
  /// Bytes of the whole input.
  public var length: Int
  /// Strings and lists of a decoded tree.
  public var items: Int

  public init(
    depth: Int = ChainTypesLimits.rlpDepth, length: Int = ChainTypesLimits.rlpLength,
    items: Int = ChainTypesLimits.rlpItems
  ) {
    self.depth = depth
    self.length = length
    self.items = items
  }
}
