import ChainTypes
import EVM

/// The part of a block that the committer executes while workers verify the rest from the block's
/// access list: what its journal recorded is compared with the list.
struct ListedShare<State: SharedStateSource> {
  /// An account that the journal held before the transactions.
  private struct Begin {
    var fields: AccountFields
    var hasStorage: Bool
    var isCleared: Bool
  }

  private let journal: Journal<State>
  private(set) var coverage = ListCoverage()
  private var isBegun = false
  /// What the journal held before: that is in nobody's share.
  private var accounts: [Begin] = []
  private var slots: [Word] = []
  private let accountSteps: Int
  private let slotSteps: Int
  /// Which steps have been compared.
  private var comparedAccounts: Int
  private var comparedSlots: Int

  init(_ journal: Journal<State>) {
    self.journal = journal
    accountSteps = journal.state.accountSteps.count
    slotSteps = journal.state.slotSteps.count
    comparedAccounts = accountSteps
    comparedSlots = slotSteps
    for i in 0..<journal.state.accounts.count {
      accounts.append(
        Begin(
          fields: journal.state.fields(i), hasStorage: journal.state.hasStorage(i),
          isCleared: journal.state.accounts[i].flags.contains([.storageCleared, .sourceHasStorage])
        ))
    }
    for i in 0..<journal.state.slots.count { slots.append(journal.state.slots[i].value) }
  }

  /// Whether the transactions executed since it was last asked changed what the list says.
  mutating func agrees(with view: AccessListView?) -> Bool {
    guard let view else { return false }
    if !isBegun { coverage.begin(view) }
    isBegun = true
    for n in comparedAccounts..<journal.state.accountSteps.count {
      let step = journal.state.accountSteps[n]
      let place = view.place(journal.state.accounts[Int(step.name)].address)
      guard place >= 0 else { return false }
      let changes = view.agreeing(place, at: step.index, step.before, step.after)
      guard changes > 0 else { return false }
      coverage.matched += changes
      coverage.accounts[place] = true
    }
    comparedAccounts = journal.state.accountSteps.count
    for n in comparedSlots..<journal.state.slotSteps.count {
      let step = journal.state.slotSteps[n]
      let account = Int(journal.state.slots[Int(step.name)].account)
      let place = view.place(journal.state.accounts[account].address)
      guard place >= 0 else { return false }
      let slot = view.slot(place, journal.state.slots[Int(step.name)].key)
      guard slot >= 0, view.agrees(slot, at: step.index, step.after) else { return false }
      coverage.matched += 1
    }
    comparedSlots = journal.state.slotSteps.count
    return true
  }

  /// Whether what the journal held before the transactions is what the list says of that.
  func began(as view: AccessListView) -> Bool {
    for i in accounts.indices {
      if accounts[i].isCleared { return false }
      var expected = journal.state.sources[i]
      view.adjust(journal.state.accounts[i].address, at: 0, &expected)
      let fields = expected.map { AccountFields($0) } ?? AccountFields()
      guard fields == accounts[i].fields else { return false }
      if let expected, expected.hasStorage != accounts[i].hasStorage { return false }
    }
    for i in slots.indices {
      let address = journal.state.accounts[Int(journal.state.slots[i].account)].address
      let key = journal.state.slots[i].key
      let expected = view.slot(address, key, at: 0) ?? journal.state.slots[i].source
      guard expected == slots[i] else { return false }
    }
    for initial in view.initials {
      let account = journal.state.findAccount(view.addresses[initial.place])
      guard account >= 0, account < accounts.count else { return false }
      if let key = initial.key {
        let slot = journal.state.findSlot(account, key)
        guard slot >= 0, slot < slots.count else { return false }
      }
    }
    return true
  }

  /// Marks what the transactions used that the journal did not hold before; false when the list
  /// lacks some of it. What it held before stays recorded.
  mutating func coverAll(by view: AccessListView) -> Bool {
    var places: [Int] = []
    places.reserveCapacity(journal.state.accounts.count)
    for i in 0..<journal.state.accounts.count {
      let place = view.place(journal.state.accounts[i].address)
      places.append(place)
      if i < accounts.count || journal.state.isSystemCallerOnly(i) { continue }
      guard place >= 0 else { return false }
      coverage.accounts[place] = true
    }
    for i in slots.count..<journal.state.slots.count {
      let place = places[Int(journal.state.slots[i].account)]
      guard place >= 0 else { return false }
      let slot = view.slot(place, journal.state.slots[i].key)
      guard slot >= 0 else { return false }
      coverage.used[slot] = true
    }
    return true
  }

  /// The list is right: the journal takes over what the other transactions made of the state, and
  /// need not remember what is in the list.
  mutating func takeState(from first: Int, _ view: AccessListView, _ others: ListCoverage) {
    journal.state.accountSteps.truncate(to: accountSteps)
    journal.state.slotSteps.truncate(to: slotSteps)
    journal.adopt(view, others, after: UInt32(truncatingIfNeeded: first))
    coverage.formUnion(others)
    journal.state.verifiedAccounts = accounts.count..<journal.state.accounts.count
    journal.state.verifiedSlots = slots.count..<journal.state.slots.count
    journal.state.verified = VerifiedAccesses(view, coverage)
  }
}
