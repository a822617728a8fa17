import ChainTypes

extension SubtreeState {
  /// Reads the node at the first `depth` nibbles of the path, of which the parent has a reference.
  /// Below an extension only a branch may stand.
  mutating func load<S: NodeSource>(
    _ reference: NodeReference, _ depth: Int, _ source: inout S, below parent: NodeKind = .branch
  ) throws(TrieError<S.Failure>) -> UInt32 {
    let found = try read(reference, depth, &source)
    if !found {
      guard !reference.isHash else { throw .missing(path: Array(path[0..<depth])) }
      record = reference.bytes
    }
    do throws(NodeFault) {
      let node = try DecodedNode(record.span)
      let isChecked = source.verifiesNodes || !reference.isHash
      if isChecked, !reference.refers(to: record.span.extracting(0..<node.end)) { throw .otherHash }
      if parent == .extension_, node.kind != .branch { throw .shape }
      return try adopt(node, depth)
    } catch {
      throw .malformed(path: Array(path[0..<depth]), error)
    }
  }

  /// Fills the record from the source, if that has one.
  private mutating func read<S: NodeSource>(
    _ reference: NodeReference, _ depth: Int, _ source: inout S
  ) throws(TrieError<S.Failure>) -> Bool {
    // A second reference, not a copy: the record is written while the path is read.
    let place = path
    do throws(S.Failure) {
      return try source.load(
        at: place.span.extracting(0..<depth), hash: reference.isHash ? reference.hash : nil,
        into: &record)
    } catch {
      throw .source(error)
    }
  }

  /// Makes the node of a record that stands in `record`.
  mutating func adopt(_ node: DecodedNode, _ depth: Int) throws(NodeFault) -> UInt32 {
    let handle: UInt32
    switch node.kind {
    case .leaf: handle = try adoptLeaf(node, depth)
    case .branch: handle = try adoptBranch(node, depth)
    default: handle = try adoptExtension(node, depth, skipping: 0)
    }
    block(handle).isUnflushed = false
    return handle
  }

  /// Whether a node may stand at a depth: below a key's last nibble there is nothing.
  private func isInside(_ depth: Int) -> Bool {
    depth < 2 * (keyBytes ?? Limits.keyBytes)
  }

  private func isKeyEnd(_ depth: Int) -> Bool {
    guard let keyBytes else { return depth & 1 == 0 && depth <= 2 * Limits.keyBytes }
    return depth == 2 * keyBytes
  }

  private mutating func adoptLeaf(_ node: DecodedNode, _ depth: Int) throws(NodeFault) -> UInt32 {
    let nibbles = depth + node.nibbleCount
    guard isKeyEnd(nibbles) else { throw .depth }
    guard record.count - node.end <= Limits.noteBytes else { throw .trailingBytes }
    for index in 0..<node.nibbleCount { path[depth + index] = node.nibble(index, record.span) }
    return makeLeaf(nibbles: nibbles, node.items[1], note: node.end..<record.count)
  }

  /// A leaf whose key stands in the path, and value and note in the record.
  private mutating func makeLeaf(
    nibbles: Int, _ value: DecodedNode.Item, note: Range<Int>
  ) -> UInt32 {
    let count = nibbles >> 1
    let handle = makeBlock(
      Leaf.byteCount(key: count, note: note.count, value: value.count))
    let leaf = Leaf(block(handle))
    leaf.setCounts(key: count, note: note.count, value: value.count)
    for index in 0..<count {
      leaf.block.setByte(leaf.keyOffset + index, path[2 * index] << 4 | path[2 * index + 1])
    }
    leaf.block.copy(leaf.noteOffset, from: record.span.extracting(note))
    leaf.block.copy(leaf.valueOffset, from: record.span.extracting(value.content..<value.end))
    return handle
  }

  private mutating func adoptBranch(_ node: DecodedNode, _ depth: Int) throws(NodeFault) -> UInt32 {
    guard node.end == record.count else { throw .trailingBytes }
    guard isInside(depth) else { throw .depth }
    var count = 0
    for nibble in 0..<16 where !node.items[nibble].isEmpty { count += 1 }
    var handle = makeBranch(capacity: Branch.capacity(atLeast: count))
    for nibble in 0..<16 where !node.items[nibble].isEmpty {
      insertChild(&handle, nibble, 0, node.reference(nibble, record.span))
    }
    if !node.items[16].isEmpty {
      guard keyBytes == nil, isKeyEnd(depth) else { throw .value }
      Branch(block(handle)).ending = makeLeaf(nibbles: depth, node.items[16], note: 0..<0)
    }
    return handle
  }

  /// An extension, or what is left of it when the trie's root takes its first nibble.
  mutating func adoptExtension(
    _ node: DecodedNode, _ depth: Int, skipping skipped: Int
  ) throws(NodeFault) -> UInt32 {
    guard node.end == record.count else { throw .trailingBytes }
    guard isInside(depth + node.nibbleCount) else { throw .depth }
    let nibbles = node.nibbleCount - skipped
    let handle = makeExtension(nibbles: nibbles, 0, node.reference(1, record.span))
    let made = Extension(block(handle))
    for index in 0..<nibbles { made.setNibble(index, node.nibble(skipped + index, record.span)) }
    return handle
  }
}

extension NodeReference {
  /// Whether an encoding is the one that is referred to.
  func refers(to encoding: Span<UInt8>) -> Bool {
    guard isHash else { return encoding.count < 32 && self == NodeReference(copying: encoding) }
    return encoding.count >= 32 && hash == .keccak(encoding)
  }
}
