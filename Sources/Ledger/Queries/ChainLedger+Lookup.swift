import BlockExecution
import ChainTypes

extension ChainLedger {
  /// The block of a number; nil when there is none or it is not kept any more.
  public func block(_ number: UInt64) throws(Failure) -> StoredBlock? {
    defer { store.endReading() }
    return try storedBlock(number)
  }

  /// The block with a hash; nil when none that is kept has it.
  public func block(_ hash: Hash) throws(Failure) -> StoredBlock? {
    defer { store.endReading() }
    if hash == genesisHash { return try storedBlock(genesisNumber) }
    return try find(hash.word.limb3, .blocks) { (number, _) throws(Failure) in
      guard let block = try storedBlock(number), block.hash == hash else { return nil }
      return block
    }
  }

  /// The transaction with a hash; nil when no block that is kept has it.
  public func transaction(_ hash: Hash) throws(Failure) -> FoundTransaction? {
    defer { store.endReading() }
    return try find(hash.word.limb3, .transactions) { (number, item) throws(Failure) in
      guard let block = try storedBlock(number), item < block.block.transactions.count,
        block.block.transactions[item].hash == hash
      else { return nil }
      return FoundTransaction(block: block, index: item)
    }
  }

  /// The hash of a block; nil when it is not kept.
  public func hash(_ number: UInt64) throws(Failure) -> Hash? {
    defer { store.endReading() }
    guard number == genesisNumber || number + 1 >= heights.oldest else { return nil }
    let hash = state.blockHash(number)
    if let failure = state.failure { throw failure }
    return hash.isZero ? nil : hash
  }

  func storedBlock(_ number: UInt64) throws(Failure) -> StoredBlock? {
    // What stands right before the oldest may be the base of this ledger: it has no receipts.
    let isKept = number >= heights.oldest || number == genesisNumber
    guard number <= head.number, isKept else { return nil }
    if let staged = staged.first(where: { $0.number == number }) {
      return StoredBlock(block: try reader.block(number, staged.record), record: staged.record)
    }
    guard let record = try reader.recordIfKept(number) else { return nil }
    let block = try reader.block(number, record)
    let isWhole =
      record.receipts.count == block.transactions.count
      && record.senders.count == block.transactions.count
    guard isWhole || number == genesisNumber else {
      throw .damaged(.record(number: number, .block(.receipts)))
    }
    return StoredBlock(block: block, record: record)
  }

  /// Asks the body about each place with a key, the newest first, until it answers. The index may
  /// name places that are not there any more, or of other hashes: the body looks.
  private func find<R>(
    _ key: UInt64, _ section: IndexRow.Section,
    _ body: (_ number: UInt64, _ item: Int) throws(Failure) -> R?
  ) throws(Failure) -> R? {
    let recent = section == .blocks ? index.blocks : index.transactions
    for place in recent.reversed() where place.key == key {
      if let found = try body(index.first + UInt64(place.block), Int(place.item)) { return found }
    }
    var at = LedgerPlace.last
    while let (first, places) = try row(at: at, { IndexRow.find(key, section, in: $0) }) {
      for place in places.reversed() {
        if let found = try body(first + UInt64(place.block), Int(place.item)) { return found }
      }
      at = .before(LedgerKey.number(first))
    }
    return nil
  }

  /// The index row at a place and what the body reads in it.
  func row<R>(
    at place: LedgerPlace, _ body: (Span<UInt8>) -> R?
  ) throws(Failure) -> (first: UInt64, found: R)? {
    let entry = try reader.stored { (store) throws(Store.Failure) in
      try store.entry(at: place, in: .indexes) { key, value in
        (number: key.count == 8 ? LedgerKey.number(in: key) : nil, found: body(value))
      }
    }
    guard let entry else { return nil }
    guard let first = entry.number, let found = entry.found else {
      throw .damaged(.index(entry.number ?? 0))
    }
    return (first: first, found: found)
  }
}
