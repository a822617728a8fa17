import BlockExecution
import ChainTypes
import EVM
import MerkleTrie

/// The state at the head: what changed since the last flush, over the tables, and the tries.
///
/// A `StateSource` cannot throw, so an error of the store is kept in `failure`, and whoever
/// executed over it looks there before believing a result.
public final class LedgerState<Store: LedgerStore>: WorldState {
  let store: Store
  var tries: StateTries<Store>
  var overlay = Overlay()
  /// What the block that is being executed, or waits to be committed, has changed.
  var pending: [StateDelta] = []
  /// How many of `pending` the tries have.
  var rooted = 0
  /// The first error of the store since the last look: what was read since then counts for nothing.
  public internal(set) var failure: LedgerError<Store.Failure>?
  /// Hashes of blocks that were asked for or appended.
  var hashes: [UInt64: Hash] = [:]
  /// The number of the last block of the chain that is executed on.
  var headNumber: UInt64 = 0
  /// Workers read; nothing changes meanwhile.
  var isShared = false
  var readers: [LedgerState] = []
  private var slotKey = [UInt8](repeating: 0, count: 52)

  init(_ store: Store, tries: StateTries<Store>) {
    self.store = store
    self.tries = tries
  }

  // MARK: StateSource

  public func account(_ address: Address) -> Account? {
    trieAccount(address).map { Account($0) }
  }

  public func slot(_ address: Address, _ key: Word) -> Word {
    if let account = overlay.accounts[address], let slot = account.slots[key] {
      return slot.current
    }
    return storedSlot(address, key)
  }

  public func code(_ hash: Hash) -> [UInt8] {
    if hash == Keccak256.emptyHash { return [] }
    if let code = overlay.codes[hash] { return code }
    let stored = latched { () throws(Store.Failure) in try store.copy(of: hash.bytes, in: .codes) }
    guard let stored, let code = stored else {
      latch(.damaged(.code(hash)))
      return []
    }
    return code
  }

  public func blockHash(_ number: UInt64) -> Hash {
    guard number <= headNumber else { return .zero }
    if let known = hashes[number] { return known }
    let key = LedgerKey.number(number)
    let found = latched { () throws(Store.Failure) in
      try store.value(of: key.span, in: .blocks) { BlockRecord.hash(in: $0) }
    }
    guard let found else { return .zero }
    // A ledger that began with a state has no older blocks, but that state has their hashes.
    let hash = if let found { found ?? .zero } else { rootedHash(number) }
    hashes[number] = hash
    return hash
  }

  private func rootedHash(_ number: UInt64) -> Hash {
    guard headNumber - number <= UInt64(BlockExecutionLimits.ancestors) else { return .zero }
    return Hash(slot(SystemContract.blockHashes.address, BlockHistory.slot(of: number)))
  }

  // MARK: Reading the tables

  func trieAccount(_ address: Address) -> TrieAccount? {
    if let known = overlay.accounts[address] { return known.current }
    return storedAccount(address)
  }

  func storedAccount(_ address: Address) -> TrieAccount? {
    let row = latched { () throws(Store.Failure) in
      try store.copy(of: address.bytes, in: .accounts)
    }
    guard let row, let row else { return nil }
    do throws(RecordFault) { return try AccountRow.decode(row) } catch {
      latch(.damaged(.account(address)))
      return nil
    }
  }

  func storedSlot(_ address: Address, _ key: Word) -> Word {
    setSlotKey(address, key)
    // A second reference, which is gone before the key is written again.
    let row = slotKey
    do throws(Store.Failure) {
      return try store.value(of: row.span, in: .slots) { Word(minimal: $0) } ?? .zero
    } catch {
      latch(.store(error))
      return .zero
    }
  }

  /// The first failure counts.
  func latch(_ error: LedgerError<Store.Failure>) {
    if failure == nil { failure = error }
  }

  private func latched<R>(_ body: () throws(Store.Failure) -> R) -> R? {
    do throws(Store.Failure) { return try body() } catch {
      latch(.store(error))
      return nil
    }
  }

  /// Written in place: reading a slot allocates nothing.
  private func setSlotKey(_ address: Address, _ key: Word) {
    for index in 0..<4 {
      slotKey[index] = UInt8(truncatingIfNeeded: address.high >> UInt32(24 - 8 * index))
    }
    set(address.middle, at: 4)
    set(address.low, at: 12)
    set(key.limb3, at: 20)
    set(key.limb2, at: 28)
    set(key.limb1, at: 36)
    set(key.limb0, at: 44)
  }

  private func set(_ limb: UInt64, at start: Int) {
    for index in 0..<8 {
      slotKey[start + index] = UInt8(truncatingIfNeeded: limb >> UInt64(56 - 8 * index))
    }
  }
}

extension Account {
  init(_ account: TrieAccount) {
    self.init(
      nonce: account.nonce, balance: account.balance, codeHash: account.codeHash,
      hasStorage: account.storageRoot != Keccak256.emptyTrieRoot)
  }
}
