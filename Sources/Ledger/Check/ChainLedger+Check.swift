import BlockExecution
import ChainTypes
import EVM
import MerkleTrie

extension ChainLedger {
  /// Walks over the whole database and proves that blocks, flat state, tries and indexes agree with
  /// the headers. What is in memory only is flushed first. Damage is collected, not thrown; what is
  /// thrown is a failure of the store itself. `progress` is told of each block and account.
  public func check(progress: () -> Void = {}) throws(Failure) -> LedgerCheck {
    guard pendingTicket == 0 else { throw .pending }
    defer { store.endReading() }
    var check = LedgerCheck()
    try collect(&check) { (check) throws(Failure) in try flush() }
    try collect(&check) { (check) throws(Failure) in try checkBlocks(&check, progress) }
    try collect(&check) { (check) throws(Failure) in try checkIndexes(&check) }
    try collect(&check) { (check) throws(Failure) in try checkAccounts(&check, progress) }
    try collect(&check) { (check) throws(Failure) in try checkRows(&check) }
    try collect(&check) { (check) throws(Failure) in try checkHistory(&check) }
    return check
  }

  /// Damage that stops one part is a finding; the other parts go on.
  private func collect(
    _ check: inout LedgerCheck, _ part: (inout LedgerCheck) throws(Failure) -> Void
  ) throws(Failure) {
    do throws(Failure) { try part(&check) } catch {
      switch error {
      case .damaged(let damage): check.add(.damage(damage))
      case .trie(let damage): check.add(.trie(damage))
      default: throw error
      }
    }
    store.endReading()
  }

  // MARK: Blocks

  private func checkBlocks(
    _ check: inout LedgerCheck, _ progress: () -> Void
  ) throws(Failure) {
    var place = LedgerPlace.first
    var expected = genesisNumber
    var parent: Hash?
    while let key = try key(at: place, in: .blocks) {
      place = .after(key)
      guard key.count == 8, let number = LedgerKey.number(in: key.span) else {
        check.add(.damage(.key(.blocks, key)))
        continue
      }
      let isBase = number > genesisNumber && number + 1 == heights.oldest
      let isFirst = expected == genesisNumber + 1
      if isFirst, number == heights.oldest || isBase, number > expected {
        (expected, parent) = (number, nil)
      }
      // One finding a gap: a damaged key may name any number.
      if expected != number {
        check.add(.damage(.missingRecord(expected)))
        parent = nil
      }
      expected = number &+ 1
      var hash: Hash?
      try collect(&check) { (check) throws(Failure) in
        let record = try reader.record(number)
        let block = try reader.block(number, record)
        if let parent, block.header.parentHash != parent { check.add(.damage(.parent(number))) }
        hash = record.hash
        if isBase {
          checkBase(number, block, &check)
        } else {
          checkBody(number, block, record, &check)
        }
      }
      parent = hash
      progress()
    }
    if expected != head.number + 1 { check.add(.damage(.missingRecord(expected))) }
  }

  /// The block behind whose state the ledger began: nothing was executed, so there are no receipts.
  private func checkBase(_ number: UInt64, _ block: Block, _ check: inout LedgerCheck) {
    check.blocks += 1
    check.transactions += UInt64(block.transactions.count)
    let root = OrderedTrie.root(of: block.transactions.map { $0.encoded() })
    if root != block.header.transactionsRoot {
      check.add(.commitment(number: number, "transactions root"))
    }
  }

  private func checkBody(
    _ number: UInt64, _ block: Block, _ record: BlockRecord, _ check: inout LedgerCheck
  ) {
    check.blocks += 1
    check.transactions += UInt64(block.transactions.count)
    for receipt in record.receipts { check.logs += UInt64(receipt.logs.count) }
    if number == genesisNumber {
      if record.hash != genesisHash { check.add(.damage(.recordHash(number))) }
      return
    }
    let header = block.header
    if OrderedTrie.root(of: block.transactions.map { $0.encoded() }) != header.transactionsRoot {
      check.add(.commitment(number: number, "transactions root"))
    }
    if OrderedTrie.root(of: record.receipts.map { $0.encoded() }) != header.receiptsRoot {
      check.add(.commitment(number: number, "receipts root"))
    }
    var bloom = Bloom()
    for receipt in record.receipts { bloom.formUnion(receipt.bloom) }
    if bloom != header.bloom { check.add(.commitment(number: number, "bloom")) }
    if (record.receipts.last?.cumulativeGasUsed ?? 0) != header.gasUsed {
      check.add(.commitment(number: number, "gas used"))
    }
    do throws(AccessListError) { _ = try BlockAccessList(decoding: record.writes) } catch {
      check.add(.damage(.record(number: number, .accessList)))
    }
  }

  // MARK: Indexes

  private func checkIndexes(_ check: inout LedgerCheck) throws(Failure) {
    var place = LedgerPlace.first
    var covered: UInt64 = heights.oldest
    while let key = try key(at: place, in: .indexes) {
      place = .after(key)
      guard key.count == 8, let first = LedgerKey.number(in: key.span), first > genesisNumber else {
        check.add(.damage(.key(.indexes, key)))
        continue
      }
      check.indexes += 1
      let next =
        try self.key(at: place, in: .indexes).flatMap { LedgerKey.number(in: $0.span) }
        ?? heights.flushed + 1
      if first > covered { check.add(.damage(.index(covered))) }
      covered = max(covered, next)
      let end = min(next, head.number + 1)
      guard
        let row = try reader.stored({ (store) throws(Store.Failure) in
          try store.copy(of: key, in: .indexes)
        })
      else { continue }
      for number in max(first, heights.oldest)..<max(end, first, heights.oldest) {
        guard let stored = try storedBlock(number) else { continue }
        if !Self.isIndexed(stored, row, first) { check.add(.notIndexed(number)) }
      }
    }
    if covered < heights.flushed + 1 { check.add(.damage(.index(covered))) }
  }

  /// Whether a row finds a block and everything in it.
  private static func isIndexed(_ stored: StoredBlock, _ row: [UInt8], _ first: UInt64) -> Bool {
    var expected = IndexBuilder(first: first)
    expected.append(stored.number, stored.hash, stored.block, stored.receipts)
    let sections: [(IndexRow.Section, [IndexBuilder.Place])] = [
      (.blocks, expected.blocks), (.transactions, expected.transactions),
      (.terms, expected.terms),
    ]
    for (section, places) in sections {
      for place in places {
        guard let found = IndexRow.find(place.key, section, in: row.span),
          found.contains(where: { $0.block == place.block && $0.item == place.item })
        else { return false }
      }
    }
    return true
  }

  // MARK: Rows that stand alone

  private func checkRows(_ check: inout LedgerCheck) throws(Failure) {
    try eachRow(of: .codes) { key, value in
      check.codes += 1
      if Keccak256.hash(value).bytes != key {
        check.add(.damage(.code(Hash(bytes: key) ?? .zero)))
      }
    }
    try eachRow(of: .beside) { key, value in
      check.besides += 1
      if Checksum.strip(value, key: key) == nil { check.add(.damage(.key(.beside, key))) }
    }
    let names = [
      MetaKey.format, MetaKey.genesis, MetaKey.document, MetaKey.covered, LedgerHeights.key,
    ]
    try eachRow(of: .meta) { key, value in
      if Checksum.strip(value, key: key) == nil {
        check.add(.damage(.meta(String(decoding: key, as: UTF8.self))))
      } else if !names.contains(key), !key.starts(with: MetaKey.valuePrefix) {
        check.add(.needlessRow(.meta, key))
      }
    }
    for name in names where name != MetaKey.covered {
      if try reader.meta(name) == nil {
        check.add(.damage(.meta(String(decoding: name, as: UTF8.self))))
      }
    }
  }

  func eachRow(
    of table: LedgerTable, from prefix: [UInt8]? = nil, _ body: ([UInt8], [UInt8]) -> Void
  ) throws(Failure) {
    var place = prefix.map { LedgerPlace.atOrAfter($0) } ?? .first
    while true {
      let entry = try reader.stored { (store) throws(Store.Failure) in
        try store.entryCopy(at: place, in: table)
      }
      guard let entry, prefix.map({ entry.key.starts(with: $0) }) ?? true else { return }
      body(entry.key, entry.value)
      place = .after(entry.key)
    }
  }

  // MARK: History

  /// Every row of values before is sound, and going back as far as can be gives that block's root.
  private func checkHistory(_ check: inout LedgerCheck) throws(Failure) {
    var place = LedgerPlace.first
    while let key = try key(at: place, in: .windows) {
      _ = try reader.window(at: .atOrAfter(key))
      check.windows += 1
      place = .after(key)
    }
    let oldest = try reader.oldestState(heights)
    // The header of a block that retention took away has no root to compare with.
    if oldest + 1 >= heights.oldest || oldest == genesisNumber,
      try reader.recordIfKept(oldest) != nil
    {
      _ = try earlierState(oldest, provable: true)
    }
  }
}
