import ChainTypes

extension HexaryTrie {
  /// The value of a key, nil where there is none.
  public func value<S: NodeSource>(
    of key: [UInt8], from source: inout S
  ) throws(TrieError<S.Failure>) -> [UInt8]? {
    try value(at: path(of: key), from: &source)
  }

  /// The value at a path: of a trie of hashed keys, the key's hash.
  public func value<S: NodeSource>(
    at path: [UInt8], from source: inout S
  ) throws(TrieError<S.Failure>) -> [UInt8]? {
    var nodes: [[UInt8]]?
    return try find(path, collecting: &nodes, &source)
  }

  /// The encoded nodes from the root to where a key's path ends, as `eth_getProof` has them: nodes
  /// that stand in their parent are not repeated. Proves the value, or that there is none.
  public func proof<S: NodeSource>(
    of key: [UInt8], from source: inout S
  ) throws(TrieError<S.Failure>) -> [[UInt8]] {
    try proof(at: path(of: key), from: &source)
  }

  /// The same for a path: of a trie of hashed keys, the key's hash.
  public func proof<S: NodeSource>(
    at path: [UInt8], from source: inout S
  ) throws(TrieError<S.Failure>) -> [[UInt8]] {
    var nodes: [[UInt8]]? = []
    _ = try find(path, collecting: &nodes, &source)
    return nodes ?? []
  }

  private func path(of key: [UInt8]) -> [UInt8] {
    keys == .hashed ? Keccak256.hash(key).bytes : key
  }

  private func find<S: NodeSource>(
    _ key: [UInt8], collecting nodes: inout [[UInt8]]?, _ source: inout S
  ) throws(TrieError<S.Failure>) -> [UInt8]? {
    precondition(key.count <= Limits.keyBytes, "a key has at most 1,024 bytes")
    try open(&source)
    if nodes != nil, shape != .empty {
      encodeRoot()
      nodes?.append(writer.encodedBytes)
    }
    guard let first = key.first else { return ending.isEmpty ? nil : ending }
    let nibble = Int(first >> 4)
    guard !isEmpty(nibble) else { return nil }
    let subtree = subtree(nibble)
    subtree.state.epoch = epoch
    try subtree.state.hold(&source)
    let isJoined = shape == .joined(nibble)
    let leaf = try subtree.state.find(key, isJoined: isJoined, collecting: &nodes, &source)
    return leaf == 0 ? nil : subtree.state.value(leaf)
  }
}

extension SubtreeState {
  func value(_ leaf: UInt32) -> [UInt8] { Leaf(block(leaf)).value }

  /// The leaf of a key, or 0. The node at depth 1 must be held.
  mutating func find<S: NodeSource>(
    _ key: [UInt8], isJoined: Bool, collecting nodes: inout [[UInt8]]?, _ source: inout S
  ) throws(TrieError<S.Failure>) -> UInt32 {
    var (node, depth) = (root, 1)
    // A joined root stands in the list already, unless a branch hangs below its first nibble.
    var isListed = isJoined && block(node).kind != .branch
    path[0] = key[0] >> 4
    while node != 0 {
      if nodes != nil, !isListed { collect(node, depth, &nodes) }
      isListed = false
      let block = block(node)
      block.epoch = epoch
      if block.kind == .leaf { return Leaf(block).isKey(key) ? node : 0 }
      if block.kind == .branch, depth == key.count << 1 { return Branch(block).ending }
      node = try step(node, &depth, key, &source)
    }
    return 0
  }

  private mutating func collect(_ node: UInt32, _ depth: Int, _ nodes: inout [[UInt8]]?) {
    encode(node, depth)
    if writer.count >= 32 { nodes?.append(writer.encodedBytes) }
  }

  /// The next node on a key's path, or 0.
  private mutating func step<S: NodeSource>(
    _ node: UInt32, _ depth: inout Int, _ key: [UInt8], _ source: inout S
  ) throws(TrieError<S.Failure>) -> UInt32 {
    let block = block(node)
    if block.kind == .branch {
      let branch = Branch(block)
      let nibble = key.nibble(depth)
      guard branch.has(nibble) else { return 0 }
      path[depth] = UInt8(nibble)
      depth += 1
      let rank = branch.rank(nibble)
      if branch.child(rank) == 0 {
        branch.setChild(rank, try load(branch.reference(rank), depth, &source))
      }
      return branch.child(rank)
    }
    let node = Extension(block)
    for index in 0..<node.nibbleCount {
      guard depth < key.count << 1, key.nibble(depth) == Int(node.nibble(index)) else { return 0 }
      path[depth] = node.nibble(index)
      depth += 1
    }
    if node.child == 0 {
      node.child = try load(node.reference, depth, &source, below: .extension_)
    }
    return node.child
  }
}

extension Leaf {
  func isKey(_ key: [UInt8]) -> Bool {
    guard key.count == keyCount else { return false }
    for index in key.indices where block.byte(keyOffset + index) != key[index] { return false }
    return true
  }
}

extension [UInt8] {
  /// A nibble counted from the start.
  func nibble(_ index: Int) -> Int {
    let byte = self[index >> 1]
    return Int(index & 1 == 0 ? byte >> 4 : byte & 15)
  }
}
