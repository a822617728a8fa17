import BlockExecution
import ChainTypes

extension ChainLedger {
  /// The logs in a range of blocks that match, in their order. The index names the blocks in which
  /// they may be; only those are read.
  public func logs(_ filter: LogFilter) throws(Failure) -> [FoundLog] {
    let last = min(filter.to, head.number)
    guard filter.from <= last else { return [] }
    guard last - filter.from < LedgerLimits.searchedBlocks else { throw .tooMuch(.searchedBlocks) }
    defer { store.endReading() }
    var found: [FoundLog] = []
    for number in try candidates(filter, last) { try search(number, filter, &found) }
    return found
  }

  private func candidates(_ filter: LogFilter, _ last: UInt64) throws(Failure) -> [UInt64] {
    let terms = filter.terms
    var numbers: [UInt64] = []
    var place = LedgerPlace.before(LedgerKey.number(filter.from &+ 1))
    if try row(at: place, { $0.count }) == nil { place = .first }
    while let (first, found) = try row(at: place, { Self.blocks(in: $0, terms) }) {
      guard first <= last else { break }
      place = .after(LedgerKey.number(first))
      // After going back, a row may name blocks that a later row has again.
      let next = try row(at: place) { $0.count }?.first ?? index.first
      for offset in found {
        let number = first + UInt64(offset)
        if number >= filter.from, number <= last, number < next { numbers.append(number) }
      }
    }
    for offset in Self.blocks(in: index, terms) {
      let number = index.first + UInt64(offset)
      if number >= filter.from, number <= last { numbers.append(number) }
    }
    return numbers
  }

  /// The blocks of a row that have a term of each set, in order; nil when it is not sound.
  static func blocks(in row: Span<UInt8>, _ terms: [[UInt64]]) -> [UInt32]? {
    guard let (_, count) = IndexRow.extent(.blocks, in: row) else { return nil }
    var result: Set<UInt32>?
    for set in terms {
      var some: Set<UInt32> = []
      for term in set {
        guard let places = IndexRow.find(term, .terms, in: row) else { return nil }
        for place in places { some.insert(place.block) }
      }
      result = result?.intersection(some) ?? some
    }
    return result?.sorted() ?? Array(0..<UInt32(truncatingIfNeeded: count))
  }

  static func blocks(in index: IndexBuilder, _ terms: [[UInt64]]) -> [UInt32] {
    var result: Set<UInt32>?
    for set in terms {
      var some: Set<UInt32> = []
      for place in index.terms where set.contains(place.key) { some.insert(place.block) }
      result = result?.intersection(some) ?? some
    }
    return result?.sorted() ?? index.blocks.map { $0.block }
  }

  func search(
    _ number: UInt64, _ filter: LogFilter, _ found: inout [FoundLog]
  ) throws(Failure) {
    // The record's receipts tell; the block is decoded for the hashes of those that match.
    guard let stored = try storedBlock(number) else { return }
    var logIndex = 0
    for (index, receipt) in stored.receipts.enumerated() {
      var hash: Hash?
      for log in receipt.logs {
        defer { logIndex += 1 }
        guard filter.matches(log) else { continue }
        let known = hash ?? stored.block.transactions[index].hash
        hash = known
        guard found.count < LedgerLimits.foundLogs else { throw .tooMuch(.foundLogs) }
        found.append(
          FoundLog(
            log: log, blockNumber: number, blockHash: stored.hash, transactionHash: known,
            transactionIndex: index, logIndex: logIndex))
      }
    }
  }
}
