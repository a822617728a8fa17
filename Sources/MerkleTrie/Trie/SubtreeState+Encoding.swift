import ChainTypes

extension SubtreeState {
  /// Encodes a node and gives what its parent keeps of it.
  mutating func seal(_ node: UInt32, _ depth: Int) -> NodeReference {
    encode(node, depth)
    block(node).isUnflushed = true
    return writer.reference()
  }

  /// Leaves a node's encoding in the writer. The references of its children must be up to date.
  mutating func encode(_ node: UInt32, _ depth: Int) {
    let block = block(node)
    switch block.kind {
    case .leaf: writer.write(Leaf(block), from: depth)
    case .branch: encodeBranch(Branch(block))
    default:
      let node = Extension(block)
      writer.write(extensionPath: node.nibbleCount, node.reference) { Int(node.nibble($0)) }
    }
  }

  private mutating func encodeBranch(_ branch: Branch) {
    guard branch.ending != 0 else { return writer.write(branch, ending: nil) }
    writer.write(branch, ending: Leaf(block(branch.ending)))
  }
}

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
    var (mask, rank) = (branch.mask, 0)
    for _ in 0..<16 {
      if mask & 1 != 0 {
        append(branch.reference(rank))
        rank += 1
      } else {
        append(0x80)
      }
      mask >>= 1
    }
    if let ending {
      // Safe: the leaf's bytes are copied within the call.
      unsafe append(string: ending.valueBytes)
    } else {
      append(0x80)
    }
    finish()
  }
}
