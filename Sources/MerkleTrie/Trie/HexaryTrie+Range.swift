import ChainTypes

extension HexaryTrie {
  /// The entries of a trie of hashed keys from a path on, so many that they have about `bytes`,
  /// with what `RangeProof` checks. At least one, unless there is none.
  public func run<S: NodeSource>(
    from start: Hash, bytes limit: Int, from source: inout S
  ) throws(TrieError<S.Failure>) -> TrieRun {
    precondition(keys == .hashed, "paths of 32 bytes")
    var entries: [TrieEntry] = []
    var size = 0
    var isLast = false
    var path: [UInt8]? = start.word.isZero ? nil : Hash(start.word &- Word(1)).bytes
    while size < limit {
      guard let entry = try entry(after: path, from: &source) else {
        isLast = true
        break
      }
      size += entry.path.count + entry.value.count + entry.note.count
      path = entry.path
      entries.append(entry)
    }
    let end = isLast ? Hash.last : entries.last.flatMap { Hash(bytes: $0.path) } ?? .last
    let nodes = try nodes(between: start, end, &source)
    return TrieRun(entries: entries, isLast: isLast, nodes: nodes)
  }

  private func nodes<S: NodeSource>(
    between start: Hash, _ end: Hash, _ source: inout S
  ) throws(TrieError<S.Failure>) -> [[UInt8]] {
    if rootHash == Keccak256.emptyTrieRoot { return [] }
    var known = try proof(at: start.bytes, from: &source)
    for node in try proof(at: end.bytes, from: &source) where !known.contains(node) {
      known.append(node)
    }
    var walk = RangeWalk(start, end, choosingFrom: known)
    do throws(RangeFault) {
      try TrieBatch().withView { view throws(RangeFault) in try walk.checkRoot(rootHash, view) }
    } catch {
      // The proofs of both ends have every node that an end goes through: so a store whose nodes
      // are not verified gave one that cannot be.
      throw .malformed(path: [], .shape)
    }
    return walk.chosen
  }
}
