import BlockExecution
import ChainTypes

extension ChainLedger {
  /// The logs that match in the last block of a range that has any; empty when none has. Of the
  /// blocks only those are read that the index names, from the last one back until one matches, so
  /// that a range may be as long as the chain.
  public func lastLogs(_ filter: LogFilter) throws(Failure) -> [FoundLog] {
    let last = min(filter.to, head.number)
    guard filter.from <= last else { return [] }
    defer { store.endReading() }
    let terms = filter.terms
    var found: [FoundLog] = []
    // After going back, a row may name blocks that a later row, or the index, has again.
    var (first, offsets, bound) = (index.first, Self.blocks(in: index, terms), UInt64.max)
    while true {
      for offset in offsets.reversed() {
        let number = first + UInt64(offset)
        guard number >= filter.from, number <= last, number < bound else { continue }
        try search(number, filter, &found)
        if !found.isEmpty { return found }
      }
      guard first > filter.from else { return [] }
      bound = first
      let place = LedgerPlace.before(LedgerKey.number(min(first, last &+ 1)))
      guard let row = try row(at: place, { Self.blocks(in: $0, terms) }) else { return [] }
      (first, offsets) = (row.first, row.found)
    }
  }
}
