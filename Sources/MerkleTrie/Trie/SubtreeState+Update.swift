import ChainTypes

// The update of a place by a range of sorted keys that all lead there. Each node is visited once;
// it is hashed by its parent when the parent knows that it stays where it is.

extension SubtreeState {
  /// Applies the entries of a range, which share their first nibble, and brings `reference` up to
  /// date.
  mutating func apply<S: NodeSource>(
    _ view: BatchView, _ range: Range<Int>, _ source: inout S
  ) throws(TrieError<S.Failure>) {
    path[0] = UInt8(view.nibble(range.lowerBound, 0))
    if root == 0, !reference.isNone { root = try load(reference, 1, &source) }
    warm(view, range)
    let outcome = try update(root, 1, view, range, &source)
    root = outcome.node
    guard outcome.isChanged || isStale else { return }
    if root == 0 { vacate(1) }
    isStale = false
    reference = root == 0 ? .none : seal(root, 1)
  }

  /// What becomes of the node (0 for none) at a depth.
  mutating func update<S: NodeSource>(
    _ node: UInt32, _ depth: Int, _ view: BatchView, _ range: Range<Int>, _ source: inout S
  ) throws(TrieError<S.Failure>) -> Outcome {
    guard node != 0 else { return try build(depth, view, range, &source) }
    let block = block(node)
    block.epoch = epoch
    switch block.kind {
    case .branch: return try updateBranch(node, depth, view, range, new: nil, &source)
    case .leaf: return try updateLeaf(node, depth, view, range, &source)
    default: return try updateExtension(node, depth, view, range, &source)
    }
  }

  /// A new node for keys that lead where nothing is.
  private mutating func build<S: NodeSource>(
    _ depth: Int, _ view: BatchView, _ range: Range<Int>, _ source: inout S
  ) throws(TrieError<S.Failure>) -> Outcome {
    var (first, last) = (range.lowerBound, range.upperBound - 1)
    while first <= last, view.isRemoval(first) { first += 1 }
    guard first <= last else { return .same(0) }
    while view.isRemoval(last) { last -= 1 }
    if first == last { return .changed(makeLeaf(view, first)) }
    let shared = view.sharedNibbles(first, last, from: depth)
    setPath(view, first, depth..<shared)
    let branch = makeBranch(capacity: 2)
    let made = try updateBranch(branch, shared, view, first..<last + 1, new: 0, &source)
    return .changed(attach(made.node, depth..<shared, nil))
  }

  private mutating func updateLeaf<S: NodeSource>(
    _ node: UInt32, _ depth: Int, _ view: BatchView, _ range: Range<Int>, _ source: inout S
  ) throws(TrieError<S.Failure>) -> Outcome {
    let (first, last) = (range.lowerBound, range.upperBound - 1)
    let leaf = Leaf(block(node))
    let nibbles = leaf.keyCount << 1
    let shared = min(
      leaf.sharedNibbles(view, first, from: depth), leaf.sharedNibbles(view, last, from: depth))
    if first == last {
      if shared == nibbles, view.nibbleCount(first) == nibbles { return replace(node, view, first) }
      if view.isRemoval(first) { return .same(node) }
    }
    setPath(view, first, depth..<shared)
    var branch = makeBranch(capacity: 2)
    var stale: UInt16 = 0
    if shared == nibbles {
      Branch(block(branch)).ending = node
    } else {
      let nibble = leaf.nibble(shared)
      insertChild(&branch, nibble, node, .none)
      stale = 1 << UInt16(nibble)
    }
    let made = try updateBranch(branch, shared, view, range, new: stale, &source)
    return .changed(attach(made.node, depth..<shared, nil))
  }

  private mutating func updateExtension<S: NodeSource>(
    _ node: UInt32, _ depth: Int, _ view: BatchView, _ range: Range<Int>, _ source: inout S
  ) throws(TrieError<S.Failure>) -> Outcome {
    let (first, last) = (range.lowerBound, range.upperBound - 1)
    let old = Extension(block(node))
    let end = depth + old.nibbleCount
    let shared = min(
      old.sharedNibbles(view, first, from: depth), old.sharedNibbles(view, last, from: depth))
    if first == last, shared < end, view.isRemoval(first) { return .same(node) }
    setPath(view, first, depth..<shared)
    guard shared == end else {
      let (branch, stale) = split(node, depth, at: shared)
      let made = try updateBranch(branch, shared, view, range, new: stale, &source)
      return .changed(attach(made.node, depth..<shared, nil))
    }
    if old.child == 0 { old.child = try load(old.reference, end, &source, below: .extension_) }
    let outcome = try update(old.child, end, view, range, &source)
    guard outcome.isChanged else { return .same(node) }
    memory.free(node)
    return .changed(attach(outcome.node, depth..<end, nil))
  }

  /// A branch in the middle of an extension, with what is left of it as its first child.
  private mutating func split(
    _ node: UInt32, _ depth: Int, at shared: Int
  ) -> (branch: UInt32, stale: UInt16) {
    let old = Extension(block(node))
    let nibble = Int(old.nibble(shared - depth))
    let rest = old.nibbleCount - (shared - depth) - 1
    var branch = makeBranch(capacity: 2)
    defer { memory.free(node) }
    guard rest > 0 else {
      insertChild(&branch, nibble, old.child, old.reference)
      return (branch, 0)
    }
    let tail = makeExtension(nibbles: rest, old.child, old.reference)
    for index in 0..<rest {
      Extension(block(tail)).setNibble(index, old.nibble(shared - depth + 1 + index))
    }
    insertChild(&branch, nibble, tail, .none)
    return (branch, 1 << UInt16(nibble))
  }

  /// Updates a branch. One that was just made has in `new` the children that are not hashed yet.
  private mutating func updateBranch<S: NodeSource>(
    _ node: UInt32, _ depth: Int, _ view: BatchView, _ range: Range<Int>, new: UInt16?,
    _ source: inout S
  ) throws(TrieError<S.Failure>) -> Outcome {
    var (node, stale, next) = (node, new ?? 0, range.lowerBound)
    var isChanged = new != nil
    if view.nibbleCount(next) == depth {
      isChanged = updateEnding(node, view, next) || isChanged
      next += 1
    }
    while next < range.upperBound {
      let nibble = view.nibble(next, depth)
      let start = next
      repeat { next += 1 } while next < range.upperBound && view.nibble(next, depth) == nibble
      path[depth] = UInt8(nibble)
      let child = try updateChild(&node, nibble, depth, view, start..<next, &source)
      guard child.isChanged else { continue }
      isChanged = true
      let bit: UInt16 = 1 << UInt16(nibble)
      stale = child.node == 0 ? stale & ~bit : stale | bit
    }
    guard isChanged else { return .same(node) }
    return .changed(try settle(node, depth, stale, &source))
  }

  private mutating func updateChild<S: NodeSource>(
    _ node: inout UInt32, _ nibble: Int, _ depth: Int, _ view: BatchView, _ range: Range<Int>,
    _ source: inout S
  ) throws(TrieError<S.Failure>) -> Outcome {
    let branch = Branch(block(node))
    guard branch.has(nibble) else {
      let outcome = try build(depth + 1, view, range, &source)
      if outcome.node != 0 { insertChild(&node, nibble, outcome.node, .none) }
      return outcome
    }
    let rank = branch.rank(nibble)
    var child = branch.child(rank)
    if child == 0 {
      child = try load(branch.reference(rank), depth + 1, &source)
      branch.setChild(rank, child)
    }
    let outcome = try update(child, depth + 1, view, range, &source)
    guard outcome.isChanged else { return outcome }
    if outcome.node == 0 {
      branch.removeSlot(nibble)
      vacate(depth + 1)
    } else {
      branch.setChild(rank, outcome.node)
    }
    return outcome
  }
}
