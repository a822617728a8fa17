import ChainTypes
import EVM

// What a transaction that is executed ahead uses is noted with the values that it found: its read
// set. The journal itself goes on from transaction to transaction, as the committer's does.

extension JournalCore {
  @inline(__always)
  mutating func touchAccount(_ i: Int) {
    if accounts[i].touchEpoch != epoch { noteAccount(i) }
  }

  @inline(__always)
  mutating func touchSlot(_ i: Int) {
    if slots[i].touchEpoch != epoch { noteSlot(i) }
  }

  @inline(never)
  private mutating func noteAccount(_ i: Int) {
    accounts[i].touchEpoch = epoch
    accounts[i].touchPlace = Int32(truncatingIfNeeded: touchedAccounts.count)
    accounts[i].isObserved = false
    let before = fields(i)
    let hadStorage = hasStorage(i)
    touchedAccounts.append(
      TouchedAccount(
        account: Int32(truncatingIfNeeded: i), before: before, hadStorage: hadStorage,
        wasCleared: accounts[i].flags.contains(.storageCleared),
        isFromSource: isSource(i, before, hadStorage)))
  }

  private func isSource(_ i: Int, _ fields: AccountFields, _ hasStorage: Bool) -> Bool {
    guard let source = sources[i] else { return !fields.exists }
    return fields.exists && source.nonce == fields.nonce && source.balance == fields.balance
      && source.codeHash == fields.codeHash && source.hasStorage == hasStorage
  }

  @inline(never)
  private mutating func noteSlot(_ i: Int) {
    slots[i].touchEpoch = epoch
    let value = slots[i].value
    let isCleared = accounts[Int(slots[i].account)].flags.contains(.storageCleared)
    touchedSlots.append(
      TouchedSlot(
        slot: Int32(truncatingIfNeeded: i), isFromSource: !isCleared && value == slots[i].source,
        before: value))
  }
}
