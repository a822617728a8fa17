import ChainTypes

/// Ethereum's Merkle-Patricia trie (yellow paper, appendix D), held in memory as far as it was
/// needed: nodes come from a `NodeSource` along the paths that are walked, and stay until `prune`.
///
/// Without a store it is simply a map with a root:
///
///     let trie = HexaryTrie()
///     trie.set([1, 2], [3])
///     let root = trie.root
///
/// With a store, a block's changes go in with `update`, which gives the new root and emits nothing.
/// Every so many blocks `flush` gives the sink each node that changed since the last time, once,
/// and `didFlush` is called when that is durable. The 16 subtrees below the root are independent,
/// so that `prepare`, `SubtreeUpdate.run` and `finish` do the work of `update` on several threads.
///
/// A trie is used by one thread at a time, except for running the parts of one update.
public final class HexaryTrie {
  /// What keys are.
  public enum Keys: Sendable {
    /// Used as they stand, of any length.
    case plain
    /// Their Keccak hash is used: account and storage tries.
    case hashed
  }

  /// One of the sixteen children of the root.
  struct Slot {
    /// What the root keeps of the subtree, as long as nothing was walked there.
    var unread = NodeReference.none
    var subtree: Subtree?
  }

  /// The form that the root node has: there is no branch with a single child.
  enum Shape: Equatable {
    case empty
    case ending
    case joined(Int)
    case branch
  }

  public let keys: Keys
  /// Whether there is a store that has to be told what changed.
  let isStored: Bool

  var slots = InlineArray<16, Slot>(repeating: Slot())
  /// The value of the empty key, or nothing.
  var ending: [UInt8] = []
  var shape = Shape.empty
  var rootHash: Hash
  var isOpen: Bool
  var isAbandoned = false
  /// What `set` and `remove` have collected.
  var pending = TrieBatch()
  var epoch: UInt32 = 0
  var writer = NodeWriter()

  /// The root at the last flush.
  var storedRoot: Hash

  /// An empty trie without a store.
  public init(keys: Keys = .plain) {
    self.keys = keys
    isStored = false
    isOpen = true
    rootHash = Keccak256.emptyTrieRoot
    storedRoot = rootHash
  }

  /// The trie of a store with this root; its nodes are read as they are needed.
  public init(root: Hash, keys: Keys = .hashed) {
    self.keys = keys
    isStored = true
    isOpen = root == Keccak256.emptyTrieRoot
    rootHash = root
    storedRoot = root
  }
}
