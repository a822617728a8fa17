import ChainTypes
import EVM

// A speculation is taken out of a worker's journal, which held one transaction only: whatever is in
// its tables was read, and the source's values are beside it.

extension Journal {
  /// Marks that something depended on an account's balance or existence.
  @inline(__always)
  func observe(_ account: AccountIndex) {
    if Source.tellsObservations { state.accounts[account].isObserved = true }
  }

  /// What the only transaction since `begin` read and wrote; false when it did what `adopt` cannot
  /// repeat.
  func extract(into speculation: Speculation) -> Bool {
    speculation.accounts.reserveCapacity(state.accounts.count)
    for i in 0..<state.accounts.count {
      let record = state.accounts[i]
      let before = state.sources[i]
      let isCleared = record.flags.contains([.storageCleared, .sourceHasStorage])
      var after: Account?
      if record.flags.contains(.exists) {
        if isCleared { return false }
        after = Account(
          nonce: record.nonce, balance: record.balance, codeHash: record.codeHash,
          hasStorage: state.hasStorage(i))
      }
      let isNewCode = before?.codeHash != after?.codeHash
      // Whether a touched account goes depends on its balance (EIP-161).
      let isGone = before != nil && after == nil
      speculation.accounts.append(
        Speculation.AccountUse(
          address: record.address, before: before, after: after,
          code: isNewCode && after != nil && record.codeHash != Keccak256.emptyHash ? code(i) : nil,
          isObserved: record.isObserved || isGone, isChanged: before != after, place: -1))
    }
    speculation.slots.reserveCapacity(state.slots.count)
    for i in 0..<state.slots.count {
      let slot = state.slots[i]
      speculation.slots.append(
        Speculation.SlotUse(
          account: slot.account, key: slot.key, before: slot.source, after: slot.value, place: -1))
    }
    return true
  }
}
