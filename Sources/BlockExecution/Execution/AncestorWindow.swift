import ChainTypes

/// What validating a block needs to know of those before it: at least the parent; with ommers, the
/// last seven.
public struct AncestorWindow: Sendable {
  /// A block of the chain, as far as its descendants look back at it.
  public struct Ancestor: Sendable {
    public var header: BlockHeader
    public var hash: Hash
    public var ommers: [Hash]

    public init(header: BlockHeader, hash: Hash, ommers: [Hash] = []) {
      self.header = header
      self.hash = hash
      self.ommers = ommers
    }
  }

  public static let reach = 7
  /// Oldest first.
  public private(set) var ancestors: [Ancestor]

  public init(parent: Ancestor) { ancestors = [parent] }

  public var parent: Ancestor { ancestors[ancestors.count - 1] }

  /// Puts the next block behind the last, and forgets what is out of reach.
  public mutating func append(_ ancestor: Ancestor) {
    if ancestors.count == AncestorWindow.reach { ancestors.removeFirst() }
    ancestors.append(ancestor)
  }
}
