import ChainTypes

/// A key of a trie with its value.
public struct TrieEntry: Equatable, Sendable {
  /// The path: of a trie of hashed keys, the key's hash.
  public var path: [UInt8]
  public var value: [UInt8]
  /// What was kept beside the leaf.
  public var note: [UInt8]

  public init(path: [UInt8], value: [UInt8], note: [UInt8]) {
    self.path = path
    self.value = value
    self.note = note
  }
}

// Walking over the keys in their order, for snapshots and ranges.

extension HexaryTrie {
  /// The entry with the smallest path above one, or the smallest of all.
  public func entry<S: NodeSource>(
    after path: [UInt8]?, from source: inout S
  ) throws(TrieError<S.Failure>) -> TrieEntry? {
    try open(&source)
    guard let path else {
      return ending.isEmpty
        ? try entry(.upward, [], &source) : TrieEntry(path: [], value: ending, note: [])
    }
    return try entry(.upward, path, &source)
  }

  /// The entry with the largest path below one.
  public func entry<S: NodeSource>(
    before path: [UInt8], from source: inout S
  ) throws(TrieError<S.Failure>) -> TrieEntry? {
    try open(&source)
    if path.isEmpty { return nil }
    if let found = try entry(.downward, path, &source) { return found }
    return ending.isEmpty ? nil : TrieEntry(path: [], value: ending, note: [])
  }

  private func entry<S: NodeSource>(
    _ direction: Direction, _ path: [UInt8], _ source: inout S
  ) throws(TrieError<S.Failure>) -> TrieEntry? {
    var nibble = path.isEmpty ? 0 : path.nibble(0)
    let step = direction == .upward ? 1 : -1
    var isBound = !path.isEmpty
    while 0 <= nibble, nibble < 16 {
      if !isEmpty(nibble) {
        let subtree = subtree(nibble)
        try subtree.state.hold(&source)
        let root = subtree.state.root
        let leaf = try subtree.state.neighbour(
          of: path, direction, root, 1, isBound: isBound, &source)
        if leaf != 0 { return subtree.state.entry(leaf) }
      }
      isBound = false
      nibble += step
    }
    return nil
  }
}

enum Direction {
  case upward, downward
}

extension SubtreeState {
  func entry(_ node: UInt32) -> TrieEntry {
    let leaf = Leaf(block(node))
    return TrieEntry(
      path: leaf.block.array(leaf.keyOffset, leaf.keyCount), value: leaf.value,
      note: leaf.block.array(leaf.noteOffset, leaf.noteCount))
  }

  /// The leaf nearest to a key on one side, below a node, or 0. `isBound` says that the path to the
  /// node is the key's own, so that the key decides what comes next.
  mutating func neighbour<S: NodeSource>(
    of key: [UInt8], _ direction: Direction, _ node: UInt32, _ depth: Int, isBound: Bool,
    _ source: inout S
  ) throws(TrieError<S.Failure>) -> UInt32 {
    let block = block(node)
    switch block.kind {
    case .leaf:
      guard isBound else { return node }
      let path = Leaf(block).block.array(Leaf(block).keyOffset, Leaf(block).keyCount)
      return direction == .upward
        ? key.lexicographicallyPrecedes(path) ? node : 0
        : path.lexicographicallyPrecedes(key) ? node : 0
    case .branch:
      return try neighbour(of: key, direction, Branch(block), depth, isBound: isBound, &source)
    default:
      return try neighbour(of: key, direction, Extension(block), depth, isBound: isBound, &source)
    }
  }

  private mutating func neighbour<S: NodeSource>(
    of key: [UInt8], _ direction: Direction, _ node: Extension, _ depth: Int, isBound: Bool,
    _ source: inout S
  ) throws(TrieError<S.Failure>) -> UInt32 {
    var isBound = isBound
    for index in 0..<node.nibbleCount {
      path[depth + index] = node.nibble(index)
      guard isBound else { continue }
      // A key that ends here comes before all keys below.
      let wanted = depth + index < key.count << 1 ? key.nibble(depth + index) : -1
      let found = Int(node.nibble(index))
      if found != wanted {
        guard (found > wanted) == (direction == .upward) else { return 0 }
        isBound = false
      }
    }
    let end = depth + node.nibbleCount
    if node.child == 0 { node.child = try load(node.reference, end, &source, below: .extension_) }
    return try neighbour(of: key, direction, node.child, end, isBound: isBound, &source)
  }

  private mutating func neighbour<S: NodeSource>(
    of key: [UInt8], _ direction: Direction, _ branch: Branch, _ depth: Int, isBound: Bool,
    _ source: inout S
  ) throws(TrieError<S.Failure>) -> UInt32 {
    let isKeyEnd = isBound && depth == key.count << 1
    if direction == .upward, !isBound, branch.ending != 0 { return branch.ending }
    if direction == .downward, isKeyEnd { return 0 }
    let bound = isBound && !isKeyEnd ? key.nibble(depth) : direction == .upward ? -1 : 16
    var nibble = bound < 0 ? 0 : min(bound, 15)
    while 0 <= nibble, nibble < 16 {
      if branch.has(nibble) {
        path[depth] = UInt8(nibble)
        let rank = branch.rank(nibble)
        if branch.child(rank) == 0 {
          branch.setChild(rank, try load(branch.reference(rank), depth + 1, &source))
        }
        let leaf = try neighbour(
          of: key, direction, branch.child(rank), depth + 1, isBound: nibble == bound, &source)
        if leaf != 0 { return leaf }
      }
      nibble += direction == .upward ? 1 : -1
    }
    // Downward the key that ends at the branch comes last.
    return direction == .downward ? branch.ending : 0
  }
}
