import BlockExecution
import ChainTypes

extension BlockAccessList {
  /// Makes the list wrong somewhere, in one of the ways in which one can be: something missing,
  /// something too much, another value, another index, another order.
  mutating func damage(_ random: inout SeededRandom) {
    guard !accounts.isEmpty else { return }
    let n = random.below(accounts.count)
    let address = BatchCase.addresses[random.below(BatchCase.addresses.count)]
    switch random.below(9) {
    case 0: accounts.remove(at: n)
    case 1:
      accounts.append(AccountAccesses(address: address))
      if random.oneIn(2) { accounts.sort { $0.address < $1.address } }
    case 2: accounts.swapAt(n, random.below(accounts.count))
    case 3:
      let index = UInt32(random.below(20))
      existence.append(
        ExistenceChange(address: address, index: index, isPresent: random.oneIn(2)))
    case 4, 5: accounts[n].damageSlots(&random)
    default: accounts[n].damageFields(&random)
    }
  }
}

extension AccountAccesses {
  fileprivate mutating func damageSlots(_ random: inout SeededRandom) {
    let key = Word(UInt64(random.below(8)))
    let change = StorageChange(
      key: storageChanges.first?.key ?? key, index: UInt32(random.below(16)),
      value: Word(UInt64(random.below(3))))
    switch random.below(6) {
    case 0: storageChanges.removeAll()
    case 1: storageReads.removeAll()
    case 2:
      storageReads.append(random.oneIn(2) ? key : change.key)
      if random.oneIn(2) { storageReads.sort() }
    case 3:
      storageChanges.append(change)
      if random.oneIn(2) {
        storageChanges.sort { $0.key == $1.key ? $0.index < $1.index : $0.key < $1.key }
      }
    default:
      guard !storageChanges.isEmpty else { return }
      let i = random.below(storageChanges.count)
      if random.oneIn(2) {
        storageChanges[i].value = change.value
      } else {
        storageChanges[i].index = change.index
      }
    }
  }

  fileprivate mutating func damageFields(_ random: inout SeededRandom) {
    let index = UInt32(random.below(16))
    let place = random.below(8)
    switch random.below(8) {
    case 0: balanceChanges.removeAll()
    case 1: nonceChanges.removeAll()
    case 2: codeChanges.removeAll()
    case 3:
      balanceChanges.append(BalanceChange(index: index, balance: Word(UInt64(place))))
      if random.oneIn(2) { balanceChanges.sort { $0.index < $1.index } }
    case 4:
      nonceChanges.append(NonceChange(index: index, nonce: UInt64(place)))
      if random.oneIn(2) { nonceChanges.sort { $0.index < $1.index } }
    case 5:
      codeChanges.append(CodeChange(index: index, code: random.oneIn(2) ? [] : [0x5b]))
      if random.oneIn(2) { codeChanges.sort { $0.index < $1.index } }
    case 6 where place < balanceChanges.count:
      if random.oneIn(2) {
        balanceChanges[place].index = index
      } else {
        balanceChanges[place].balance = 1
      }
    default:
      guard place < nonceChanges.count else { return }
      if random.oneIn(2) {
        nonceChanges[place].index = index
      } else {
        nonceChanges[place].nonce &+= 1
      }
    }
  }
}
