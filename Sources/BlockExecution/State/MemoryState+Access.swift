import ChainTypes
import EVM

extension MemoryState {
  public func account(_ address: Address) -> Account? {
    entries[address].map {
      Account(
        nonce: $0.nonce, balance: $0.balance, codeHash: $0.codeHash,
        hasStorage: !$0.storage.isEmpty)
    }
  }

  public func slot(_ address: Address, _ key: Word) -> Word {
    entries[address]?.storage[key] ?? .zero
  }

  public func code(_ hash: Hash) -> [UInt8] {
    hash == Keccak256.emptyHash ? [] : codes[hash] ?? []
  }

  public func blockHash(_ number: UInt64) -> Hash { blockHashes[number] ?? .zero }

  /// Puts an account in, replacing what was there; slots of value zero are left out.
  public func setAccount(
    _ address: Address, nonce: UInt64, balance: Word, code: [UInt8] = [],
    storage: [(key: Word, value: Word)] = []
  ) {
    requireUnshared()
    var slots: [Word: Word] = [:]
    for slot in storage where !slot.value.isZero { slots[slot.key] = slot.value }
    let hash = code.isEmpty ? Keccak256.emptyHash : Keccak256.hash(code)
    if !code.isEmpty { codes[hash] = code }
    entries[address] = Entry(
      nonce: nonce, balance: balance, codeHash: hash, storage: slots, storageRoot: nil)
    forgetRoot()
  }

  public func apply(_ changes: StateChanges) {
    if changes.isEmpty { return }
    requireUnshared()
    for change in changes.accounts { apply(change) }
    forgetRoot()
  }

  private func apply(_ change: AccountChange) {
    guard let after = change.after else {
      entries[change.address] = nil
      return
    }
    var entry =
      entries.removeValue(forKey: change.address)
      ?? Entry(nonce: 0, balance: .zero, codeHash: Keccak256.emptyHash, storage: [:])
    entry.nonce = after.nonce
    entry.balance = after.balance
    entry.codeHash = after.codeHash
    if let code = change.code { codes[code.hash] = code.bytes }
    if change.clearsStorage {
      entry.storage = [:]
      entry.storageRoot = nil
    }
    for slot in change.slots {
      entry.storage[slot.key] = slot.after.isZero ? nil : slot.after
      entry.storageRoot = nil
    }
    entries[change.address] = entry
  }

  /// Every address, in order.
  public var addresses: [Address] { entries.keys.sorted() }

  /// All there is of an account, its slots in order: for dumps.
  public func contents(of address: Address) -> AccountContents? {
    guard let entry = entries[address] else { return nil }
    return AccountContents(
      nonce: entry.nonce, balance: entry.balance, code: code(entry.codeHash),
      storage: entry.storage.map { (key: $0.key, value: $0.value) }.sorted { $0.key < $1.key })
  }
}

/// An account spelt out.
public struct AccountContents: Sendable {
  public var nonce: UInt64
  public var balance: Word
  public var code: [UInt8]
  public var storage: [(key: Word, value: Word)]
}
