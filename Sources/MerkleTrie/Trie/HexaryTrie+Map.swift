import ChainTypes

// The trie without a store, as a map. Changes are collected and applied when something is asked.

extension HexaryTrie {
  /// Sets a key's value; an empty value removes the key.
  public func set(_ key: [UInt8], _ value: [UInt8]) {
    precondition(!isStored, "a trie with a store is changed by `update`")
    switch keys {
    case .plain: pending.append(key: key, value: value)
    case .hashed: pending.append(hashing: key, value: value)
    }
  }

  /// Removes a key; removing one that is not there changes nothing.
  public func remove(_ key: [UInt8]) { set(key, []) }

  /// The value of a key, nil where there is none.
  public func get(_ key: [UInt8]) -> [UInt8]? {
    answer { (source) throws(TrieError<Never>) in try value(of: key, from: &source) }
  }

  /// The root over everything that was set.
  public var root: Hash {
    guard !isStored else { return rootHash }
    return answer { (_) throws(TrieError<Never>) in rootHash }
  }

  /// The nodes that prove a key's value or absence; see `TrieProof`.
  public func proof(of key: [UInt8]) -> [[UInt8]] {
    answer { (source) throws(TrieError<Never>) in try proof(of: key, from: &source) }
  }

  /// The entries of a trie of hashed keys from a path on; see `RangeProof`.
  public func run(from start: Hash, bytes limit: Int) -> TrieRun {
    answer { (source) throws(TrieError<Never>) in
      try run(from: start, bytes: limit, from: &source)
    }
  }

  // Inlined into a caller with a typed throw of Never, Swift 6.3.1 -O stops with "Invalid SIL"
  // in its pass Mem2Reg.
  @inline(never)
  private func answer<R>(_ body: (inout NoSource) throws(TrieError<Never>) -> R) -> R {
    precondition(!isStored, "a trie with a store needs its source")
    var source = NoSource()
    do throws(TrieError<Never>) {
      if !pending.isEmpty {
        _ = try update(&pending, from: &source)
        pending.removeAll()
      }
      return try body(&source)
    } catch {
      preconditionFailure("a trie without a store holds all its nodes")
    }
  }
}
