import ChainTypes

extension HexaryTrie {
  /// Whether the store does not have the present root yet.
  public var needsFlush: Bool { rootHash != storedRoot }

  /// Gives the sink every node that changed since the last flush, first what is gone, then what is
  /// there. Nothing is forgotten until `didFlush`, so that a failed commit can be tried again.
  public func flush<K: NodeSink>(into sink: inout K) throws(K.Failure) {
    precondition(
      isStored && !isAbandoned, "a trie without a store, or after an error, has no flush")
    guard needsFlush else { return }
    if shape == .empty { try sink.remove(at: Span<UInt8>()) }
    for nibble in 0..<16 {
      guard let subtree = slots[nibble].subtree else { continue }
      try subtree.state.emitVacated(into: &sink)
      if shape == .joined(nibble) { try subtree.state.emitJoined(into: &sink) }
    }
    if shape != .empty { try storeRoot(into: &sink) }
    for nibble in 0..<16 {
      guard let subtree = slots[nibble].subtree, subtree.state.root != 0 else { continue }
      try subtree.state.emitRoot(isJoined: shape == .joined(nibble), into: &sink)
    }
  }

  /// The last flush is durable: its nodes need not be kept or given again.
  public func didFlush() {
    storedRoot = rootHash
    for nibble in 0..<16 { slots[nibble].subtree?.state.markFlushed() }
  }

  private func storeRoot<K: NodeSink>(into sink: inout K) throws(K.Failure) {
    encodeRoot()
    var record = writer.encodedBytes
    if case .joined(let nibble) = shape { record += subtree(nibble).state.rootNote }
    try sink.store(record.span, at: Span<UInt8>())
  }
}

extension SubtreeState {
  /// The note of the node at depth 1 when that is a leaf.
  var rootNote: [UInt8] {
    guard block(root).kind == .leaf else { return [] }
    let leaf = Leaf(block(root))
    return leaf.block.array(leaf.noteOffset, leaf.noteCount)
  }

  func emitVacated<K: NodeSink>(into sink: inout K) throws(K.Failure) {
    var next = 0
    while next < vacated.count {
      let count = Int(vacated[next]) | Int(vacated[next + 1]) << 8
      next += 2
      try sink.remove(at: vacated.span.extracting(next..<next + count))
      next += count
    }
  }

  /// A leaf or extension that became the trie's root is not below it any more.
  func emitJoined<K: NodeSink>(into sink: inout K) throws(K.Failure) {
    guard root != 0, block(root).kind != .branch else { return }
    try sink.remove(at: path.span.extracting(0..<1))
  }

  /// Stores what changed in the subtree, less a node that is joined with the trie's root.
  mutating func emitRoot<K: NodeSink>(
    isJoined: Bool, into sink: inout K
  ) throws(K.Failure) {
    let block = block(root)
    guard isJoined, block.kind != .branch else { return try emit(root, 1, into: &sink) }
    if block.kind == .extension_ { try emitChild(Extension(block), 1, into: &sink) }
  }

  private mutating func emit<K: NodeSink>(
    _ node: UInt32, _ depth: Int, into sink: inout K
  ) throws(K.Failure) {
    let block = block(node)
    guard block.isUnflushed else { return }
    encode(node, depth)
    if block.kind == .leaf { writer.append(noteOf: Leaf(block)) }
    try writer.give(to: &sink, path, depth)
    switch block.kind {
    case .branch:
      let branch = Branch(block)
      for nibble in 0..<16 where branch.has(nibble) {
        let child = branch.child(branch.rank(nibble))
        guard child != 0 else { continue }
        path[depth] = UInt8(nibble)
        try emit(child, depth + 1, into: &sink)
      }
    case .extension_: try emitChild(Extension(block), depth, into: &sink)
    default: break
    }
  }

  private mutating func emitChild<K: NodeSink>(
    _ node: Extension, _ depth: Int, into sink: inout K
  ) throws(K.Failure) {
    guard node.child != 0 else { return }
    for index in 0..<node.nibbleCount { path[depth + index] = node.nibble(index) }
    try emit(node.child, depth + node.nibbleCount, into: &sink)
  }

  mutating func markFlushed() {
    vacated.removeAll(keepingCapacity: true)
    if root != 0 { markFlushed(root) }
  }

  private func markFlushed(_ node: UInt32) {
    let block = block(node)
    guard block.isUnflushed else { return }
    block.isUnflushed = false
    switch block.kind {
    case .branch:
      let branch = Branch(block)
      for rank in 0..<branch.childCount where branch.child(rank) != 0 {
        markFlushed(branch.child(rank))
      }
    case .extension_:
      let child = Extension(block).child
      if child != 0 { markFlushed(child) }
    default: break
    }
  }
}
