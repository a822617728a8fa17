import ChainTypes

/// Tries over a list: the keys are the RLP of the places 0, 1, 2 … (yellow paper, section 4.3:
/// transactions, receipts; EIP-4895: withdrawals).
public enum OrderedTrie {
  /// Root over encoded values in their order. Each value must have at least one byte.
  public static func root(of values: [[UInt8]]) -> Hash {
    var batch = batch(of: values)
    return SortedTrie.root(of: &batch)
  }

  /// The key of a place: its number in RLP.
  public static func key(_ index: Int) -> [UInt8] {
    precondition(index >= 0, "places count from zero")
    if index == 0 { return [0x80] }
    if index < 0x80 { return [UInt8(index)] }
    let size = (Int.bitWidth - index.leadingZeroBitCount + 7) >> 3
    let digits = (0..<size).reversed().map { UInt8(truncatingIfNeeded: index >> ($0 << 3)) }
    return [0x80 + UInt8(size)] + digits
  }

  static func batch(of values: [[UInt8]]) -> TrieBatch {
    var batch = TrieBatch()
    batch.reserve(values.count, bytesEach: 4 + (values.first?.count ?? 0))
    for index in values.indices { batch.append(key: key(index), value: values[index]) }
    return batch
  }
}

extension OrderedTrie {
  /// The nodes that prove the value at a place, or that the list ends before it.
  public static func proof(of index: Int, in values: [[UInt8]]) -> [[UInt8]] {
    let trie = HexaryTrie()
    for place in values.indices { trie.set(key(place), values[place]) }
    return trie.proof(of: key(index))
  }
}
