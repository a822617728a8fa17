import BlockExecution
import ChainTypes
import EVM
import MerkleTrie

extension ChainLedger {
  /// Makes a ledger of a genesis in an empty store. With `expectedRoot` the accounts must have it.
  ///
  /// Large allocations are written in several transactions. What makes the store a ledger is
  /// written last, so that a crash in between leaves nothing, and creating begins anew.
  public static func create(
    in store: Store, genesis: ChainGenesis, expectedRoot: Hash? = nil, machine: Machine,
    settings: LedgerSettings = LedgerSettings(), runner: any PartRunner = SerialRunner()
  ) throws(Failure) -> ChainLedger {
    defer { store.endReading() }
    try created { () throws(Store.Failure) in try clear(store) }
    var creation = GenesisWriter(store)
    let root = try creation.write(genesis.accounts)
    if let expectedRoot, expectedRoot != root {
      throw .genesisRoot(found: expectedRoot, expected: root)
    }
    var header = genesis.header
    header.stateRoot = root
    let block = Block(
      header: header, withdrawals: header.withdrawalsRoot == nil ? nil : [])
    let heights = LedgerHeights(
      flushed: header.number, nodes: header.number, nodesRoot: root, oldest: header.number + 1)
    try created { () throws(Store.Failure) in
      try finish(store, genesis, block, heights)
    }
    return try open(
      in: store, chain: genesis, machine: machine, settings: settings, runner: runner)
  }

  /// Refuses a store with a finished ledger; throws out what an unfinished creation left.
  private static func clear(_ store: Store) throws(Store.Failure) -> Failure? {
    if try store.copy(of: MetaKey.format, in: .meta) != nil { return .exists }
    store.endReading()
    try store.write { (store) throws(Store.Failure) in
      for table in LedgerTable.allCases { try store.clear(table) }
    }
    return nil
  }

  private static func finish(
    _ store: Store, _ genesis: ChainGenesis, _ block: Block, _ heights: LedgerHeights
  ) throws(Store.Failure) -> Failure? {
    let record = BlockRecord(
      hash: block.header.hash, encodedBlock: block.encoded(),
      writes: BlockAccessList().encoded())
    try store.write { (store) throws(Store.Failure) in
      try store.put(
        LedgerKey.number(block.header.number), record.encoded(), in: .blocks)
      try store.putChecked(MetaKey.genesis, record.hash.bytes, in: .meta)
      try store.putChecked(MetaKey.document, genesis.document, in: .meta)
      try store.putChecked(LedgerHeights.key, heights.encoded, in: .meta)
      try store.putChecked(
        MetaKey.format, LedgerKey.number(MetaKey.currentFormat), in: .meta)
    }
    return nil
  }

  private static func created(
    _ body: () throws(Store.Failure) -> Failure?
  ) throws(Failure) {
    let found: Failure?
    do throws(Store.Failure) { found = try body() } catch { throw .store(error) }
    if let found { throw found }
  }
}

/// Writes the accounts of a genesis, some rows a transaction.
private struct GenesisWriter<Store: LedgerStore> {
  let store: Store
  private var rows = 0
  private var isWriting = false

  init(_ store: Store) { self.store = store }

  /// Gives the state root.
  mutating func write(_ accounts: [GenesisAccount]) throws(LedgerError<Store.Failure>) -> Hash {
    do throws(LedgerError<Store.Failure>) {
      let root = try writeAll(accounts.sorted { $0.address < $1.address })
      if isWriting { try stored { (store) throws(Store.Failure) in try store.commit() } }
      isWriting = false
      return root
    } catch {
      if isWriting { store.abort() }
      throw error
    }
  }

  private mutating func writeAll(
    _ accounts: [GenesisAccount]
  ) throws(LedgerError<Store.Failure>) -> Hash {
    let trie = HexaryTrie(root: Keccak256.emptyTrieRoot)
    var batch = TrieBatch()
    for genesis in accounts {
      var account = TrieAccount(nonce: genesis.nonce, balance: genesis.balance)
      account.storageRoot = try writeStorage(genesis)
      if !genesis.code.isEmpty {
        account.codeHash = Keccak256.hash(genesis.code)
        try put(account.codeHash.bytes, genesis.code, in: .codes)
      }
      try put(genesis.address.bytes, AccountRow.encode(account), in: .accounts)
      batch.append(address: genesis.address, account: account, noted: true)
    }
    return try write(trie, &batch, of: nil)
  }

  private mutating func writeStorage(
    _ account: GenesisAccount
  ) throws(LedgerError<Store.Failure>) -> Hash {
    let slots = account.storage.filter { !$0.value.isZero }.sorted { $0.key < $1.key }
    if slots.isEmpty { return Keccak256.emptyTrieRoot }
    for slot in slots {
      try put(
        LedgerKey.slot(account.address, slot.key), slot.value.minimalBytes, in: .slots)
    }
    var batch = StateTries<Store>.batch(slots[...])
    return try write(HexaryTrie(root: Keccak256.emptyTrieRoot), &batch, of: account.address)
  }

  private mutating func write(
    _ trie: HexaryTrie, _ batch: inout TrieBatch, of account: Address?
  ) throws(LedgerError<Store.Failure>) -> Hash {
    var nodes = NodeTable(store, account: account, verifiesNodes: false)
    let root: Hash
    do throws(TrieError<Store.Failure>) { root = try trie.update(&batch, from: &nodes) } catch {
      throw .of(error, in: account)
    }
    var sink = CountingSink(nodes: nodes, writer: self)
    do throws(Store.Failure) { try trie.flush(into: &sink) } catch {
      self = sink.writer
      throw .store(error)
    }
    self = sink.writer
    return root
  }

  private mutating func put(
    _ key: [UInt8], _ value: [UInt8], in table: LedgerTable
  ) throws(LedgerError<Store.Failure>) {
    do throws(Store.Failure) {
      try makeRoom()
      try store.put(key, value, in: table)
    } catch { throw .store(error) }
  }

  /// Begins a transaction, or ends one that is long enough.
  mutating func makeRoom() throws(Store.Failure) {
    if isWriting, rows >= LedgerLimits.rowsPerTransaction {
      isWriting = false
      try store.commit()
    }
    if !isWriting {
      try store.begin()
      isWriting = true
      rows = 0
    }
    rows += 1
  }

  private func stored(
    _ body: (Store) throws(Store.Failure) -> Void
  ) throws(LedgerError<Store.Failure>) {
    do throws(Store.Failure) { try body(store) } catch { throw .store(error) }
  }

  struct CountingSink: NodeSink {
    var nodes: NodeTable<Store>
    var writer: GenesisWriter

    mutating func remove(at path: Span<UInt8>) throws(Store.Failure) {
      try writer.makeRoom()
      try nodes.remove(at: path)
    }

    mutating func store(_ record: Span<UInt8>, at path: Span<UInt8>) throws(Store.Failure) {
      try writer.makeRoom()
      try nodes.store(record, at: path)
    }
  }
}
