import ChainTypes
import EVM

/// Collects what was accessed and what changed, in any order, and puts it into canonical order at
/// the end: a block's list is needed once, its parts come from every transaction.
struct AccessListBuilder {
  var accounts: [Address] = []
  var slots: [SlotName] = []
  var accountSteps: [AccountStep<Address>] = []
  var slotSteps: [SlotStep<SlotName>] = []

  struct SlotName: Equatable {
    var address: Address
    var key: Word

    static func < (a: SlotName, b: SlotName) -> Bool {
      a.address == b.address ? a.key < b.key : a.address < b.address
    }
  }
}

/// The fields of an account at the begin or end of a transaction.
struct AccountFields: Equatable {
  var exists: Bool
  var nonce: UInt64
  var balance: Word
  var codeHash: Hash

  var isEmpty: Bool { nonce == 0 && balance.isZero && codeHash == Keccak256.emptyHash }
}

/// What a transaction made of an account.
struct AccountStep<Name> {
  var name: Name
  var index: UInt32
  var before: AccountFields
  var after: AccountFields
  /// Nil unless the code is another.
  var code: Bytecode?
}

/// What a transaction made of a slot.
struct SlotStep<Name> {
  var name: Name
  var index: UInt32
  var before: Word
  var after: Word
}

extension AccessListBuilder {
  consuming func build() -> BlockAccessList {
    accounts.sort()
    slots.sort { $0 < $1 }
    let slotOrder = order(slotSteps.count) { a, b in
      let (x, y) = (slotSteps[a], slotSteps[b])
      if x.name != y.name { return x.name < y.name }
      return x.index == y.index ? a < b : x.index < y.index
    }
    let accountOrder = order(accountSteps.count) { a, b in
      let (x, y) = (accountSteps[a], accountSteps[b])
      if x.name != y.name { return x.name < y.name }
      return x.index == y.index ? a < b : x.index < y.index
    }
    var result = BlockAccessList()
    var (nextSlot, nextSlotStep, nextStep) = (0, 0, 0)
    for (position, address) in accounts.enumerated()
    where position == 0 || accounts[position - 1] != address {
      var entry = AccountAccesses(address: address)
      addStorageChanges(&entry, slotOrder, &nextSlotStep)
      addStorageReads(&entry, &nextSlot)
      addFields(&entry, &result.existence, accountOrder, &nextStep)
      result.accounts.append(entry)
    }
    return result
  }

  private func order(_ count: Int, _ precedes: (Int, Int) -> Bool) -> [Int] {
    (0..<count).sorted(by: precedes)
  }

  /// Steps of one slot at one index count as one: several calls may share an index.
  private func addStorageChanges(
    _ entry: inout AccountAccesses, _ order: [Int], _ next: inout Int
  ) {
    while next < order.count, slotSteps[order[next]].name.address == entry.address {
      let first = slotSteps[order[next]]
      var last = first
      next += 1
      while next < order.count, slotSteps[order[next]].name == first.name,
        slotSteps[order[next]].index == first.index
      {
        last = slotSteps[order[next]]
        next += 1
      }
      if last.after != first.before {
        entry.storageChanges.append(
          StorageChange(key: first.name.key, index: first.index, value: last.after))
      }
    }
  }

  private func addStorageReads(_ entry: inout AccountAccesses, _ next: inout Int) {
    var changed = 0
    while next < slots.count, slots[next].address == entry.address {
      let key = slots[next].key
      let isRepeat = next > 0 && slots[next - 1] == slots[next]
      next += 1
      if isRepeat { continue }
      while changed < entry.storageChanges.count, entry.storageChanges[changed].key < key {
        changed += 1
      }
      let isChanged =
        changed < entry.storageChanges.count && entry.storageChanges[changed].key == key
      if !isChanged { entry.storageReads.append(key) }
    }
  }

  private func addFields(
    _ entry: inout AccountAccesses, _ existence: inout [ExistenceChange], _ order: [Int],
    _ next: inout Int
  ) {
    while next < order.count, accountSteps[order[next]].name == entry.address {
      let first = accountSteps[order[next]]
      var after = first.after
      var code = first.code
      next += 1
      while next < order.count, accountSteps[order[next]].name == entry.address,
        accountSteps[order[next]].index == first.index
      {
        after = accountSteps[order[next]].after
        code = accountSteps[order[next]].code ?? code
        next += 1
      }
      add(first.index, first.before, after, code, &entry, &existence)
    }
  }

  private func add(
    _ index: UInt32, _ before: AccountFields, _ after: AccountFields, _ code: Bytecode?,
    _ entry: inout AccountAccesses, _ existence: inout [ExistenceChange]
  ) {
    if before.balance != after.balance {
      entry.balanceChanges.append(BalanceChange(index: index, balance: after.balance))
    }
    if before.nonce != after.nonce {
      entry.nonceChanges.append(NonceChange(index: index, nonce: after.nonce))
    }
    if before.codeHash != after.codeHash {
      entry.codeChanges.append(CodeChange(index: index, code: code?.bytes ?? []))
    }
    let isSame =
      before.balance == after.balance && before.nonce == after.nonce
      && before.codeHash == after.codeHash
    let told = isSame ? before.exists : !after.isEmpty
    if told != after.exists {
      existence.append(
        ExistenceChange(address: entry.address, index: index, isPresent: after.exists))
    }
  }
}
