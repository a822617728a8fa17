import BlockExecution
import ChainTypes
import EVM
import MerkleTrie

extension LedgerState {
  public func apply(_ changes: StateChanges) {
    if changes.isEmpty { return }
    precondition(!isShared, "a state does not change while workers read it")
    var delta = StateDelta()
    delta.accounts.reserveCapacity(changes.accounts.count)
    for change in changes.accounts {
      delta.accounts.append(accountDelta(change))
      if let code = change.code { delta.codes.append((hash: code.hash, bytes: code.bytes)) }
    }
    write(delta)
    pending.append(delta)
  }

  private func accountDelta(_ change: AccountChange) -> StateDelta.AccountDelta {
    let before = trieAccount(change.address)
    var after: TrieAccount?
    if let fields = change.after {
      after = TrieAccount(
        nonce: fields.nonce, balance: fields.balance,
        storageRoot: before?.storageRoot ?? Keccak256.emptyTrieRoot, codeHash: fields.codeHash)
    }
    let isDropped = change.clearsStorage || change.after == nil
    let slots =
      isDropped && before.map { $0.storageRoot != Keccak256.emptyTrieRoot } == true
      ? droppedSlots(change) : change.slots
    // Until the root is computed nobody knows the storage's, but whether there is any is asked.
    if after?.storageRoot == Keccak256.emptyTrieRoot, slots.contains(where: { !$0.after.isZero }) {
      after?.storageRoot = .zero
    }
    return StateDelta.AccountDelta(
      address: change.address, before: before, after: after, slots: slots)
  }

  /// Every slot that the account has or gets.
  private func droppedSlots(_ change: AccountChange) -> [SlotChange] {
    var values = allSlots(of: change.address)
    var result: [SlotChange] = []
    for slot in change.slots {
      let before = values.removeValue(forKey: slot.key) ?? .zero
      result.append(SlotChange(key: slot.key, before: before, after: slot.after))
    }
    for (key, value) in values { result.append(SlotChange(key: key, before: value, after: .zero)) }
    return result.filter { $0.before != $0.after }
  }

  /// What an account has in its storage now.
  func allSlots(of address: Address) -> [Word: Word] {
    var result: [Word: Word] = [:]
    do throws(Store.Failure) {
      let prefix = address.bytes
      var place = LedgerPlace.atOrAfter(prefix)
      while let entry = try store.entryCopy(at: place, in: .slots),
        entry.key.count == 52, entry.key.starts(with: prefix)
      {
        result[Word(minimal: entry.key.span.extracting(20..<52))] = Word(minimal: entry.value.span)
        place = .after(entry.key)
      }
    } catch { latch(.store(error)) }
    for (key, slot) in overlay.accounts[address]?.slots ?? [:] {
      result[key] = slot.current.isZero ? nil : slot.current
    }
    return result
  }

  /// Puts a delta into the overlay.
  func write(_ delta: StateDelta) {
    for change in delta.accounts {
      let account = overlayAccount(change.address)
      account.current = change.after
      for slot in change.slots {
        let stored = account.slots[slot.key]?.stored ?? slot.before
        account.slots[slot.key] = Overlay.SlotValue(stored: stored, current: slot.after)
      }
    }
    for code in delta.codes { overlay.codes[code.hash] = code.bytes }
  }

  func overlayAccount(_ address: Address) -> Overlay.OverlayAccount {
    if let known = overlay.accounts[address] { return known }
    let made = Overlay.OverlayAccount(stored: storedAccount(address))
    overlay.accounts[address] = made
    return made
  }

  public func root() -> Hash {
    do throws(LedgerError<Store.Failure>) {
      while rooted < pending.count {
        try settle(rooted)
        rooted += 1
      }
    } catch { latch(error) }
    return tries.accounts.root
  }

  /// Brings a pending delta into the tries, and the storage roots they find into overlay and delta.
  private func settle(_ index: Int) throws(LedgerError<Store.Failure>) {
    var changes: [TrieChange] = []
    changes.reserveCapacity(pending[index].accounts.count)
    for delta in pending[index].accounts {
      changes.append(
        TrieChange(
          address: delta.address, account: delta.after,
          storageRoot: delta.before?.storageRoot ?? Keccak256.emptyTrieRoot,
          slots: delta.slots.map { (key: $0.key, value: $0.after) }))
    }
    _ = try tries.update(&changes)
    for (place, change) in changes.enumerated() {
      pending[index].accounts[place].after?.storageRoot = change.storageRoot
      overlay.accounts[change.address]?.current?.storageRoot = change.storageRoot
    }
  }

  /// What is pending stays: it cannot be taken back any more.
  func forgetPending() {
    pending = []
    rooted = 0
  }

  /// Takes back everything pending. After a failure of the tries they have to be read again.
  func takeBack() throws(LedgerError<Store.Failure>) {
    while let delta = pending.popLast() {
      let inverse = delta.inverse
      write(inverse)
      guard rooted > pending.count else { continue }
      rooted -= 1
      var changes = inverse.accounts.map { account in
        TrieChange(
          address: account.address, account: account.after,
          storageRoot: account.before?.storageRoot ?? Keccak256.emptyTrieRoot,
          slots: account.slots.map { (key: $0.key, value: $0.after) })
      }
      _ = try tries.update(&changes)
    }
  }
}
