import ChainTypes

/// A block access list of which all that transactions changed has been found right, with what they
/// used of it: all of the block's list but what the block itself reads and writes before and after
/// them.
final class VerifiedAccesses {
  private let view: AccessListView
  private let coverage: ListCoverage

  init(_ view: AccessListView, _ coverage: ListCoverage) {
    self.view = view
    self.coverage = coverage
  }

  /// The block's list: `rest` is what was recorded beside the transactions. The list that was given
  /// itself, when it is right.
  func joined(with rest: BlockAccessList) -> BlockAccessList {
    var result = BlockAccessList(existence: rest.existence)
    result.accounts.reserveCapacity(view.list.accounts.count)
    var next = 0
    for place in view.list.accounts.indices {
      let address = view.addresses[place]
      while next < rest.accounts.count, rest.accounts[next].address < address {
        result.accounts.append(rest.accounts[next])
        next += 1
      }
      var other: AccountAccesses?
      if next < rest.accounts.count, rest.accounts[next].address == address {
        other = rest.accounts[next]
        next += 1
      }
      if other == nil, isRightAlone(place) {
        result.accounts.append(view.list.accounts[place])
      } else if other != nil || coverage.accounts[place] {
        result.accounts.append(joined(place, other ?? AccountAccesses(address: address)))
      }
    }
    result.accounts.append(contentsOf: rest.accounts[next...])
    return result == view.list ? view.list : result
  }

  private func isTransactions(_ index: UInt32) -> Bool {
    index >= 1 && index <= view.transactions
  }

  private func areTransactions(_ slot: AccessListView.Slot) -> Bool {
    isTransactions(view.changes[Int(slot.first)].index)
      && isTransactions(view.changes[Int(slot.first + slot.count) - 1].index)
  }

  /// Whether the account's entry is right when nobody but transactions has used it.
  private func isRightAlone(_ place: Int) -> Bool {
    guard coverage.accounts[place] else { return false }
    let (from, to) = (view.starts[place], view.starts[place + 1])
    for n in Int(from.slots)..<Int(to.slots) {
      let slot = view.slots[n]
      if slot.count == 0 {
        if !coverage.used[n] { return false }
      } else if !areTransactions(slot) {
        return false
      }
    }
    for n in from.balances..<to.balances where !isTransactions(view.balances[Int(n)].index) {
      return false
    }
    for n in from.nonces..<to.nonces where !isTransactions(view.nonces[Int(n)].index) {
      return false
    }
    for n in from.codes..<to.codes where !isTransactions(view.codes[Int(n)].index) { return false }
    return true
  }

  /// What transactions did with the account, and what is recorded of it beside.
  private func joined(_ place: Int, _ rest: AccountAccesses) -> AccountAccesses {
    let listed = view.list.accounts[place]
    var entry = AccountAccesses(address: listed.address)
    entry.storageChanges =
      listed.storageChanges.filter { isTransactions($0.index) } + rest.storageChanges
    entry.storageChanges.sort { $0.key == $1.key ? $0.index < $1.index : $0.key < $1.key }
    entry.balanceChanges =
      listed.balanceChanges.filter { isTransactions($0.index) } + rest.balanceChanges
    entry.balanceChanges.sort { $0.index < $1.index }
    entry.nonceChanges = listed.nonceChanges.filter { isTransactions($0.index) } + rest.nonceChanges
    entry.nonceChanges.sort { $0.index < $1.index }
    entry.codeChanges = listed.codeChanges.filter { isTransactions($0.index) } + rest.codeChanges
    entry.codeChanges.sort { $0.index < $1.index }
    var used = rest.storageReads
    let (from, to) = (view.starts[place], view.starts[place + 1])
    for n in Int(from.slots)..<Int(to.slots) where coverage.used[n] {
      used.append(view.slots[n].key)
    }
    used.sort()
    var next = 0
    for key in used where entry.storageReads.last != key {
      while next < entry.storageChanges.count, entry.storageChanges[next].key < key { next += 1 }
      let isChanged =
        next < entry.storageChanges.count && entry.storageChanges[next].key == key
      if !isChanged { entry.storageReads.append(key) }
    }
    return entry
  }
}
