// Whole nodes, from a trie's memory or straight from a batch.

extension NodeWriter {
  mutating func write(_ leaf: Leaf, from depth: Int) {
    begin(atMost: leaf.keyCount + leaf.valueCount + 12)
    // Safe: the leaf's bytes are copied within the calls.
    unsafe append(leafPath: leaf.keyBytes, from: depth)
    unsafe append(string: leaf.valueBytes)
    finish()
  }

  mutating func write(
    extensionPath count: Int, _ child: NodeReference, _ nibble: (Int) -> Int
  ) {
    begin(atMost: count + 48)
    append(extensionPathCount: count, nibble)
    append(child)
    finish()
  }

  mutating func write(_ branch: Branch, ending: Leaf?) {
    begin(atMost: Limits.branchBytes + (ending?.valueCount ?? 0) + 8)
    append(childrenOf: branch)
    if let ending {
      // Safe: the leaf's bytes are copied within the call.
      unsafe append(string: ending.valueBytes)
    } else {
      append(0x80)
    }
    finish()
  }

  /// A leaf of a batch's entry.
  mutating func writeLeaf(_ view: BatchView, _ index: Int, from depth: Int) {
    // Safe: the view outlives the call, and its bytes are copied within it.
    let (key, value) = unsafe (view.key(index), view.value(index))
    begin(atMost: key.count + value.count + 12)
    unsafe append(leafPath: key, from: depth)
    unsafe append(string: value)
    finish()
  }

  /// A branch over references, with the value of a batch's entry when a key ends here.
  mutating func writeBranch(
    _ children: borrowing InlineArray<16, NodeReference>, _ view: BatchView, ending: Int?
  ) {
    let valueCount = ending.map { Int(view.entry($0).valueCount) } ?? 0
    begin(atMost: Limits.branchBytes + valueCount + 8)
    for nibble in 0..<16 { append(children[nibble]) }
    if let ending {
      // Safe: the view outlives the call, and its bytes are copied within it.
      unsafe append(string: view.value(ending))
    } else {
      append(0x80)
    }
    finish()
  }
}
