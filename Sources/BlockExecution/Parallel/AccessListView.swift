import ChainTypes
import EVM

/// A block access list as a state to execute on: what each transaction found when it began. Laid
/// out flat, because several threads search it at once: arrays in arrays would be counted by all of
/// them.
///
/// Exact for a list in canonical order by which no account goes: then what it says of the
/// transactions before one, over the state at the begin of the block, is what that one finds, if
/// each of those did what the list says of it. Written by `init` only, so that any thread may read.
final class AccessListView {
  /// Where something of an account begins in the table of all accounts' ones.
  struct Starts {
    var slots: Int32
    var balances: Int32
    var nonces: Int32
    var codes: Int32
  }

  /// A slot that the block used.
  struct Slot {
    var place: Int32
    /// The position of its first change, and how many it has; none when it was read only.
    var first: Int32
    var count: Int32
    var key: Word
  }

  struct SlotChange {
    var index: UInt32
    var value: Word
  }

  struct CodeHash {
    var index: UInt32
    var hash: Hash
    var place: Int32
  }

  /// Something that is to be there before the first transaction.
  struct Initial {
    var place: Int
    /// Nil for the account's own fields.
    var key: Word?
  }

  let list: BlockAccessList
  /// How many transactions the block has; the list's indices count them from 1.
  let transactions: UInt32
  private(set) var addresses: FlatArray<Address>
  /// One more than there are accounts.
  private(set) var starts: FlatArray<Starts>
  /// In the order of the list: an account's changed ones before those that were read only.
  private(set) var slots: FlatArray<Slot>
  private(set) var changes: FlatArray<SlotChange>
  private(set) var balances: FlatArray<BalanceChange>
  private(set) var nonces: FlatArray<NonceChange>
  private(set) var codes: FlatArray<CodeHash>
  private(set) var addressIndex: HashIndex
  private(set) var slotIndex: HashIndex
  private(set) var codeIndex: HashIndex
  let seed = HashSeed()
  private(set) var initials: [Initial] = []
  /// Changes that the list says transactions made.
  private(set) var wanted = 0
  private var isCanonical = true

  /// Nil when the list is not what any block of so many transactions has, or tells of accounts that
  /// come and go without their values saying so.
  init?(_ list: BlockAccessList, transactions: Int) {
    self.list = list
    self.transactions = UInt32(truncatingIfNeeded: transactions)
    let count = max(1, list.accounts.count)
    addresses = FlatArray(capacity: count)
    starts = FlatArray(capacity: count + 1)
    // Tables that need not grow.
    let used = list.accounts.reduce(1) { $0 + $1.storageChanges.count + $1.storageReads.count }
    slots = FlatArray(capacity: used)
    changes = FlatArray(capacity: used)
    addressIndex = HashIndex(capacity: AccessListView.places(count))
    slotIndex = HashIndex(capacity: AccessListView.places(used))
    let codeCount = list.accounts.reduce(1) { $0 + $1.codeChanges.count }
    codeIndex = HashIndex(capacity: AccessListView.places(codeCount))
    balances = FlatArray(capacity: count)
    nonces = FlatArray(capacity: count)
    codes = FlatArray(capacity: 4)
    guard list.existence.isEmpty else { return nil }
    for place in list.accounts.indices { add(list.accounts[place], at: place) }
    appendStarts()
    if !isCanonical { return nil }
  }

  private static func places(_ count: Int) -> Int {
    var places = 64
    while places <= 2 * count { places *= 2 }
    return places
  }

  deinit {
    addresses.free()
    starts.free()
    slots.free()
    changes.free()
    addressIndex.free()
    slotIndex.free()
    codeIndex.free()
    balances.free()
    nonces.free()
    codes.free()
  }

  private func appendStarts() {
    starts.append(
      Starts(
        slots: Int32(truncatingIfNeeded: slots.count),
        balances: Int32(truncatingIfNeeded: balances.count),
        nonces: Int32(truncatingIfNeeded: nonces.count),
        codes: Int32(truncatingIfNeeded: codes.count)))
  }

  private func add(_ account: AccountAccesses, at place: Int) {
    if place > 0, !(addresses[place - 1] < account.address) { isCanonical = false }
    addressIndex.insert(seed.hash(account.address), place)
    addresses.append(account.address)
    appendStarts()
    addSlots(account, at: place)
    var last = -1
    for change in account.balanceChanges {
      count(change.index, after: &last, Initial(place: place, key: nil))
      balances.append(change)
    }
    last = -1
    for change in account.nonceChanges {
      count(change.index, after: &last, Initial(place: place, key: nil))
      nonces.append(change)
    }
    last = -1
    for change in account.codeChanges {
      count(change.index, after: &last, Initial(place: place, key: nil))
      let hash = change.code.isEmpty ? Keccak256.emptyHash : Keccak256.hash(change.code)
      codeIndex.insert(seed.hash(0, hash.word), codes.count)
      codes.append(
        CodeHash(index: change.index, hash: hash, place: Int32(truncatingIfNeeded: place)))
    }
  }

  private func addSlots(_ account: AccountAccesses, at place: Int) {
    var last = -1
    var lastKey: Word?
    for change in account.storageChanges {
      if lastKey != change.key {
        if let lastKey, !(lastKey < change.key) { isCanonical = false }
        addSlot(change.key, at: place)
        lastKey = change.key
        last = -1
      }
      count(change.index, after: &last, Initial(place: place, key: change.key))
      slots[slots.count - 1].count += 1
      changes.append(SlotChange(index: change.index, value: change.value))
    }
    lastKey = nil
    for key in account.storageReads {
      if let lastKey, !(lastKey < key) { isCanonical = false }
      lastKey = key
      // One that is among the changed ones, too, is found there first and stays unused here.
      addSlot(key, at: place)
    }
  }

  private func addSlot(_ key: Word, at place: Int) {
    slotIndex.insert(seed.hash(place, key), slots.count)
    slots.append(
      Slot(
        place: Int32(truncatingIfNeeded: place), first: Int32(truncatingIfNeeded: changes.count),
        count: 0, key: key))
  }

  private func count(_ index: UInt32, after last: inout Int, _ initial: Initial) {
    guard index <= transactions &+ 1, Int(index) > last else {
      isCanonical = false
      return
    }
    last = Int(index)
    if index == 0 {
      initials.append(initial)
    } else if index <= transactions {
      wanted += 1
    }
  }
}
