import ChainTypes
import EVM

extension JournalCore {
  mutating func revert(to position: Int) {
    while undo.count > position {
      let entry = undo.removeLast()
      undoStep(entry)
    }
  }

  private mutating func undoStep(_ entry: UndoEntry) {
    let i = Int(entry.index)
    switch entry.kind {
    case .warmAccount: accounts[i].warmEpoch = AccountRecord.wasWarm
    case .warmSlot: slots[i].warmEpoch = 0
    case .slot: putSlot(i, entry.old)
    case .transient: transients[i].value = entry.old
    case .balance: accounts[i].balance = entry.old
    case .nonce: accounts[i].nonce = entry.old.limb0
    case .code:
      accounts[i].codeHash = Hash(entry.old)
      accounts[i].code = replacedCode.removeLast()
    case .flags:
      restoreFlags(i, AccountFlags(rawValue: UInt16(truncatingIfNeeded: entry.old.limb0)))
    case .log:
      let log = logs.removeLast()
      logData.truncate(to: log.dataStart)
    }
  }

  private mutating func restoreFlags(_ i: Int, _ old: AccountFlags) {
    var flags = old.union(.listed)
    // EIP-161 as it went into the main chain: block 2,675,119 deleted the empty account 3 although
    // the call that had touched it ran out of gas.
    let kept = accounts[i].flags.intersection(.touched)
    if old.contains(.ripemd), old.contains(.exists) { flags.formUnion(kept) }
    accounts[i].flags = flags
  }

  /// The end of a transaction: accounts that destroyed themselves go, then (EIP-161) those that
  /// were touched and are empty. Nothing can be undone afterwards.
  mutating func finishTransaction() {
    for n in 0..<listed.count {
      let i = Int(listed[n].account)
      let flags = accounts[i].flags
      let emptied = fork >= .spuriousDragon && flags.contains(.touched) && accounts[i].isEmpty
      if flags.contains(.destructed) || (emptied && flags.contains(.exists)) { delete(i) }
      accounts[i].flags.subtract(.ofTransaction)
    }
    if isRecording { noteChanges(at: accessIndex) }
    clearTransaction()
  }

  private mutating func delete(_ i: Int) {
    accounts[i].flags.remove(.exists)
    accounts[i].flags.insert(.storageCleared)
    accounts[i].balance = .zero
    accounts[i].nonce = 0
    accounts[i].codeHash = Keccak256.emptyHash
    accounts[i].code = nil
    var slot = Int(accounts[i].firstSlot)
    while slot >= 0 {
      putSlot(slot, .zero)
      slot = Int(slots[slot].next)
    }
    accounts[i].liveSlots = 0
  }
}
