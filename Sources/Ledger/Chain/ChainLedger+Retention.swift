import BlockExecution
import ChainTypes

extension ChainLedger {
  /// Notes durably that a checkpoint covers the blocks up to a height: they may go when room is
  /// needed.
  public func setCovered(_ height: UInt64) throws(Failure) {
    guard height > covered else { return }
    defer { store.endReading() }
    try reader.stored { (store) throws(Store.Failure) in
      try store.write { (store) throws(Store.Failure) in
        try store.putChecked(MetaKey.covered, LedgerKey.number(height), in: .meta)
      }
    }
    covered = height
  }

  /// Whether a commit has to flush before its time, since only a flush makes room. Throws when it
  /// could make none.
  func needsRoom(_ number: UInt64) throws(Failure) -> Bool {
    guard isFull(number) else { return false }
    // What goes must be covered, and something has to.
    guard covered >= heights.oldest, heights.oldest <= lastDeletable(number) else {
      throw .retention(oldest: heights.oldest, covered: covered)
    }
    return true
  }

  private func isFull(_ number: UInt64) -> Bool {
    switch settings.retention {
    case .everything: return false
    case .blocks(let count):
      return number - heights.oldest + 1 > keptBlocks(count) + settings.flushInterval
    case .bytes(let limit): return store.usage.usedBytes > limit + limit / 8
    }
  }

  /// BLOCKHASH, history and recovery need the last blocks whatever the setting says.
  private func keptBlocks(_ count: UInt64) -> UInt64 {
    max(count, settings.history, UInt64(BlockExecutionLimits.ancestors)) + settings.flushInterval
  }

  /// The last block that may be deleted when `number` is the head.
  private func lastDeletable(_ number: UInt64) -> UInt64 {
    let kept = keptBlocks(0)
    return number > kept ? min(covered, number - kept) : 0
  }

  /// Plans to delete the blocks that are too many, never one that no checkpoint covers.
  func planRetention(_ plan: inout FlushPlan) throws(Failure) {
    let oldest = plan.heights.oldest
    var end = try endOfAged(oldest, lastDeletable(plan.number))
    switch settings.retention {
    case .everything: break
    case .blocks(let count):
      let kept = keptBlocks(count)
      guard plan.number > kept else { break }
      end = max(end, min(plan.number - kept, lastDeletable(plan.number)) + 1)
    case .bytes(let limit):
      let used = store.usage.usedBytes
      var excess = used - min(used, limit)
      while end <= lastDeletable(plan.number), excess > 0 {
        let key = LedgerKey.number(end)
        let bytes = try reader.stored { (store) throws(Store.Failure) in
          try store.value(of: key.span, in: .blocks) { $0.count } ?? 0
        }
        excess -= min(excess, UInt64(bytes))
        end += 1
      }
    }
    guard end > oldest else { return }
    // The base of a ledger that began with a state stands before its oldest block.
    for number in max(oldest, genesisNumber + 2) - 1..<end {
      plan.removals.append((table: .blocks, key: LedgerKey.number(number)))
    }
    try planBesides(&plan, before: end)
    plan.heights.oldest = end
  }

  /// The first block from `oldest` on that is not too old, by the head's clock. After a board was
  /// off for long many are: they go a bounded number a flush.
  private func endOfAged(_ oldest: UInt64, _ last: UInt64) throws(Failure) -> UInt64 {
    guard let keep = settings.keepSeconds, head.timestamp > keep else { return oldest }
    var end = oldest
    while end <= last, end - oldest < LedgerLimits.agedBlocks {
      let key = LedgerKey.number(end)
      let isKept = try reader.stored { (store) throws(Store.Failure) in
        try store.value(of: key.span, in: .blocks) { _ in true } ?? false
      }
      // What an interrupted rewind or an older version left out is no reason to stop.
      if isKept, try reader.header(end).timestamp >= head.timestamp - keep { return end }
      end += 1
    }
    return end
  }

  /// What stands beside blocks, and index rows all of whose blocks go, go with them.
  private func planBesides(_ plan: inout FlushPlan, before end: UInt64) throws(Failure) {
    var place = LedgerPlace.first
    while let key = try key(at: place, in: .beside), let number = LedgerKey.number(in: key.span),
      number < end
    {
      plan.removals.append((table: .beside, key: key))
      place = .after(key)
    }
    place = .first
    var previous: [UInt8]?
    while let key = try key(at: place, in: .indexes), let first = LedgerKey.number(in: key.span),
      first <= end
    {
      if let previous { plan.removals.append((table: .indexes, key: previous)) }
      previous = key
      place = .after(key)
    }
  }

  func key(at place: LedgerPlace, in table: LedgerTable) throws(Failure) -> [UInt8]? {
    try reader.stored { (store) throws(Store.Failure) in try store.key(at: place, in: table) }
  }
}
