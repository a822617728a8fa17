import ChainTypes
import EVM

// What goes into the block access list. Nothing is recorded while code runs: every account and slot
// in the tables was accessed (what an EIP-2930 list announces is kept apart until then), and what a
// transaction changed is found at its end among the accounts it listed and the slots it wrote.

/// An account in the list of those whose transaction bits are reset, as the transaction found it.
struct ListedAccount {
  var account: Int32
  var before: AccountFields
}

extension JournalCore {
  @inline(__always)
  func fields(_ i: Int) -> AccountFields {
    AccountFields(
      exists: accounts[i].flags.contains(.exists), nonce: accounts[i].nonce,
      balance: accounts[i].balance, codeHash: accounts[i].codeHash)
  }

  /// At the end of a transaction, when deleted accounts are gone.
  mutating func noteChanges(at index: UInt32) {
    for n in 0..<listed.count {
      let i = Int(listed[n].account)
      let before = listed[n].before
      let after = fields(i)
      if after == before { continue }
      accountSteps.append(
        AccountStep(
          name: listed[n].account, index: index, before: before, after: after,
          code: before.codeHash == after.codeHash ? nil : accounts[i].code))
    }
    for n in 0..<written.count {
      let i = Int(written[n])
      let isChanged = slots[i].value != slots[i].original
      // What deleting an account clears is not spelt out slot by slot.
      guard isChanged, accounts[Int(slots[i].account)].flags.contains(.exists) else { continue }
      slotSteps.append(
        SlotStep(
          name: written[n], index: index, before: slots[i].original, after: slots[i].value))
    }
  }

  /// Moves what the tables know into the collection, before they are cleared.
  mutating func harvest() {
    for i in 0..<accounts.count where !verifiedAccounts.contains(i) && !isSystemCallerOnly(i) {
      harvested.accounts.append(accounts[i].address)
    }
    for i in 0..<slots.count where !verifiedSlots.contains(i) {
      harvestVerified(Int(slots[i].account))
      harvested.slots.append(name(ofSlot: i))
    }
    for n in 0..<accountSteps.count {
      let step = accountSteps[n]
      harvestVerified(Int(step.name))
      harvested.accountSteps.append(
        AccountStep(
          name: accounts[Int(step.name)].address, index: step.index, before: step.before,
          after: step.after, code: step.code))
    }
    for n in 0..<slotSteps.count {
      let step = slotSteps[n]
      harvestVerified(Int(slots[Int(step.name)].account))
      harvested.slotSteps.append(
        SlotStep(
          name: name(ofSlot: Int(step.name)), index: step.index, before: step.before,
          after: step.after))
    }
    accountSteps.truncate(to: 0)
    slotSteps.truncate(to: 0)
  }

  /// An account that is here because of a list, and of which something was recorded since: by
  /// withdrawals, rewards, requests.
  private mutating func harvestVerified(_ i: Int) {
    if verifiedAccounts.contains(i) { harvested.accounts.append(accounts[i].address) }
  }

  private func name(ofSlot i: Int) -> AccessListBuilder.SlotName {
    AccessListBuilder.SlotName(
      address: accounts[Int(slots[i].account)].address, key: slots[i].key)
  }

  /// EIP-7928 leaves the caller of system calls out, unless somebody else accessed it: that made it
  /// warm, or changed it. Before there were such calls everybody is somebody else.
  func isSystemCallerOnly(_ i: Int) -> Bool {
    guard accounts[i].address == SystemContract.caller, accounts[i].warmEpoch == 0,
      fork >= .cancun
    else { return false }
    for n in 0..<accountSteps.count where Int(accountSteps[n].name) == i { return false }
    return true
  }
}

// EIP-2930: addresses and slots that are warm from the start, but not accessed by that.

/// A slot of an access list.
struct AnnouncedSlot {
  var address: Address
  var key: Word
}

extension JournalCore {
  mutating func announce(_ address: Address) {
    let known = findAccount(address)
    // One that no transaction has accessed, but what came before them, is not accessed by this.
    if known >= 0, accounts[known].warmEpoch != 0 {
      _ = warmAccount(known)
    } else if !isAnnounced(address) {
      announcedIndex.insert(seed.hash(address), announcedAccounts.count)
      announcedAccounts.append(address)
    }
  }

  mutating func announce(_ address: Address, _ key: Word) {
    let account = findAccount(address)
    let known = account >= 0 ? findSlot(account, key) : -1
    if known >= 0 {
      _ = warmSlot(known)
    } else if !isAnnounced(address, key) {
      announcedSlotIndex.insert(seed.hash(address, key), announcedSlots.count)
      announcedSlots.append(AnnouncedSlot(address: address, key: key))
    }
  }

  func isAnnounced(_ address: Address) -> Bool {
    announcedIndex.count > 0
      && announcedIndex.find(seed.hash(address)) { announcedAccounts[$0] == address } >= 0
  }

  func isAnnounced(_ address: Address, _ key: Word) -> Bool {
    announcedSlotIndex.count > 0
      && announcedSlotIndex.find(seed.hash(address, key)) {
        announcedSlots[$0].key == key && announcedSlots[$0].address == address
      } >= 0
  }

  func isWarm(_ address: Address) -> Bool {
    let known = findAccount(address)
    if known >= 0, accounts[known].warmEpoch != 0 {
      return accounts[known].warmEpoch == epoch || accounts[known].flags.contains(.precompile)
    }
    return isAnnounced(address) || Precompile.isPrecompile(address, in: fork)
  }

  func isWarm(_ account: Int, _ key: Word) -> Bool {
    let known = findSlot(account, key)
    return known >= 0
      ? slots[known].warmEpoch == epoch : isAnnounced(accounts[account].address, key)
  }

  /// Forgets accounts that were looked up last, without any slot: a transaction that is refused has
  /// accessed nothing.
  mutating func forgetAccounts(from count: Int) {
    while accounts.count > count {
      let record = accounts.removeLast()
      _ = sources.removeLast()
      accountIndex.removeNewest(seed.hash(record.address), accounts.count)
    }
  }
}
