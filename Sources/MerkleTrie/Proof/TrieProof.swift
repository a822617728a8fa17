import ChainTypes

/// Checks proofs in the form of `eth_getProof` (EIP-1186): the encoded nodes from the root down to
/// where a key's path ends. Each must be there, in order, with the hash that the one above names,
/// and none more.
public enum TrieProof {
  /// The value that the trie with this root has at a path, nil when the proof shows that there is
  /// none. The path of a trie of hashed keys is the key's hash.
  public static func verify(
    root: Hash, path: [UInt8], nodes: [[UInt8]]
  ) throws(ProofFault) -> [UInt8]? {
    if root == Keccak256.emptyTrieRoot {
      // Clients differ: no node, or the encoding of the empty trie.
      guard nodes.isEmpty || nodes == [[0x80]] else { throw .needlessNodes(from: 0) }
      return nil
    }
    var walk = ProofWalk(path: path, reference: NodeReference(root))
    while !walk.isFinished {
      try walk.step(nodes)
    }
    guard walk.used == nodes.count else { throw .needlessNodes(from: walk.used) }
    return walk.value
  }

  /// The account that a state root has at an address, nil when the proof shows that there is none.
  public static func account(
    _ address: Address, stateRoot: Hash, nodes: [[UInt8]]
  ) throws(ProofFault) -> TrieAccount? {
    let path = Keccak256.hash(address).bytes
    guard let value = try verify(root: stateRoot, path: path, nodes: nodes) else { return nil }
    do throws(RLPError) { return try TrieAccount(encoded: value) } catch { throw .value(error) }
  }

  /// The value that a storage root has in a slot; zero when the proof shows that there is none.
  public static func slot(
    _ slot: Word, storageRoot: Hash, nodes: [[UInt8]]
  ) throws(ProofFault) -> Word {
    let path = Keccak256.hash(slot).bytes
    guard let value = try verify(root: storageRoot, path: path, nodes: nodes) else { return .zero }
    do throws(RLPError) {
      var reader = try RLPReader(value)
      let word = try reader.readWord()
      try reader.finish()
      return word
    } catch {
      throw .value(error)
    }
  }

  /// The encoded transaction, receipt or withdrawal at a place of a list, nil when the proof shows
  /// that the list ends before it.
  public static func item(
    _ index: Int, root: Hash, nodes: [[UInt8]]
  ) throws(ProofFault) -> [UInt8]? {
    try verify(root: root, path: OrderedTrie.key(index), nodes: nodes)
  }
}

/// Why a proof proves nothing. Nodes are counted from zero.
public enum ProofFault: Error, Equatable, Sendable {
  /// The proof ends before the path does.
  case missingNode(Int)
  /// Nodes that the path does not need.
  case needlessNodes(from: Int)
  /// A node, or one that stands within it, is not what it should be.
  case node(Int, NodeFault)
  /// The value that is proved is not of the kind that was asked for.
  case value(RLPError)
}

/// Where the check of a proof stands.
private struct ProofWalk {
  let path: [UInt8]
  /// What the node above keeps of the next one.
  var reference: NodeReference
  var depth = 0
  /// How many nodes of the proof were used.
  var used = 0
  var isBelowExtension = false
  var isFinished = false
  var value: [UInt8]?

  init(path: [UInt8], reference: NodeReference) {
    self.path = path
    self.reference = reference
  }

  mutating func step(_ nodes: [[UInt8]]) throws(ProofFault) {
    var record = reference.bytes
    if reference.isHash {
      guard used < nodes.count else { throw .missingNode(used) }
      record = nodes[used]
      guard Keccak256.hash(record) == reference.hash else { throw .node(used, .otherHash) }
      // Only a root may be shorter than a hash and yet be hashed.
      guard used == 0 || record.count >= 32 else { throw .node(used, .reference) }
      used += 1
    }
    do throws(NodeFault) {
      let node = try DecodedNode(record.span)
      guard node.end == record.count else { throw .trailingBytes }
      guard !isBelowExtension || node.kind == .branch else { throw .shape }
      try follow(node, record)
    } catch {
      throw .node(max(0, used - 1), error)
    }
  }

  private mutating func follow(_ node: DecodedNode, _ record: [UInt8]) throws(NodeFault) {
    if node.kind == .branch { return followBranch(node, record) }
    let rest = 2 * path.count - depth
    guard node.kind != .leaf || (depth + node.nibbleCount) & 1 == 0 else { throw .depth }
    var shared = 0
    while shared < min(rest, node.nibbleCount),
      path.nibble(depth + shared) == Int(node.nibble(shared, record.span))
    { shared += 1 }
    depth += shared
    let isWhole = shared == node.nibbleCount
    if node.kind == .leaf {
      finish(isWhole && shared == rest ? node.items[1] : nil, record)
    } else if isWhole {
      reference = node.reference(1, record.span)
      isBelowExtension = true
    } else {
      finish(nil, record)
    }
  }

  private mutating func followBranch(_ node: DecodedNode, _ record: [UInt8]) {
    isBelowExtension = false
    guard depth < 2 * path.count else { return finish(node.items[16], record) }
    reference = node.reference(path.nibble(depth), record.span)
    depth += 1
    if reference.isNone { finish(nil, record) }
  }

  private mutating func finish(_ item: DecodedNode.Item?, _ record: [UInt8]) {
    isFinished = true
    if let item, !item.isEmpty { value = Array(record[item.content..<item.end]) }
  }
}
