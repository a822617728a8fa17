import BlockExecution
import ChainTypes
import EVM
import MerkleTrie

extension ChainLedger {
  /// Whether a store has a ledger whose creation was finished.
  public static func exists(in store: Store) throws(Failure) -> Bool {
    defer { store.endReading() }
    return try ChainReader(store: store).format() != nil
  }

  /// The text of the genesis that a store's ledger was made from; nil when there is no ledger.
  public static func genesisDocument(in store: Store) throws(Failure) -> [UInt8]? {
    defer { store.endReading() }
    let reader = ChainReader(store: store)
    guard let format = try reader.format() else { return nil }
    guard format == MetaKey.currentFormat else { throw .format(format) }
    return try reader.meta(MetaKey.document)
  }

  /// Opens the ledger in a store, at the last block that was committed. The blocks since the last
  /// flush are applied from their records, without executing them, and the state's root must be
  /// that of the head. `chain` gives the rules; its accounts are not looked at.
  public static func open(
    in store: Store, chain: ChainGenesis, machine: Machine,
    settings: LedgerSettings = LedgerSettings(), runner: any PartRunner = SerialRunner()
  ) throws(Failure) -> ChainLedger {
    defer { store.endReading() }
    let reader = ChainReader(store: store)
    guard let format = try reader.format() else { throw .missing }
    guard format == MetaKey.currentFormat else { throw .format(format) }
    let genesisHash = try checkGenesis(reader, chain)
    let heights = try readHeights(reader)
    let state = freshState(store, heights, runner, settings)
    let ledger = ChainLedger(
      store: store, settings: settings,
      executor: BlockExecutor(
        machine: machine, schedule: chain.schedule, chainID: chain.chainID, rules: chain.rules),
      runner: runner, state: state, genesis: (chain.header.number, genesisHash),
      window: AncestorWindow(parent: .init(header: chain.header, hash: genesisHash)),
      heights: heights, covered: try reader.metaNumber(MetaKey.covered) ?? 0)
    try ledger.recover()
    return ledger
  }

  static func freshState(
    _ store: Store, _ heights: LedgerHeights, _ runner: any PartRunner, _ settings: LedgerSettings
  ) -> LedgerState<Store> {
    LedgerState(store, tries: freshTries(store, heights, runner, settings))
  }

  static func freshTries(
    _ store: Store, _ heights: LedgerHeights, _ runner: any PartRunner, _ settings: LedgerSettings
  ) -> StateTries<Store> {
    StateTries(
      store, root: heights.nodesRoot, runner: runner, verifiesNodes: settings.verifiesNodes)
  }

  static func readHeights(_ reader: ChainReader<Store>) throws(Failure) -> LedgerHeights {
    guard let bytes = try reader.meta(LedgerHeights.key), let heights = LedgerHeights(bytes) else {
      throw .damaged(.meta("heights"))
    }
    return heights
  }

  /// The stored genesis block must have the header that the rules came with.
  private static func checkGenesis(
    _ reader: ChainReader<Store>, _ chain: ChainGenesis
  ) throws(Failure) -> Hash {
    guard let bytes = try reader.meta(MetaKey.genesis), let stored = Hash(bytes: bytes) else {
      throw .damaged(.meta("genesis"))
    }
    guard let record = try reader.recordIfKept(chain.header.number) else {
      throw .otherChain(found: stored, expected: chain.header.hash)
    }
    var header = chain.header
    header.stateRoot = try reader.block(chain.header.number, record).header.stateRoot
    guard header.hash == stored, record.hash == stored else {
      throw .otherChain(found: stored, expected: header.hash)
    }
    return stored
  }

  var reader: ChainReader<Store> { ChainReader(store: store) }

  /// Brings everything in memory to the last stored block.
  func recover() throws(Failure) {
    let last = try reader.stored { (store) throws(Store.Failure) in
      try store.key(at: .last, in: .blocks)
    }
    guard let last, last.count == 8, let number = LedgerKey.number(in: last.span),
      number >= heights.flushed
    else { throw .damaged(.meta("head")) }
    try loadWindow(number)
    let restorer = StateRestorer(reader: reader, heights: heights)
    try restorer.restore(state, to: number, provable: true)
    try loadUnflushed(number)
  }

  /// The header of the head, and of those before as far as ommers reach back.
  func loadWindow(_ number: UInt64) throws(Failure) {
    var ancestors: [AncestorWindow.Ancestor] = []
    var next = number
    while true {
      let record = try reader.record(next)
      let block = try reader.block(next, record)
      if let child = ancestors.last, child.header.parentHash != record.hash {
        throw .damaged(.parent(next + 1))
      }
      ancestors.append(
        .init(
          header: block.header, hash: record.hash, ommers: block.ommers.map { $0.hash }))
      let fork = executor.schedule.fork(of: block.header)
      if next == genesisNumber || next < heights.oldest + 1 || fork >= .paris
        || ancestors.count == AncestorWindow.reach
      {
        break
      }
      next -= 1
    }
    window = AncestorWindow(parent: ancestors[ancestors.count - 1])
    for ancestor in ancestors.dropLast().reversed() { window.append(ancestor) }
  }

  /// The index and the durable values of the blocks since the flush.
  private func loadUnflushed(_ head: UInt64) throws(Failure) {
    index = IndexBuilder(first: heights.flushed + 1)
    guard heights.flushed < head else { return }
    for number in heights.flushed + 1...head {
      let record = try reader.record(number)
      index.append(number, record.hash, try reader.block(number, record), record.receipts)
      for value in record.values {
        let since = try storedValue(value.name)?.height ?? 0
        if since < number { state.overlay.values[value.name] = value.value }
      }
    }
  }

  /// Forgets what is in memory and reads it again: after a failure that left the tries half-way.
  func reload() throws(Failure) {
    heights = try Self.readHeights(reader)
    staged = []
    given = nil
    pendingTicket = 0
    state.reset(tries: Self.freshTries(store, heights, runner, settings))
    needsReload = true
    try recover()
    needsReload = false
  }
}

extension LedgerState {
  func reset(tries: StateTries<Store>) {
    self.tries = tries
    overlay.removeAll()
    pending = []
    rooted = 0
    failure = nil
    hashes = [:]
  }
}
