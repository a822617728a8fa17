import BlockExecution
import ChainTypes
import MerkleTrie

/// Takes the state behind a block part by part into a store that has no ledger yet. Each part is
/// proved against the block's state root before anything of it is written, and is durable, with
/// the place that comes next, when `take` returns: so another life of the program goes on where
/// this one ended. `finish` makes a ledger of it whose head is the block.
public final class StateTaker<Store: LedgerStore> {
  public typealias Failure = LedgerError<Store.Failure>

  public let store: Store
  /// What the owner keeps beside it: who sealed the block, who vouches for it.
  public let pivot: [UInt8]
  let encodedBlock: [UInt8]
  let block: Block
  let hash: Hash
  var stage: StateStage
  /// What is wanted next; nil when all is here.
  public internal(set) var next: StatePlace?
  /// For the walk over the accounts, once they are all here.
  var accounts: HexaryTrie?

  private init(
    _ store: Store, pivot: [UInt8], encoded: [UInt8], block: Block, stage: StateStage
  ) {
    self.store = store
    self.pivot = pivot
    encodedBlock = encoded
    self.block = block
    hash = block.header.hash
    self.stage = stage
  }
}

extension StateTaker {
  public var parts: UInt64 { stage.parts }
  public var bytes: UInt64 { stage.bytes }
  public var isComplete: Bool { next == nil }
  public var header: BlockHeader { block.header }
  /// The block behind which the state stands.
  public var encodedPivot: [UInt8] { encodedBlock }

  var reader: ChainReader<Store> { ChainReader(store: store) }

  /// What an earlier life began in a store; nil when that is nothing, or a finished ledger.
  public static func resume(in store: Store) throws(Failure) -> StateTaker? {
    defer { store.endReading() }
    let reader = ChainReader(store: store)
    guard try reader.format() == nil, let bytes = try reader.meta(StateStage.key),
      let stage = StateStage(bytes), let pivot = try reader.meta(StateStage.pivotKey),
      let encoded = try reader.meta(StateStage.blockKey), let block = decoded(encoded)
    else { return nil }
    let taker = StateTaker(store, pivot: pivot, encoded: encoded, block: block, stage: stage)
    try taker.settle()
    return taker
  }

  /// Begins with nothing: whatever else the store had is thrown out. Nil when the block does not
  /// decode.
  public static func begin(
    in store: Store, pivot: [UInt8], block encoded: [UInt8]
  ) throws(Failure) -> StateTaker? {
    defer { store.endReading() }
    let reader = ChainReader(store: store)
    if try reader.format() != nil { throw .exists }
    guard let block = decoded(encoded) else { return nil }
    store.endReading()
    let taker = StateTaker(
      store, pivot: pivot, encoded: encoded, block: block, stage: StateStage())
    try reader.stored { (store) throws(Store.Failure) in
      try store.write { (store) throws(Store.Failure) in
        for table in LedgerTable.allCases { try store.clear(table) }
        try store.putChecked(StateStage.pivotKey, pivot, in: .meta)
        try store.putChecked(StateStage.blockKey, encoded, in: .meta)
        try store.putChecked(StateStage.key, taker.stage.encoded, in: .meta)
      }
    }
    try taker.settle()
    return taker
  }

  private static func decoded(_ bytes: [UInt8]) -> Block? {
    do throws(BlockDecodingError) { return try Block(decoding: bytes) } catch { return nil }
  }

  /// Finds what is wanted next.
  func settle() throws(Failure) {
    switch stage.phase {
    case .accounts: next = StatePlace(trie: 0, from: stage.from)
    case .storage:
      next = StatePlace(trie: Keccak256.hash(stage.owner).prefix, from: stage.from)
    case .between, .owners: try findOwner()
    }
  }

  /// The next account that has code which is not here, or storage.
  private func findOwner() throws(Failure) {
    let trie = accounts ?? HexaryTrie(root: header.stateRoot)
    accounts = trie
    var source = NodeTable(store, account: nil, verifiesNodes: true)
    var path = stage.phase == .owners ? nil : Optional(Keccak256.hash(stage.owner).bytes)
    var steps = 0
    while true {
      let entry: TrieEntry?
      do throws(TrieError<Store.Failure>) {
        entry = try trie.entry(after: path, from: &source)
      } catch { throw .of(error, in: nil) }
      guard let entry, entry.note.count == 20 else { break }
      path = entry.path
      let address = Address(Word(minimal: entry.note.span))
      if try isWanting(address) {
        stage.phase = .storage
        (stage.owner, stage.from, stage.root) = (address, 0, Keccak256.emptyTrieRoot)
        next = StatePlace(trie: Keccak256.hash(address).prefix, from: 0)
        return
      }
      steps += 1
      if steps % 256 == 0 { trie.prune(toBytes: LedgerLimits.walkBytes) }
    }
    next = nil
  }

  private func isWanting(_ address: Address) throws(Failure) -> Bool {
    let account = try account(address)
    if account.storageRoot != Keccak256.emptyTrieRoot { return true }
    guard account.codeHash != Keccak256.emptyHash else { return false }
    return try reader.stored { (store) throws(Store.Failure) in
      try store.value(of: account.codeHash.bytes.span, in: .codes) { _ in false } ?? true
    }
  }

  func account(_ address: Address) throws(Failure) -> TrieAccount {
    let row = try reader.stored { (store) throws(Store.Failure) in
      try store.copy(of: address.bytes, in: .accounts)
    }
    do throws(RecordFault) {
      if let row { return try AccountRow.decode(row) }
    } catch {}
    throw .damaged(.account(address))
  }
}
