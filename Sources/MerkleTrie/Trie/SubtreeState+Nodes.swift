import ChainTypes

// Making, replacing and joining nodes.

extension SubtreeState {
  /// The path's nibbles at some depths, from a key.
  mutating func setPath(_ view: BatchView, _ index: Int, _ depths: Range<Int>) {
    for depth in depths { path[depth] = UInt8(view.nibble(index, depth)) }
  }

  mutating func makeBlock(_ byteCount: Int) -> UInt32 {
    let handle = memory.allocate(byteCount)
    let block = block(handle)
    block.isUnflushed = true
    block.epoch = epoch
    return handle
  }

  mutating func makeLeaf(_ view: BatchView, _ index: Int) -> UInt32 {
    let entry = view.entry(index)
    let (key, note, value) = (Int(entry.keyCount), Int(entry.noteCount), Int(entry.valueCount))
    let handle = makeBlock(Leaf.byteCount(key: key, note: note, value: value))
    write(view, index, into: handle)
    return handle
  }

  private func write(_ view: BatchView, _ index: Int, into handle: UInt32) {
    let entry = view.entry(index)
    let leaf = Leaf(block(handle))
    leaf.setCounts(
      key: Int(entry.keyCount), note: Int(entry.noteCount), value: Int(entry.valueCount))
    leaf.setContents(view, index)
  }

  mutating func makeBranch(capacity: Int) -> UInt32 {
    let handle = makeBlock(Branch.byteCount(capacity: capacity))
    _ = Branch(making: block(handle), capacity: capacity)
    return handle
  }

  /// An extension whose nibbles the caller sets.
  mutating func makeExtension(
    nibbles: Int, _ child: UInt32, _ reference: NodeReference
  ) -> UInt32 {
    let handle = makeBlock(Extension.byteCount(nibbles: nibbles))
    let made = Extension(block(handle))
    made.setNibbleCount(nibbles)
    made.child = child
    made.reference = reference
    return handle
  }

  /// The leaf of a key that is in the trie, with its new value, or gone.
  mutating func replace(_ node: UInt32, _ view: BatchView, _ index: Int) -> Outcome {
    let entry = view.entry(index)
    let leaf = Leaf(block(node))
    if entry.valueCount == 0 {
      memory.free(node)
      return .changed(0)
    }
    if leaf.hasValue(of: view, index) { return .same(node) }
    let needed = Leaf.byteCount(
      key: Int(entry.keyCount), note: Int(entry.noteCount), value: Int(entry.valueCount))
    let size = SizeClass(fitting: needed)
    if size.isShared, size.index == Int(leaf.block.sizeClass) {
      write(view, index, into: node)
      return .changed(node)
    }
    memory.free(node)
    return .changed(makeLeaf(view, index))
  }

  /// Sets or removes the value of a key that ends at a branch; tells whether anything changed.
  mutating func updateEnding(_ node: UInt32, _ view: BatchView, _ index: Int) -> Bool {
    let branch = Branch(block(node))
    guard branch.ending != 0 else {
      if view.isRemoval(index) { return false }
      branch.ending = makeLeaf(view, index)
      return true
    }
    let outcome = replace(branch.ending, view, index)
    branch.ending = outcome.node
    return outcome.isChanged
  }

  /// Adds a child where a branch has none; the branch moves when it is full.
  mutating func insertChild(
    _ node: inout UInt32, _ nibble: Int, _ child: UInt32, _ reference: NodeReference
  ) {
    var branch = Branch(block(node))
    if branch.childCount == branch.capacity {
      let larger = makeBranch(capacity: Branch.capacity(atLeast: branch.capacity + 1))
      Branch(block(larger)).takeOver(branch)
      memory.free(node)
      node = larger
      branch = Branch(block(node))
    }
    let rank = branch.insertSlot(nibble)
    branch.setChild(rank, child)
    branch.setReference(rank, reference)
  }

  /// Ends the update of a branch: with two occupants or more its new children are hashed; with
  /// fewer it is no branch any more (yellow paper, appendix D: every trie has one form).
  mutating func settle<S: NodeSource>(
    _ node: UInt32, _ depth: Int, _ stale: UInt16, _ source: inout S
  ) throws(TrieError<S.Failure>) -> UInt32 {
    let branch = Branch(block(node))
    let count = branch.childCount
    guard count + (branch.ending == 0 ? 0 : 1) < 2 else {
      sealChildren(branch, depth, stale)
      return node
    }
    defer { memory.free(node) }
    guard count == 1 else { return branch.ending }
    path[depth] = UInt8(branch.mask.trailingZeroBitCount)
    let reference = branch.reference(0)
    let child =
      branch.child(0) == 0 ? try load(reference, depth + 1, &source) : branch.child(0)
    return attach(child, depth..<depth + 1, stale == 0 ? reference : nil)
  }

  private mutating func sealChildren(_ branch: Branch, _ depth: Int, _ stale: UInt16) {
    var (rest, mask, rank) = (stale, branch.mask, 0)
    while rest != 0 {
      if mask & 1 != 0 {
        if rest & 1 != 0 { branch.setReference(rank, seal(branch.child(rank), depth + 1)) }
        rank += 1
      }
      mask >>= 1
      rest >>= 1
    }
  }

  /// Puts a node that stands at the end of some depths under the path between: leaves bear their
  /// whole key, extensions grow, a branch gets an extension above it. `reference` is the branch's,
  /// nil when it has to be hashed.
  mutating func attach(
    _ node: UInt32, _ depths: Range<Int>, _ reference: NodeReference?
  ) -> UInt32 {
    guard !depths.isEmpty else { return node }
    guard node != 0, block(node).kind != .leaf else {
      vacate(depths.upperBound)
      return node
    }
    if block(node).kind == .branch {
      let known = reference ?? seal(node, depths.upperBound)
      let made = makeExtension(nibbles: depths.count, node, known)
      writePath(depths, into: made)
      return made
    }
    vacate(depths.upperBound)
    let old = Extension(block(node))
    let made = makeExtension(
      nibbles: depths.count + old.nibbleCount, old.child, old.reference)
    writePath(depths, into: made)
    let grown = Extension(block(made))
    for index in 0..<old.nibbleCount { grown.setNibble(depths.count + index, old.nibble(index)) }
    memory.free(node)
    return made
  }

  private func writePath(_ depths: Range<Int>, into handle: UInt32) {
    let made = Extension(block(handle))
    for depth in depths { made.setNibble(depth - depths.lowerBound, path[depth]) }
  }

  /// Frees a node and everything held below it.
  mutating func release(_ node: UInt32) {
    let block = block(node)
    switch block.kind {
    case .branch:
      let branch = Branch(block)
      for rank in 0..<branch.childCount where branch.child(rank) != 0 {
        release(branch.child(rank))
      }
      if branch.ending != 0 { memory.free(branch.ending) }
    case .extension_:
      let child = Extension(block).child
      if child != 0 { release(child) }
    default: break
    }
    memory.free(node)
  }
}
