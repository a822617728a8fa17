import ChainTypes

/// The root of a trie given all its keys and values at once: no node is kept, each is written,
/// hashed and forgotten. The way of small states, and the yardstick of the trie that is kept.
public enum SortedTrie {
  /// Root over a batch; sorts it in place and drops what it removes.
  public static func root(of batch: inout TrieBatch) -> Hash {
    batch.sort()
    batch.dropRemovals()
    guard !batch.isEmpty else { return Keccak256.emptyTrieRoot }
    var builder = SortedTrieBuilder()
    return batch.withView { view in
      builder.writeNode(view, 0, 0..<view.count)
      return builder.writer.hash()
    }
  }

  /// Root over keys that are hashes already, in any order; empty values are left out.
  public static func root(of pairs: [(key: Hash, value: [UInt8])]) -> Hash {
    var batch = TrieBatch()
    batch.reserve(pairs.count)
    for pair in pairs {
      batch.append(hashed: pair.key, value: pair.value.span, note: Span<UInt8>())
    }
    return root(of: &batch)
  }

  /// Root of a contract's storage: slots with their values, zero values left out.
  public static func storageRoot(_ slots: some Sequence<(key: Word, value: Word)>) -> Hash {
    var batch = TrieBatch()
    for slot in slots where !slot.value.isZero { batch.append(slot: slot.key, value: slot.value) }
    return root(of: &batch)
  }
}

extension TrieBatch {
  fileprivate mutating func dropRemovals() {
    entries.removeAll { $0.valueCount == 0 }
  }
}

/// The recursion over sorted keys. One writer serves all depths: a node is written only after the
/// references of its children are known.
struct SortedTrieBuilder: ~Copyable {
  var writer = NodeWriter()

  /// Leaves in the writer the node at a depth over a range of keys that share their first nibbles.
  mutating func writeNode(_ view: BatchView, _ depth: Int, _ range: Range<Int>) {
    if range.count == 1 { return writer.writeLeaf(view, range.lowerBound, from: depth) }
    let shared = view.sharedNibbles(range.lowerBound, range.upperBound - 1, from: depth)
    guard shared > depth else { return writeBranch(view, depth, range) }
    writeBranch(view, shared, range)
    let child = writer.reference()
    writeExtension(view, depth..<shared, range.lowerBound, child)
  }

  private mutating func writeExtension(
    _ view: BatchView, _ depths: Range<Int>, _ index: Int, _ child: NodeReference
  ) {
    writer.write(extensionPath: depths.count, child) { view.nibble(index, depths.lowerBound + $0) }
  }

  private mutating func writeBranch(_ view: BatchView, _ depth: Int, _ range: Range<Int>) {
    var children = InlineArray<16, NodeReference>(repeating: .none)
    var next = range.lowerBound
    let ending = view.nibbleCount(next) == depth ? next : nil
    if ending != nil { next += 1 }
    while next < range.upperBound {
      let nibble = view.nibble(next, depth)
      var end = next + 1
      while end < range.upperBound, view.nibble(end, depth) == nibble { end += 1 }
      writeNode(view, depth + 1, next..<end)
      children[nibble] = writer.reference()
      next = end
    }
    writer.writeBranch(children, view, ending: ending)
  }
}
