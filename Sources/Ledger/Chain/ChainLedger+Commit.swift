import BlockExecution
import ChainTypes
import EVM
import MerkleTrie

extension ChainLedger {
  /// Makes an executed block durable, with what belongs to it and what stands beside it, in one
  /// transaction, and with it the blocks that were staged. When it throws nothing happened, and it
  /// may be called again: after room was made, or once a checkpoint covers what has to go.
  public func commit(
    _ executed: ExecutedBlock, attachments: [Attachment] = [], values: [DurableValue] = [],
    beside: [BesideBlock] = []
  ) throws(Failure) {
    let block = try makeStaged(executed, attachments, values)
    try Self.check(beside)
    let isFlushed = try write(staged + [block], last: executed, values, beside)
    advance(executed, isFlushed ? [] : values)
    if !isFlushed { indexHead(executed) }
    staged = []
    state.tries.prune(toBytes: settings.trieCacheBytes)
  }

  /// Puts an executed block behind the head without storing it yet: the next `commit` or
  /// `commitStaged` does. For importing, where a sync for each block would cost most of the time.
  public func stage(
    _ executed: ExecutedBlock, attachments: [Attachment] = [], values: [DurableValue] = []
  ) throws(Failure) {
    staged.append(try makeStaged(executed, attachments, values))
    advance(executed, values)
    indexHead(executed)
  }

  /// Makes the staged blocks durable, with values that go with the last of them and what stands
  /// beside. When it throws nothing happened.
  public func commitStaged(
    values: [DurableValue] = [], beside: [BesideBlock] = []
  ) throws(Failure) {
    guard pendingTicket == 0 else { throw .pending }
    guard var last = staged.last else { return }
    guard values.allSatisfy({ $0.name.count <= LedgerLimits.valueName }) else {
      throw .tooMuch(.valueName)
    }
    try Self.check(beside)
    var blocks = staged
    if !values.isEmpty {
      last.record.values += values
      last.bytes = last.record.encoded(&packing)
      blocks[blocks.count - 1] = last
    }
    let isFlushed = try write(blocks, last: nil, values, beside)
    if !isFlushed { for value in values { state.overlay.values[value.name] = value.value } }
    staged = []
    state.tries.prune(toBytes: settings.trieCacheBytes)
  }

  /// Takes back all that is not stored, the executed block and those that were staged, by reading
  /// again what is stored.
  public func discardStaged() throws(Failure) {
    guard pendingTicket != 0 || !staged.isEmpty else { return }
    defer { store.endReading() }
    needsReload = true
    try reload()
  }

  private func indexHead(_ executed: ExecutedBlock) {
    index.append(
      executed.block.header.number, executed.hash, executed.block, executed.result.receipts)
  }

  /// How many blocks are staged.
  public var stagedCount: Int { staged.count }

  /// The last block that is stored.
  var storedHeight: UInt64 { staged.first.map { $0.number - 1 } ?? head.number }

  private func makeStaged(
    _ executed: ExecutedBlock, _ attachments: [Attachment], _ values: [DurableValue]
  ) throws(Failure) -> StagedBlock {
    guard executed.ticket == pendingTicket else { throw .notPending }
    guard values.allSatisfy({ $0.name.count <= LedgerLimits.valueName }) else {
      throw .tooMuch(.valueName)
    }
    guard attachments.allSatisfy({ $0.bytes.count <= LedgerLimits.attachmentBytes }) else {
      throw .tooMuch(.attachment)
    }
    let record = BlockRecord(
      hash: executed.hash, encodedBlock: executed.encoded, receipts: executed.result.receipts,
      senders: executed.result.senders, writes: executed.writes, attachments: attachments,
      values: values)
    let number = executed.block.header.number
    return StagedBlock(
      number: number, key: LedgerKey.number(number), record: record,
      bytes: record.encoded(&packing))
  }

  /// The pending block is the head from now on.
  private func advance(_ executed: ExecutedBlock, _ values: [DurableValue]) {
    window.append(
      .init(
        header: executed.block.header, hash: executed.hash,
        ommers: executed.block.ommers.map { $0.hash }))
    let number = executed.block.header.number
    state.headNumber = number
    state.hashes[number] = executed.hash
    if number > UInt64(BlockExecutionLimits.ancestors) {
      state.hashes[number - UInt64(BlockExecutionLimits.ancestors) - 1] = nil
    }
    state.pending = []
    state.rooted = 0
    pendingTicket = 0
    for value in values { state.overlay.values[value.name] = value.value }
  }

  /// Writes records, and all the rest when it is time, which it says. `last` is the block that is
  /// not staged.
  private func write(
    _ blocks: [StagedBlock], last: ExecutedBlock?, _ values: [DurableValue],
    _ beside: [BesideBlock]
  ) throws(Failure) -> Bool {
    defer { store.endReading() }
    guard let head = blocks.last else { return false }
    let isFull = try needsRoom(head.number)
    guard isFull || head.number - heights.flushed >= settings.flushInterval else {
      try reader.stored { (store) throws(Store.Failure) in
        try store.write { (store) throws(Store.Failure) in
          for block in blocks {
            try store.append(block.key, block.bytes, in: .blocks)
          }
          try Self.putBeside(store, beside)
        }
      }
      return false
    }
    try flush(blocks, last, values, beside, storesNodes: false)
    return true
  }
}
