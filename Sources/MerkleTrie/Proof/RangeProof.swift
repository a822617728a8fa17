import ChainTypes

/// Checks that entries are all that a trie of hashed keys has between two paths, as the `snap`
/// protocol of Ethereum's clients does: with the nodes above the two ends of the run, everything
/// between them can be hashed again, so that nothing can be missing, added or altered.
///
/// The nodes stand in the order in which a walk from left to right opens them. A subtree that lies
/// whole within the run is hashed from its entries; one that lies whole outside is what its parent
/// says; only those that an end goes through are opened, and every one of these must be there.
public enum RangeProof {
  /// Refuses a run that is not what the trie with this root has from `start` on: up to its last
  /// entry, or to the end of the trie when it says so.
  public static func verify(root: Hash, start: Hash, _ run: TrieRun) throws(RangeFault) {
    guard run.isLast || !run.entries.isEmpty else { throw .empty }
    var batch = TrieBatch()
    batch.reserve(run.entries.count)
    var least = start
    for (index, entry) in run.entries.enumerated() {
      guard let path = Hash(bytes: entry.path) else { throw .path(index) }
      guard path > least || (index == 0 && path == start) else { throw .order(index) }
      guard !entry.value.isEmpty, entry.value.count <= Limits.valueBytes else {
        throw .path(index)
      }
      batch.append(hashed: path, value: entry.value.span, note: Span<UInt8>())
      least = path
    }
    if root == Keccak256.emptyTrieRoot {
      guard run.entries.isEmpty else { throw .entries }
      guard run.nodes.isEmpty else { throw .needlessNodes(from: 0) }
      return
    }
    batch.sort()
    let end = run.isLast ? Hash.last : least
    var walk = RangeWalk(start, end, nodes: run.nodes)
    try batch.withView { view throws(RangeFault) in try walk.checkRoot(root, view) }
    guard walk.used == run.nodes.count else { throw .needlessNodes(from: walk.used) }
  }
}

/// Consecutive entries of a trie in the order of their paths, and what proves it.
public struct TrieRun: Equatable, Sendable {
  public var entries: [TrieEntry]
  /// Nothing comes behind them.
  public var isLast: Bool
  public var nodes: [[UInt8]]

  public init(entries: [TrieEntry], isLast: Bool, nodes: [[UInt8]]) {
    self.entries = entries
    self.isLast = isLast
    self.nodes = nodes
  }
}

/// Why a run proves nothing. Entries and nodes are counted from zero.
public enum RangeFault: Error, Equatable, Sendable {
  /// Neither an entry nor the end of the trie.
  case empty
  /// An entry's path has not 32 bytes, or it has no value.
  case path(Int)
  /// An entry before the start, or not behind the one before.
  case order(Int)
  /// What is between the ends has another hash: something is missing, added or altered.
  case entries
  case missingNode(Int)
  case needlessNodes(from: Int)
  case node(Int, NodeFault)
}

extension Hash {
  /// The largest path.
  static var last: Hash { Hash(Word(.max, .max, .max, .max)) }

  /// A nibble counted from the start.
  func nibble(_ depth: Int) -> Int {
    let limb =
      switch depth >> 4 {
      case 0: word.limb3
      case 1: word.limb2
      case 2: word.limb1
      default: word.limb0
      }
    return Int(limb >> UInt64((15 - depth & 15) << 2) & 15)
  }
}

/// One end of a run: which of the subtrees that a walk comes to does it go through?
struct RangeEnd {
  let path: Hash
  /// Nibbles up to here decide; behind are zeros at the start, fifteens at the end.
  private let depth: Int
  private let isStart: Bool

  init(_ path: Hash, isStart: Bool) {
    self.path = path
    self.isStart = isStart
    let rest = isStart ? 0 : 15
    var depth = 64
    while depth > 0, path.nibble(depth - 1) == rest { depth -= 1 }
    self.depth = depth
  }

  /// Whether the end goes through the root: else nothing is beyond it.
  var isInside: Bool { depth > 0 }

  /// For a subtree that the end goes through, where a child of it is.
  func relation(_ nibble: Int, at place: Int) -> Relation {
    let own = path.nibble(place)
    if nibble == own { return place + 1 < depth ? .through : .within }
    return (nibble > own) == isStart ? .within : .beyond
  }

  enum Relation {
    /// Whole on the run's side, whole on the other, or cut by the end.
    case within, beyond, through
  }
}
