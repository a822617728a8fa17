import BlockExecution
import ChainTypes
import EVM
import MerkleTrie

extension ChainLedger {
  /// Writes blocks together with state, tries and indexes up to the last of them, in one
  /// transaction. `last` is the block that waits; the others are the head and before it.
  func flush(
    _ blocks: [StagedBlock], _ last: ExecutedBlock?, _ values: [DurableValue],
    _ beside: [BesideBlock] = [], storesNodes: Bool
  ) throws(Failure) {
    let plan = try flushPlan(last, values, storesNodes)
    given = nil
    try reader.stored { (store) throws(Store.Failure) in
      try store.write { (store) throws(Store.Failure) in
        for block in blocks {
          try store.append(block.key, block.bytes, in: .blocks)
        }
        try Self.putBeside(store, beside)
        try Self.writeState(store, plan.entries, codes: state.overlay.codes)
        try Self.writeValues(store, plan.values, height: plan.number)
        for row in plan.rows { try store.put(row.key, row.value, in: row.table) }
        for row in plan.removals { try store.delete(row.key, in: row.table) }
        if plan.storesNodes { try state.tries.flush() }
        try store.putChecked(LedgerHeights.key, plan.heights.encoded, in: .meta)
      }
    }
    heights = plan.heights
    if plan.storesNodes { state.tries.didFlush() }
    state.overlay.removeAll()
    index = IndexBuilder(first: heights.flushed + 1)
  }

  /// Writes everything that is only in memory or in records, so that the next opening has nothing
  /// to do. To be called before closing.
  public func flush() throws(Failure) {
    guard pendingTicket == 0 else { throw .pending }
    if needsReload { try reload() }
    let isBehind = heights.flushed < head.number || heights.nodes < heights.flushed
    guard isBehind || !state.overlay.isEmpty else { return }
    defer { store.endReading() }
    try flush(staged, nil, [], storesNodes: true)
    staged = []
  }

  /// What a flush writes beside state and nodes, made before its transaction begins.
  struct FlushPlan {
    var heights: LedgerHeights
    var storesNodes: Bool
    var number: UInt64
    /// What changed in the state.
    var entries: [Overlay.Entry]
    var values: [[UInt8]: [UInt8]]
    var rows: [(table: LedgerTable, key: [UInt8], value: [UInt8])] = []
    var removals: [(table: LedgerTable, key: [UInt8])] = []
  }

  private func flushPlan(
    _ last: ExecutedBlock?, _ values: [DurableValue], _ storesNodes: Bool
  ) throws(Failure) -> FlushPlan {
    let number = last?.block.header.number ?? head.number
    var plan = FlushPlan(
      heights: heights, storesNodes: storesNodes || isNodeFlushDue(number), number: number,
      entries: state.overlay.entries, values: state.overlay.values)
    plan.heights.flushed = number
    if plan.storesNodes {
      plan.heights.nodes = number
      plan.heights.nodesRoot = state.tries.accounts.root
    }
    for value in values { plan.values[value.name] = value.value }
    if number > heights.flushed {
      var rows = index
      if let last { rows.append(number, last.hash, last.block, last.result.receipts) }
      let key = LedgerKey.number(heights.flushed + 1)
      plan.rows.append((table: .indexes, key: key, value: IndexRow.encode(rows)))
      var window = WindowRow(plan.entries).encoded(&packing)
      Checksum.append(to: &window, key: key)
      plan.rows.append((table: .windows, key: key, value: window))
    }
    try planHistory(&plan)
    try planRetention(&plan)
    return plan
  }

  private func isNodeFlushDue(_ number: UInt64) -> Bool {
    number - heights.nodes >= settings.nodeInterval
  }

  /// Drops the values before windows that nobody goes back over any more.
  private func planHistory(_ plan: inout FlushPlan) throws(Failure) {
    let reach = plan.number > settings.history ? plan.number - settings.history : 0
    let bound = min(reach, plan.heights.nodes)
    var place = LedgerPlace.first
    var previous: [UInt8]?
    while true {
      let key = try reader.stored { (store) throws(Store.Failure) in
        try store.key(at: place, in: .windows)
      }
      guard let key, let first = LedgerKey.number(in: key.span) else { return }
      // A window is needed as long as a height in it is.
      if let previous, first <= bound + 1 { plan.removals.append((table: .windows, key: previous)) }
      if first > bound + 1 { return }
      previous = key
      place = .after(key)
    }
  }

  static func writeState(
    _ store: Store, _ entries: [Overlay.Entry], codes: [Hash: [UInt8]]
  ) throws(Store.Failure) {
    var row: [UInt8] = []
    for entry in entries {
      let account = entry.account
      if account.current != account.stored {
        let key = entry.address.bytes
        if let current = account.current {
          row.removeAll(keepingCapacity: true)
          AccountRow.append(current, to: &row)
          try store.put(key, row, in: .accounts)
        } else {
          try store.delete(key, in: .accounts)
        }
      }
      try writeSlots(store, entry)
    }
    for hash in codes.keys.sorted() {
      guard let code = codes[hash] else { continue }
      try store.put(hash.bytes, code, in: .codes)
    }
  }

  private static func writeSlots(
    _ store: Store, _ entry: Overlay.Entry
  ) throws(Store.Failure) {
    var row: [UInt8] = []
    var key = entry.address.bytes
    for slot in entry.slots where slot.value.stored != slot.value.current {
      key.removeLast(key.count - Address.byteCount)
      key.append(whole: slot.key)
      if slot.value.current.isZero {
        try store.delete(key, in: .slots)
      } else {
        row.removeAll(keepingCapacity: true)
        row.append(minimal: slot.value.current)
        try store.put(key, row, in: .slots)
      }
    }
  }
}
