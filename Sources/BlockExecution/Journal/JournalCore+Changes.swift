import ChainTypes
import EVM

// Every change of the state writes first how to undo it.

extension JournalCore {
  @inline(__always)
  mutating func record(_ kind: UndoEntry.Kind, _ index: Int, _ old: Word = .zero) {
    undo.append(UndoEntry(kind: kind, index: Int32(truncatingIfNeeded: index), old: old))
  }

  /// True when the account was not in the accessed set.
  @inline(__always)
  mutating func warmAccount(_ i: Int) -> Bool {
    if accounts[i].warmEpoch == epoch || accounts[i].flags.contains(.precompile) { return false }
    let wasAnnounced = accounts[i].warmEpoch == 0 && isAnnounced(accounts[i].address)
    accounts[i].warmEpoch = epoch
    if wasAnnounced { return false }
    record(.warmAccount, i)
    return true
  }

  @inline(__always)
  mutating func warmSlot(_ i: Int) -> Bool {
    if slots[i].warmEpoch == epoch { return false }
    slots[i].warmEpoch = epoch
    record(.warmSlot, i)
    return true
  }

  @inline(__always)
  mutating func setSlot(_ i: Int, _ value: Word) -> SlotWrite {
    if slots[i].epoch != epoch {
      slots[i].epoch = epoch
      slots[i].original = slots[i].value
      written.append(Int32(truncatingIfNeeded: i))
    }
    let current = slots[i].value
    let original = slots[i].original
    if current != value {
      record(.slot, i, current)
      putSlot(i, value)
    }
    return SlotWrite(original: original, current: current, wasCold: false)
  }

  /// Sets a slot's value and keeps count of the account's slots that are in use.
  @inline(__always)
  mutating func putSlot(_ i: Int, _ value: Word) {
    let wasZero = slots[i].value.isZero
    if wasZero != value.isZero {
      accounts[Int(slots[i].account)].liveSlots += wasZero ? 1 : -1
    }
    slots[i].value = value
  }

  mutating func setTransient(_ i: Int, _ value: Word) {
    record(.transient, i, transients[i].value)
    transients[i].value = value
  }

  @inline(__always)
  mutating func setBalance(_ i: Int, _ balance: Word) {
    record(.balance, i, accounts[i].balance)
    accounts[i].balance = balance
  }

  mutating func setNonce(_ i: Int, _ nonce: UInt64) {
    record(.nonce, i, Word(accounts[i].nonce))
    accounts[i].nonce = nonce
  }

  mutating func setCode(_ i: Int, _ code: Bytecode) {
    record(.code, i, accounts[i].codeHash.word)
    replacedCode.append(accounts[i].code)
    accounts[i].codeHash = code.hash
    accounts[i].code = code
  }

  @inline(__always)
  mutating func insert(_ i: Int, _ flags: AccountFlags) {
    let old = accounts[i].flags
    if old.isSuperset(of: flags) { return }
    record(.flags, i, Word(UInt64(old.rawValue)))
    // Every change of an account is preceded by this, so that it is listed as it was.
    if old.isDisjoint(with: .listed) {
      listed.append(ListedAccount(account: Int32(truncatingIfNeeded: i), before: fields(i)))
      accounts[i].flags.insert(.listed)
    }
    accounts[i].flags.formUnion(flags)
  }

  /// Makes every slot of the account zero, undoably.
  mutating func dropStorage(_ i: Int) {
    insert(i, .storageCleared)
    var slot = Int(accounts[i].firstSlot)
    while slot >= 0 {
      _ = setSlot(slot, .zero)
      slot = Int(slots[slot].next)
    }
  }

  mutating func addLog(_ account: Int, _ topics: LogTopics, _ data: UnsafeRawBufferPointer) {
    logs.append(
      LogRecord(
        account: Int32(truncatingIfNeeded: account), topicCount: Int32(topics.count),
        topics: topics.values, dataStart: logData.count, dataCount: data.count))
    unsafe logData.append(data)
    record(.log, 0)
  }
}
