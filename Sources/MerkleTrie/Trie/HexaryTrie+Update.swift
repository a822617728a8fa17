import ChainTypes

extension HexaryTrie {
  /// Applies a batch, which gets sorted, and returns the new root.
  ///
  /// After an error the trie is of no use any more: open it again at the last root that was
  /// flushed.
  public func update<S: NodeSource>(
    _ batch: inout TrieBatch, from source: inout S
  ) throws(TrieError<S.Failure>) -> Hash {
    try open(&source)
    batch.sort()
    guard !batch.isEmpty else { return rootHash }
    epoch &+= 1
    isAbandoned = true
    try batch.withView { (view) throws(TrieError<S.Failure>) in
      var next = applyEnding(view)
      while next < view.count {
        let part = part(view, next)
        next = part.upperBound
        let subtree = subtree(view.nibble(part.lowerBound, 0))
        subtree.state.epoch = epoch
        try subtree.state.apply(view, part, &source)
      }
      try settleRoot(&source)
    }
    isAbandoned = false
    return rootHash
  }

  /// Splits a batch by first nibble: each part may `run` on a thread of its own, then `finish`
  /// gives the root. The parts keep the batch.
  public func prepare<S: NodeSource>(
    _ batch: consuming TrieBatch, from source: inout S
  ) throws(TrieError<S.Failure>) -> [SubtreeUpdate] {
    try open(&source)
    batch.sort()
    epoch &+= 1
    let shared = SubtreeUpdate.Shared(batch)
    isAbandoned = true
    var parts: [SubtreeUpdate] = []
    shared.batch.withView { view in
      var next = applyEnding(view)
      while next < view.count {
        let part = part(view, next)
        next = part.upperBound
        let nibble = view.nibble(part.lowerBound, 0)
        subtree(nibble).state.epoch = epoch
        parts.append(
          SubtreeUpdate(
            nibble: nibble, count: part.count, subtree: subtree(nibble), shared: shared,
            range: part))
      }
    }
    return parts
  }

  /// Ends what `prepare` began, when every part has run without error.
  public func finish<S: NodeSource>(
    from source: inout S
  ) throws(TrieError<S.Failure>) -> Hash {
    for nibble in 0..<16 where slots[nibble].subtree?.hasFailed == true { throw .abandoned }
    try settleRoot(&source)
    isAbandoned = false
    return rootHash
  }

  /// Sets the value of the empty key, which sorts first; gives the number of entries that were
  /// used.
  private func applyEnding(_ view: BatchView) -> Int {
    guard view.count > 0, view.nibbleCount(0) == 0 else { return 0 }
    ending = view.valueBytes(0)
    return 1
  }

  private func part(_ view: BatchView, _ start: Int) -> Range<Int> {
    precondition(
      keyBytes == nil || view.nibbleCount(start) == 64, "a trie of hashed keys takes hashes")
    let nibble = view.nibble(start, 0)
    var end = start + 1
    while end < view.count, view.nibble(end, 0) == nibble {
      precondition(
        keyBytes == nil || view.nibbleCount(end) == 64, "a trie of hashed keys takes hashes")
      end += 1
    }
    return start..<end
  }
}

/// The part of an update below one child of the root. Parts share nothing that changes, so each may
/// run on any thread, with a source of its own.
public struct SubtreeUpdate: @unchecked Sendable {
  // Safe to send: the batch never changes, and each part has another subtree.
  final class Shared {
    let batch: TrieBatch
    init(_ batch: TrieBatch) { self.batch = batch }
  }

  /// The first nibble of the part's keys.
  public let nibble: Int
  /// How many keys it changes: what to balance threads by.
  public let count: Int
  let subtree: Subtree
  let shared: Shared
  let range: Range<Int>

  /// Does the part's work, once.
  public func run<S: NodeSource>(from source: inout S) throws(TrieError<S.Failure>) {
    subtree.hasFailed = true
    try shared.batch.withView { (view) throws(TrieError<S.Failure>) in
      try subtree.state.apply(view, range, &source)
    }
    subtree.hasFailed = false
  }
}
