import BlockExecution
import ChainTypes
import MerkleTrie

extension ChainLedger {
  /// What the store tells of itself: bytes used, commits and bytes written since it was opened.
  public var usage: StoreUsage { store.usage }

  /// Bytes of trie nodes that are held in memory.
  public var heldNodeBytes: Int { state.tries.heldBytes }

  /// The oldest block whose state can be read and proved.
  public func oldestState() throws(Failure) -> UInt64 {
    defer { store.endReading() }
    return try reader.oldestState(heights)
  }

  /// The state after a block: of the head, or of one of the last blocks. It can be read until the
  /// next commit; whether all it read was sound, its `failure` says.
  public func state(at height: UInt64) throws(Failure) -> LedgerState<Store> {
    if height == head.number, pendingTicket == 0 { return state }
    return try earlierState(height, provable: false)
  }

  func earlierState(_ height: UInt64, provable: Bool) throws(Failure) -> LedgerState<Store> {
    guard height <= head.number else { throw .noBlock(height) }
    if height > storedHeight { try commitStaged() }
    let oldest = try reader.oldestState(heights)
    guard height >= oldest else { throw .noState(height: height, oldest: oldest) }
    let earlier = Self.freshState(store, heights, runner, settings)
    try StateRestorer(reader: reader, heights: heights)
      .restore(earlier, to: height, provable: provable)
    return earlier
  }

  /// Takes back, durably, all blocks after a height. Blocks that bear a seal go only by force: what
  /// was published must not be made twice. Durable values stay as they are.
  public func rewind(to height: UInt64, force: Bool = false) throws(Failure) {
    guard pendingTicket == 0 else { throw .pending }
    guard height < head.number else { return }
    if needsReload { try reload() }
    if !staged.isEmpty { try commitStaged() }
    defer { store.endReading() }
    if !force { try refuseSealed(after: height) }
    let target = height < heights.flushed ? try earlierState(height, provable: true) : nil
    let removals = try rowsAfter(height)
    var changed = heights
    if let target {
      changed.flushed = height
      changed.nodes = height
      changed.nodesRoot = target.tries.accounts.root
    }
    let values = state.overlay.values
    try reader.stored { (store) throws(Store.Failure) in
      try store.write { (store) throws(Store.Failure) in
        for row in removals { try store.delete(row.key, in: row.table) }
        try Self.writeValues(store, values, height: height)
        if let target {
          try Self.writeState(store, target.overlay.entries, codes: target.overlay.codes)
          try target.tries.flush()
          try store.putChecked(LedgerHeights.key, changed.encoded, in: .meta)
        }
      }
    }
    try reload()
  }

  private func refuseSealed(after height: UInt64) throws(Failure) {
    for number in height + 1...head.number {
      if try reader.record(number).attachments.contains(where: { $0.kind == Attachment.seal }) {
        throw .sealed(number)
      }
    }
  }

  /// Rows that go when the head goes back to a height.
  private func rowsAfter(
    _ height: UInt64
  ) throws(Failure) -> [(table: LedgerTable, key: [UInt8])] {
    var rows: [(table: LedgerTable, key: [UInt8])] = []
    for table in [LedgerTable.blocks, .beside, .indexes, .windows] {
      var place = LedgerPlace.atOrAfter(LedgerKey.number(height + 1))
      while let key = try key(at: place, in: table) {
        rows.append((table: table, key: key))
        place = .after(key)
      }
    }
    return rows
  }
}
