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
