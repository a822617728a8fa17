import ChainTypes
import EVM

extension JournalCore {
  @inline(__always)
  func findAccount(_ address: Address) -> Int {
    accountIndex.find(seed.hash(address)) { accounts[$0].address == address }
  }

  @inline(__always)
  func findSlot(_ account: Int, _ key: Word) -> Int {
    slotIndex.find(seed.hash(account, key)) {
      slots[$0].key == key && slots[$0].account == Int32(truncatingIfNeeded: account)
    }
  }

  @inline(__always)
  func findTransient(_ account: Int, _ key: Word) -> Int {
    transientIndex.find(seed.hash(account, key)) {
      transients[$0].key == key && transients[$0].account == Int32(truncatingIfNeeded: account)
    }
  }

  mutating func addAccount(_ address: Address, _ source: Account?) -> Int {
    let index = accounts.count
    var flags: AccountFlags = source == nil ? [] : .exists
    if source?.hasStorage == true { flags.insert(.sourceHasStorage) }
    if Precompile.isPrecompile(address, in: fork) {
      flags.insert(.precompile)
      if address.low == 3 { flags.insert(.ripemd) }
    }
    accounts.append(
      AccountRecord(
        address: address, flags: flags, warmEpoch: 0, balance: source?.balance ?? .zero,
        codeHash: source?.codeHash ?? Keccak256.emptyHash, nonce: source?.nonce ?? 0, code: nil,
        firstSlot: -1, liveSlots: 0))
    sources.append(source)
    accountIndex.insert(seed.hash(address), index)
    return index
  }

  mutating func addSlot(_ account: Int, _ key: Word, _ value: Word) -> Int {
    let index = slots.count
    slots.append(
      SlotRecord(
        key: key, value: value, original: value, source: value,
        account: Int32(truncatingIfNeeded: account), next: accounts[account].firstSlot,
        warmEpoch: 0, epoch: 0))
    accounts[account].firstSlot = Int32(truncatingIfNeeded: index)
    if !value.isZero { accounts[account].liveSlots += 1 }
    slotIndex.insert(seed.hash(account, key), index)
    return index
  }

  mutating func addTransient(_ account: Int, _ key: Word) -> Int {
    let index = transients.count
    transients.append(
      TransientRecord(
        key: key, value: .zero, account: Int32(truncatingIfNeeded: account), epoch: epoch))
    transientIndex.insert(seed.hash(account, key), index)
    return index
  }

  /// Whether the source can still answer for slots of the account.
  @inline(__always)
  func readsSource(_ account: Int) -> Bool {
    let flags = accounts[account].flags
    return flags.contains(.sourceHasStorage) && !flags.contains(.storageCleared)
  }

  func hasStorage(_ account: Int) -> Bool {
    readsSource(account) || accounts[account].liveSlots > 0
  }
}
