import ChainTypes

// The root node: a branch over the subtrees, or joined with the only one.

extension HexaryTrie {
  var keyBytes: Int? { keys == .hashed ? 32 : nil }

  func reference(_ nibble: Int) -> NodeReference {
    slots[nibble].subtree?.state.reference ?? slots[nibble].unread
  }

  func isEmpty(_ nibble: Int) -> Bool {
    slots[nibble].subtree?.state.isEmpty ?? slots[nibble].unread.isNone
  }

  /// The subtree of a first nibble, made when it is needed for the first time.
  func subtree(_ nibble: Int) -> Subtree {
    if let subtree = slots[nibble].subtree { return subtree }
    let made = Subtree(keyBytes: keyBytes, tracksVacated: isStored)
    made.state.reference = slots[nibble].unread
    made.state.path[0] = UInt8(nibble)
    slots[nibble].subtree = made
    return made
  }

  /// Reads the root node when nothing was read yet.
  func open<S: NodeSource>(_ source: inout S) throws(TrieError<S.Failure>) {
    guard !isAbandoned else { throw .abandoned }
    guard !isOpen else { return }
    var record: [UInt8] = []
    let found: Bool
    do throws(S.Failure) {
      found = try source.load(at: Span<UInt8>(), hash: rootHash, into: &record)
    } catch {
      throw .source(error)
    }
    guard found else { throw .missing(path: []) }
    do throws(NodeFault) {
      try adoptRoot(record, isVerified: source.verifiesNodes)
    } catch {
      throw .malformed(path: [], error)
    }
    isOpen = true
  }

  private func adoptRoot(_ record: [UInt8], isVerified: Bool) throws(NodeFault) {
    let node = try DecodedNode(record.span)
    if isVerified, Hash.keccak(record.span.extracting(0..<node.end)) != rootHash {
      throw .otherHash
    }
    switch node.kind {
    case .branch: try adoptRootBranch(node, record)
    case .leaf where node.nibbleCount == 0:
      guard keys == .plain else { throw .depth }
      ending = Array(record[node.items[1].content..<node.items[1].end])
      shape = .ending
    default:
      let nibble = Int(node.nibble(0, record.span))
      let subtree = subtree(nibble)
      subtree.state.record = record
      try subtree.state.adoptRoot(node)
      shape = .joined(nibble)
    }
  }

  private func adoptRootBranch(_ node: DecodedNode, _ record: [UInt8]) throws(NodeFault) {
    guard node.end == record.count else { throw .trailingBytes }
    let value = node.items[16]
    guard value.isEmpty || keys == .plain else { throw .value }
    ending = Array(record[value.content..<value.end])
    for nibble in 0..<16 { slots[nibble].unread = node.reference(nibble, record.span) }
    shape = .branch
  }

  /// Finds the root's form and hash after the subtrees have changed.
  func settleRoot<S: NodeSource>(_ source: inout S) throws(TrieError<S.Failure>) {
    var (count, only) = (0, 0)
    for nibble in 0..<16 where !isEmpty(nibble) {
      count += 1
      only = nibble
    }
    switch (count, ending.isEmpty) {
    case (0, true): shape = .empty
    case (0, false): shape = .ending
    case (1, true):
      shape = .joined(only)
      try subtree(only).state.hold(&source)
    default:
      // What was joined with the root becomes a node, and a record, of its own.
      if case .joined(let nibble) = shape { subtree(nibble).state.markRoot() }
      shape = .branch
      for nibble in 0..<16 { slots[nibble].subtree?.state.refresh() }
    }
    encodeRoot()
    rootHash = shape == .empty ? Keccak256.emptyTrieRoot : writer.hash()
  }

  /// Leaves the root's encoding in the writer; nothing for the empty trie.
  func encodeRoot() {
    switch shape {
    case .empty: break
    case .ending: writer.writeEndingLeaf(ending)
    case .joined(let nibble): subtree(nibble).state.encodeJoined(nibble, &writer)
    case .branch:
      writer.begin(atMost: Limits.branchBytes + ending.count + 8)
      for nibble in 0..<16 { writer.append(reference(nibble)) }
      writer.append(string: ending)
      writer.finish()
    }
  }
}

extension SubtreeState {
  /// Takes a root node that is a leaf or an extension, less its first nibble.
  mutating func adoptRoot(_ node: DecodedNode) throws(NodeFault) {
    if node.kind == .extension_, node.nibbleCount == 1 {
      guard node.end == record.count else { throw .trailingBytes }
      reference = node.reference(1, record.span)
      return
    }
    root = node.kind == .leaf ? try adopt(node, 0) : try adoptExtension(node, 0, skipping: 1)
    block(root).isUnflushed = false
    isStale = true
  }

  /// Makes sure that the node at depth 1 is held.
  mutating func hold<S: NodeSource>(_ source: inout S) throws(TrieError<S.Failure>) {
    if root == 0, !reference.isNone { root = try load(reference, 1, &source) }
  }

  mutating func markRoot() {
    if root != 0 { block(root).isUnflushed = true }
  }

  /// Makes sure that the reference is that of the node.
  mutating func refresh() {
    guard isStale else { return }
    isStale = false
    reference = root == 0 ? .none : seal(root, 1)
  }

  /// Writes the node at depth 1 as the root of a trie without other subtrees.
  func encodeJoined(_ nibble: Int, _ writer: inout NodeWriter) {
    let block = block(root)
    switch block.kind {
    case .leaf: writer.write(Leaf(block), from: 0)
    case .branch: writer.write(extensionPath: 1, reference) { _ in nibble }
    default:
      let node = Extension(block)
      writer.write(extensionPath: node.nibbleCount + 1, node.reference) { index in
        index == 0 ? nibble : Int(node.nibble(index - 1))
      }
    }
  }
}
