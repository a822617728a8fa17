import ChainTypes
import EVM

extension AccessListView {
  /// Where the account is in the list; -1 when it is not.
  func place(_ address: Address) -> Int {
    addressIndex.find(seed.hash(address)) { addresses[$0] == address }
  }

  /// Where the slot is in the table of slots; -1 when the list does not have it.
  func slot(_ place: Int, _ key: Word) -> Int {
    slotIndex.find(seed.hash(place, key)) {
      slots[$0].key == key && slots[$0].place == Int32(truncatingIfNeeded: place)
    }
  }

  /// Of positions in order, the first from which on `isBehind` holds.
  @inline(__always)
  private func first(_ from: Int32, _ to: Int32, _ isBehind: (Int) -> Bool) -> Int {
    var low = Int(from)
    var high = Int(to)
    while low < high {
      let middle = (low + high) >> 1
      if isBehind(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  // MARK: After an index

  /// The position of the account's last change of the balance up to an index; -1 for none.
  func balance(_ place: Int, upTo index: UInt32) -> Int {
    let from = starts[place].balances
    let next = first(from, starts[place + 1].balances) { balances[$0].index > index }
    return next > Int(from) ? next - 1 : -1
  }

  func nonce(_ place: Int, upTo index: UInt32) -> Int {
    let from = starts[place].nonces
    let next = first(from, starts[place + 1].nonces) { nonces[$0].index > index }
    return next > Int(from) ? next - 1 : -1
  }

  func code(_ place: Int, upTo index: UInt32) -> Int {
    let from = starts[place].codes
    let next = first(from, starts[place + 1].codes) { codes[$0].index > index }
    return next > Int(from) ? next - 1 : -1
  }

  /// The position of the slot's last change up to an index; -1 for none.
  func change(_ slot: Int, upTo index: UInt32) -> Int {
    let (from, count) = (slots[slot].first, slots[slot].count)
    let next = first(from, from + count) { changes[$0].index > index }
    return next > Int(from) ? next - 1 : -1
  }

  /// Makes the account of the block's begin what it is after the index.
  func adjust(_ address: Address, at index: UInt32, _ account: inout Account?) {
    let place = place(address)
    guard place >= 0 else { return }
    let (balance, nonce) = (balance(place, upTo: index), nonce(place, upTo: index))
    let code = code(place, upTo: index)
    if balance >= 0 || nonce >= 0 || code >= 0 {
      var now = account ?? Account()
      if balance >= 0 { now.balance = balances[balance].balance }
      if nonce >= 0 { now.nonce = nonces[nonce].nonce }
      if code >= 0 { now.codeHash = codes[code].hash }
      let exists = now.nonce != 0 || !now.balance.isZero || now.codeHash != Keccak256.emptyHash
      account = exists ? now : nil
    }
    if account?.hasStorage == false, hasSlots(place, at: index) { account?.hasStorage = true }
  }

  /// Whether any of the slots that were changed up to the index is in use.
  private func hasSlots(_ place: Int, at index: UInt32) -> Bool {
    for slot in Int(starts[place].slots)..<Int(starts[place + 1].slots) {
      let change = change(slot, upTo: index)
      if change >= 0, !changes[change].value.isZero { return true }
    }
    return false
  }

  /// The slot's value after the index; nil when no change up to then is listed.
  func slot(_ address: Address, _ key: Word, at index: UInt32) -> Word? {
    let place = place(address)
    guard place >= 0 else { return nil }
    let slot = slot(place, key)
    guard slot >= 0 else { return nil }
    let change = change(slot, upTo: index)
    return change >= 0 ? changes[change].value : nil
  }

  /// Code that the block put somewhere.
  func code(_ hash: Hash) -> [UInt8]? {
    let n = codeIndex.find(seed.hash(0, hash.word)) { codes[$0].hash == hash }
    guard n >= 0 else { return nil }
    let place = Int(codes[n].place)
    return list.accounts[place].codeChanges[n - Int(starts[place].codes)].code
  }
}

// What a transaction did, beside what the list says of it.

extension AccessListView {
  /// How many changes of the account at the index make these values of those; 0 when the list says
  /// something else, or when the account goes, or comes without a value.
  func agreeing(
    _ place: Int, at index: UInt32, _ before: AccountFields, _ after: AccountFields
  ) -> Int {
    guard after.exists, !after.isEmpty else { return 0 }
    var changes = 0
    if before.balance != after.balance {
      let n = balance(place, upTo: index)
      guard n >= 0, balances[n].index == index, balances[n].balance == after.balance else {
        return 0
      }
      changes += 1
    }
    if before.nonce != after.nonce {
      let n = nonce(place, upTo: index)
      guard n >= 0, nonces[n].index == index, nonces[n].nonce == after.nonce else { return 0 }
      changes += 1
    }
    if before.codeHash != after.codeHash {
      let n = code(place, upTo: index)
      guard n >= 0, codes[n].index == index, codes[n].hash == after.codeHash else { return 0 }
      changes += 1
    }
    return changes
  }

  /// Whether the slot gets the value at the index.
  func agrees(_ slot: Int, at index: UInt32, _ value: Word) -> Bool {
    let change = change(slot, upTo: index)
    return change >= 0 && changes[change].index == index && changes[change].value == value
  }

  /// Whether the slot's first change is at the index.
  func isFirst(_ slot: Int, _ index: UInt32) -> Bool {
    slots[slot].count > 0 && changes[Int(slots[slot].first)].index == index
  }
}
