import BlockExecution
import ChainTypes
import EVM
import MerkleTrie

/// What a walk over all of a ledger found to be sound.
public struct LedgerCensus: Sendable, Equatable {
  public var blocks: UInt64 = 0
  public var accounts: UInt64 = 0
  public var slots: UInt64 = 0
  public var codes: UInt64 = 0
  /// The head's, and of what is stored.
  public var stateRoot = Hash.zero
}

extension ChainLedger {
  /// Walks over everything that is stored and proves that it agrees: each block follows the one
  /// before; accounts, slots and codes hash to the head's state root; the stored tries have the
  /// same accounts and slots, node by node. Throws the first thing that is wrong.
  ///
  /// Flushes first. Memory grows with the number of accounts, and with the slots of the largest.
  public func check() throws(Failure) -> LedgerCensus {
    try flush()
    defer { store.endReading() }
    var census = LedgerCensus()
    census.blocks = try checkBlocks()
    var walk = StateWalk(
      reader: reader, tries: Self.freshTries(store, heights, runner, settings),
      cacheBytes: settings.trieCacheBytes)
    census.stateRoot = try walk.run(&census)
    guard census.stateRoot == head.stateRoot else {
      throw .damaged(
        .stateRoot(number: head.number, found: census.stateRoot, expected: head.stateRoot))
    }
    return census
  }

  private func checkBlocks() throws(Failure) -> UInt64 {
    var count: UInt64 = 0
    var parent: Hash?
    guard heights.oldest <= head.number else { return 0 }
    for number in heights.oldest...head.number {
      let record = try reader.record(number)
      let block = try reader.block(number, record)
      if let parent, block.header.parentHash != parent { throw .damaged(.parent(number)) }
      parent = record.hash
      count += 1
    }
    return count
  }
}

/// Accounts and slots in the order of their tables, which is the same.
private struct StateWalk<Store: LedgerStore> {
  typealias Failure = LedgerError<Store.Failure>

  let reader: ChainReader<Store>
  let tries: StateTries<Store>
  let cacheBytes: Int
  var slotPlace = LedgerPlace.first
  var batch = TrieBatch()

  init(reader: ChainReader<Store>, tries: StateTries<Store>, cacheBytes: Int) {
    self.reader = reader
    self.tries = tries
    self.cacheBytes = cacheBytes
  }

  mutating func run(_ census: inout LedgerCensus) throws(Failure) -> Hash {
    var place = LedgerPlace.first
    while let row = try entry(at: place, in: .accounts) {
      guard let address = Address(bytes: row.key) else {
        throw .damaged(.key(.accounts, row.key))
      }
      try checkAccount(address, row.value, &census)
      census.accounts += 1
      if census.accounts % 1024 == 0 { tries.prune(toBytes: cacheBytes) }
      place = .after(row.key)
    }
    if let stray = try entry(at: slotPlace, in: .slots) {
      throw .damaged(.key(.slots, stray.key))
    }
    return SortedTrie.root(of: &batch)
  }

  private func entry(
    at place: LedgerPlace, in table: LedgerTable
  ) throws(Failure) -> (key: [UInt8], value: [UInt8])? {
    try reader.stored { (store) throws(Store.Failure) in
      try store.entryCopy(at: place, in: table)
    }
  }

  private mutating func checkAccount(
    _ address: Address, _ row: [UInt8], _ census: inout LedgerCensus
  ) throws(Failure) {
    let account: TrieAccount
    do throws(RecordFault) { account = try AccountRow.decode(row) } catch {
      throw .damaged(.account(address))
    }
    let slots = try slots(of: address)
    census.slots += UInt64(slots.count)
    guard SortedTrie.storageRoot(slots) == account.storageRoot,
      try tries.account(address) == account
    else { throw .damaged(.account(address)) }
    try checkTrie(address, account.storageRoot, slots)
    if account.codeHash != Keccak256.emptyHash {
      let code = try reader.stored { (store) throws(Store.Failure) in
        try store.copy(of: account.codeHash.bytes, in: .codes)
      }
      guard let code, Keccak256.hash(code) == account.codeHash else {
        throw .damaged(.code(account.codeHash))
      }
      census.codes += 1
    }
    batch.append(address: address, account: account)
  }

  /// The slots of an account; what stands before them in the table is nobody's.
  private mutating func slots(
    of address: Address
  ) throws(Failure) -> [(key: Word, value: Word)] {
    var result: [(key: Word, value: Word)] = []
    while let row = try entry(at: slotPlace, in: .slots) {
      guard row.key.count == 52, let owner = Address(bytes: row.key[..<20]),
        let key = Word(bigEndianBytes: row.key[20...]), owner >= address
      else { throw .damaged(.key(.slots, row.key)) }
      if owner != address { break }
      guard let value = Word(bigEndianBytes: row.value), !value.isZero else {
        throw .damaged(.slot(address, Array(row.key[20...])))
      }
      result.append((key: key, value: value))
      slotPlace = .after(row.key)
    }
    return result
  }

  private func checkTrie(
    _ address: Address, _ root: Hash, _ slots: [(key: Word, value: Word)]
  ) throws(Failure) {
    if slots.isEmpty { return }
    var nodes = tries.nodes(of: address)
    let trie = tries.storage(address, root: root)
    for slot in slots {
      let found: [UInt8]?
      do throws(TrieError<Store.Failure>) {
        found = try trie.value(of: slot.key.bytes, from: &nodes)
      } catch { throw .of(error, in: address) }
      var writer = RLPWriter()
      writer.append(slot.value)
      guard found == writer.bytes else { throw .damaged(.slot(address, slot.key.bytes)) }
    }
  }
}
