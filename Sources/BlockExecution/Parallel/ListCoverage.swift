import ChainTypes

/// What of a block's access list the transactions that one thread executed have used.
struct ListCoverage {
  /// By place in the list.
  var accounts: [Bool] = []
  /// By position among the slots: somebody used it without changing it.
  var used: [Bool] = []
  /// By position among the slots: its value before the first change, where that is known here.
  var before: [Word?] = []
  /// Changes that came about as listed.
  var matched = 0

  mutating func begin(_ view: AccessListView) {
    clear()
    accounts.append(contentsOf: repeatElement(false, count: view.addresses.count))
    used.append(contentsOf: repeatElement(false, count: view.slots.count))
    before.append(contentsOf: repeatElement(nil, count: view.slots.count))
  }

  mutating func clear() {
    accounts.removeAll(keepingCapacity: true)
    used.removeAll(keepingCapacity: true)
    before.removeAll(keepingCapacity: true)
    matched = 0
  }

  /// Of the same list; or the other one is of a thread that has not come to use any.
  mutating func formUnion(_ other: ListCoverage) {
    if other.accounts.isEmpty { return }
    for n in accounts.indices where other.accounts[n] { accounts[n] = true }
    for n in used.indices where other.used[n] { used[n] = true }
    for n in before.indices {
      if let value = other.before[n] { before[n] = value }
    }
    matched += other.matched
  }
}
