import ChainTypes

extension HexaryTrie {
  /// Bytes of the nodes that are held.
  public var heldBytes: Int {
    var sum = 0
    for nibble in 0..<16 { sum += slots[nibble].subtree?.state.memory.liveBytes ?? 0 }
    return sum
  }

  /// Forgets nodes until at most `limit` bytes are held, those first that were not walked over for
  /// the longest time. What the store does not have yet stays, so more may remain after many
  /// changes.
  public func prune(toBytes limit: Int) {
    precondition(isStored, "a trie without a store can forget nothing")
    // Each pass walks over what is held; going below the limit by a quarter makes passes rare.
    guard heldBytes > limit else { return }
    for age in [256, 64, 16, 4, 1, 0] as [UInt32] where age <= epoch {
      for nibble in 0..<16 {
        slots[nibble].subtree?.state.prune(
          until: epoch - age, keepsRoot: shape == .joined(nibble))
      }
      if heldBytes <= limit - limit >> 2 { return }
    }
  }
}

extension SubtreeState {
  /// Forgets flushed nodes that were last walked over in update `last` or before it.
  mutating func prune(until last: UInt32, keepsRoot: Bool) {
    guard root != 0 else { return }
    if !keepsRoot, !isStale, isOld(root, last) {
      root = 0
      memory.removeAll()
      return
    }
    pruneChildren(root, last)
  }

  private func isOld(_ node: UInt32, _ last: UInt32) -> Bool {
    let block = block(node)
    return !block.isUnflushed && block.epoch <= last
  }

  private mutating func pruneChildren(_ node: UInt32, _ last: UInt32) {
    let block = block(node)
    if block.kind == .branch {
      let branch = Branch(block)
      for rank in 0..<branch.childCount where branch.child(rank) != 0 {
        branch.setChild(rank, pruned(branch.child(rank), last))
      }
    } else if block.kind == .extension_ {
      let parent = Extension(block)
      if parent.child != 0 { parent.child = pruned(parent.child, last) }
    }
  }

  private mutating func pruned(_ node: UInt32, _ last: UInt32) -> UInt32 {
    if isOld(node, last) {
      release(node)
      return 0
    }
    pruneChildren(node, last)
    return node
  }
}
