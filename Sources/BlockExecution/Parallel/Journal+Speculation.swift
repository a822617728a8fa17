import ChainTypes
import EVM

// A speculation is taken out of a worker's journal: what the last transaction used, as it found it,
// and what it made of it.

extension Journal {
  /// Marks that something depended on an account's balance or existence.
  @inline(__always)
  func observe(_ account: AccountIndex) {
    if Source.tellsObservations { state.accounts[account].isObserved = true }
  }

  /// Transactions before the next one of the same sender may not be known here, but their number
  /// is: the sender's nonce is taken to be right, and compared when the transaction is committed.
  func expect(nonce: UInt64, of sender: Address) {
    var i = state.findAccount(sender)
    if i < 0 { i = state.addAccount(sender, source.account(sender)) }
    guard state.accounts[i].nonce != nonce else { return }
    state.accounts[i].nonce = nonce
    state.accounts[i].flags.insert(.exists)
  }

  /// What the last transaction read and wrote; false when it did what `adopt` cannot repeat.
  func extract(into speculation: Speculation) -> Bool {
    for n in 0..<state.touchedAccounts.count {
      let touched = state.touchedAccounts[n]
      guard extract(touched, into: speculation) else { return false }
    }
    for n in 0..<state.touchedSlots.count {
      let touched = state.touchedSlots[n]
      let i = Int(touched.slot)
      let account = Int(state.slots[i].account)
      guard state.accounts[account].touchEpoch == state.epoch else { return false }
      speculation.slots.append(
        Speculation.SlotUse(
          account: state.accounts[account].touchPlace,
          isFromBase: touched.isFromSource, key: state.slots[i].key, before: touched.before,
          after: state.slots[i].value))
    }
    return true
  }

  private func extract(_ touched: TouchedAccount, into speculation: Speculation) -> Bool {
    let i = Int(touched.account)
    let before = touched.before
    let after = state.fields(i)
    var flags: Speculation.AccountFlags = []
    if before.exists { flags.insert(.existed) }
    if touched.hadStorage { flags.insert(.hadStorage) }
    if touched.isFromSource { flags.insert(.isFromBase) }
    if state.accounts[i].isObserved { flags.insert(.isObserved) }
    if after.exists {
      // Storage that was dropped and an account that goes on.
      if !touched.wasCleared, state.accounts[i].flags.contains(.storageCleared) { return false }
      if after != before {
        flags.insert(.isChanged)
        speculation.changes.append(
          Speculation.Change(
            nonce: after.nonce, balance: after.balance,
            code: after.codeHash == before.codeHash ? nil : code(i)))
      }
    } else if before.exists {
      // Whether a touched account goes depends on its balance (EIP-161).
      flags.formUnion([.isGone, .isObserved])
    }
    speculation.accounts.append(
      Speculation.AccountUse(
        address: state.accounts[i].address, flags: flags, nonce: before.nonce,
        balance: before.balance, codeHash: before.codeHash))
    return true
  }
}
