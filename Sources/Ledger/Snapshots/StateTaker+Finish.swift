import BlockExecution
import ChainTypes
import EVM

extension StateTaker {
  /// Makes a ledger of a state that is here whole: its head is the block, and no block before it
  /// is kept. Rules and durable values are those of `ledger`, the same chain as far as it was
  /// followed by blocks. One transaction: before it there is no ledger in this store, behind it
  /// one with everything.
  public func finish(
    from ledger: ChainLedger<Store>, attachments: [Attachment], beside: [BesideBlock] = []
  ) throws(Failure) {
    guard isComplete, ledger.pendingTicket == 0 else { throw .pending }
    defer {
      store.endReading()
      ledger.store.endReading()
    }
    let number = header.number
    let genesisKey = LedgerKey.number(ledger.genesisNumber)
    let genesis = try ledger.reader.stored { (store) throws(Store.Failure) in
      try store.copy(of: genesisKey, in: .blocks)
    }
    let document = try ledger.reader.meta(MetaKey.document)
    guard let genesis, let document else { throw .damaged(.meta("genesis")) }
    let values = try ledger.values()
    let record = BlockRecord(
      hash: hash, encodedBlock: encodedBlock, writes: BlockAccessList().encoded(),
      attachments: attachments)
    let heights = LedgerHeights(
      flushed: number, nodes: number, nodesRoot: header.stateRoot, oldest: number + 1)
    let covered = LedgerKey.number(ledger.coveredHeight)
    try reader.stored { (store) throws(Store.Failure) in
      try store.write { (store) throws(Store.Failure) in
        try store.put(genesisKey, genesis, in: .blocks)
        try store.put(LedgerKey.number(number), record.encoded(), in: .blocks)
        try ChainLedger<Store>.putBeside(store, beside)
        try ChainLedger<Store>.putValues(store, values, height: number)
        try store.putChecked(MetaKey.genesis, ledger.genesisHash.bytes, in: .meta)
        try store.putChecked(MetaKey.document, document, in: .meta)
        try store.putChecked(MetaKey.covered, covered, in: .meta)
        try store.putChecked(LedgerHeights.key, heights.encoded, in: .meta)
        for key in [StateStage.key, StateStage.pivotKey, StateStage.blockKey] {
          try store.delete(key, in: .meta)
        }
        try store.putChecked(
          MetaKey.format, LedgerKey.number(MetaKey.currentFormat), in: .meta)
      }
    }
  }

  /// Whether the state has the block's parent's hash where BLOCKHASH will look for it.
  public func hasBlockHashes() throws(Failure) -> Bool {
    defer { store.endReading() }
    guard header.number > 0 else { return true }
    let key = LedgerKey.slot(
      SystemContract.blockHashes.address, BlockHistory.slot(of: header.number - 1))
    let value = try reader.stored { (store) throws(Store.Failure) in
      try store.value(of: key.span, in: .slots) { Word(minimal: $0) }
    }
    return value == header.parentHash.word
  }
}

/// The hashes of the last blocks as the state has them (EIP-2935), and so the root proves them:
/// what BLOCKHASH needs where the blocks themselves are not kept.
enum BlockHistory {
  /// How many there are before the oldest is overwritten.
  static let window: UInt64 = 8_191
  /// Keccak of the contract's code as the EIP has it. Only the system call writes its storage.
  static let codeHash = Hash(
    Word(
      0x0abc_e779_daec_0a5d, 0x52da_f471_9552_131a, 0x5589_7870_e29f_a5e5, 0x6e49_e667_8203_7c05))

  static func slot(of number: UInt64) -> Word { Word(number % window) }
}

extension ChainLedger {
  /// Whether a state of this chain says the hashes of the blocks before it: without them nobody
  /// can go on from a state alone.
  public func keepsBlockHashes() throws(Failure) -> Bool {
    defer { store.endReading() }
    let first = try reader.header(genesisNumber)
    return executor.schedule.fork(of: first) >= .prague
      && state.account(SystemContract.blockHashes.address)?.codeHash == BlockHistory.codeHash
  }

  /// The block behind whose state this ledger began, if that is not the genesis and it is still
  /// here: without receipts, since it was not executed here.
  public func baseBlock() throws(Failure) -> StoredBlock? {
    guard heights.oldest > genesisNumber + 1 else { return nil }
    defer { store.endReading() }
    let number = heights.oldest - 1
    guard let record = try reader.recordIfKept(number) else { return nil }
    return StoredBlock(block: try reader.block(number, record), record: record)
  }
}
