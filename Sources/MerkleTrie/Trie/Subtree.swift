import ChainTypes

/// One of the sixteen parts of a trie below its root: what an update of keys with one first nibble
/// changes, and all that it changes. So sixteen threads can update a trie without a lock.
final class Subtree {
  var state: SubtreeState
  /// A part of an update stopped half-way here.
  var hasFailed = false

  init(keyBytes: Int?, tracksVacated: Bool) {
    state = SubtreeState(keyBytes: keyBytes, tracksVacated: tracksVacated)
  }
}

/// The nodes of a subtree that are held, and the scratch that updates need. The recursion runs on
/// the value, not the object, so that the compiler need not check each access for exclusivity.
struct SubtreeState: ~Copyable {
  /// The nodes.
  var memory = NodeMemory()
  /// Where nodes are encoded.
  var writer = NodeWriter()
  /// The node at depth 1, or 0 when there is none or it is not held.
  var root: UInt32 = 0
  /// What the root branch keeps of this subtree.
  var reference = NodeReference.none
  /// Whether `root` is newer than `reference`.
  var isStale = false
  /// The nibbles from the trie's root to where the recursion stands, one a byte.
  var path: [UInt8]
  /// What the source has read last.
  var record: [UInt8] = []
  /// Scratch of `warm`.
  var walkers: [Walker] = []
  /// Paths that nodes have left since the last flush, each behind its count in two bytes.
  var vacated: [UInt8] = []
  /// The number of the update: nodes bear the last one that walked over them.
  var epoch: UInt32 = 0
  /// Length of all keys where they are hashes, nil where keys are as they come.
  let keyBytes: Int?
  /// Whether `vacated` is kept: a trie without store needs no list of what to delete there.
  let tracksVacated: Bool

  init(keyBytes: Int?, tracksVacated: Bool) {
    self.keyBytes = keyBytes
    self.tracksVacated = tracksVacated
    path = [UInt8](repeating: 0, count: 2 * (keyBytes ?? Limits.keyBytes) + 2)
  }

  var isEmpty: Bool { root == 0 && reference.isNone }

  func block(_ handle: UInt32) -> Block { memory.block(handle) }

  /// Notes that the node at the first `depth` nibbles of the path has gone.
  mutating func vacate(_ depth: Int) {
    guard tracksVacated else { return }
    vacated.append(UInt8(depth & 0xff))
    vacated.append(UInt8(depth >> 8))
    vacated.append(contentsOf: path[0..<depth])
  }
}

/// What became of a place in the trie: its node (0 for none), and whether anything is different.
struct Outcome {
  var node: UInt32
  var isChanged: Bool

  static func same(_ node: UInt32) -> Outcome { Outcome(node: node, isChanged: false) }
  static func changed(_ node: UInt32) -> Outcome { Outcome(node: node, isChanged: true) }
}
