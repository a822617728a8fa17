import ChainTypes
import EVM

// Verification from a block's access list: each transaction is executed over what the list says of
// those before it, on any thread, and compared with what it says of this one. When all of them
// agree, and nothing else is listed, each has found what it would have found in the serial loop.

extension Journal {
  /// Whether the last transaction, since whose begin the journal holds nothing else, did what the
  /// list says of its index, and used nothing that is not listed.
  func agrees(
    with view: AccessListView, at index: UInt32, _ coverage: inout ListCoverage
  ) -> Bool {
    state.accountPlaces.truncate(to: 0)
    for i in 0..<state.accounts.count {
      let place = view.place(state.accounts[i].address)
      state.accountPlaces.append(Int32(truncatingIfNeeded: place))
      // Storage that an account had and lost is beyond what the view can tell.
      if state.accounts[i].flags.contains(.storageCleared), state.sources[i] != nil {
        return false
      }
      let after = state.fields(i)
      let before = state.sources[i].map { AccountFields($0) } ?? AccountFields()
      if after != before {
        guard place >= 0 else { return false }
        let changes = view.agreeing(place, at: index, before, after)
        guard changes > 0 else { return false }
        coverage.matched += changes
      } else if state.isSystemCallerOnly(i) {
        continue
      }
      guard place >= 0 else { return false }
      coverage.accounts[place] = true
    }
    for i in 0..<state.slots.count {
      guard agreesSlot(i, with: view, at: index, &coverage) else { return false }
    }
    return true
  }

  private func agreesSlot(
    _ i: Int, with view: AccessListView, at index: UInt32, _ coverage: inout ListCoverage
  ) -> Bool {
    let account = Int(state.slots[i].account)
    let place = Int(state.accountPlaces[account])
    guard place >= 0 else { return false }
    let slot = view.slot(place, state.slots[i].key)
    guard slot >= 0 else { return false }
    let isChanged = state.slots[i].value != state.slots[i].source
    guard isChanged, state.accounts[account].flags.contains(.exists) else {
      coverage.used[slot] = true
      return true
    }
    guard view.agrees(slot, at: index, state.slots[i].value) else { return false }
    if view.isFirst(slot, index) { coverage.before[slot] = state.slots[i].source }
    coverage.matched += 1
    return true
  }

  // MARK: The state after them

  /// Takes over what the transactions behind an index made of the state, by a list that is right.
  func adopt(_ view: AccessListView, _ coverage: ListCoverage, after index: UInt32) {
    for place in 0..<view.addresses.count where coverage.accounts[place] {
      adopt(place, view, coverage, after: index)
    }
  }

  private func adopt(
    _ place: Int, _ view: AccessListView, _ coverage: ListCoverage, after index: UInt32
  ) {
    let last = view.transactions
    let address = view.addresses[place]
    var i = state.findAccount(address)
    func find() {
      if i < 0 { i = state.addAccount(address, source.account(address)) }
    }
    let balance = view.balance(place, upTo: last)
    if balance >= 0, view.balances[balance].index > index {
      find()
      state.accounts[i].balance = view.balances[balance].balance
    }
    let nonce = view.nonce(place, upTo: last)
    if nonce >= 0, view.nonces[nonce].index > index {
      find()
      state.accounts[i].nonce = view.nonces[nonce].nonce
    }
    let code = view.code(place, upTo: last)
    if code >= 0, view.codes[code].index > index {
      find()
      adoptCode(i, view.codes[code].hash, view)
    }
    for slot in Int(view.starts[place].slots)..<Int(view.starts[place + 1].slots) {
      let change = view.change(slot, upTo: last)
      guard change >= 0, view.changes[change].index > index else { continue }
      find()
      adoptSlot(i, view.slots[slot].key, view.changes[change].value, coverage.before[slot])
    }
    // Nobody goes, and who comes has a value.
    if i >= 0, !state.accounts[i].isEmpty { state.accounts[i].flags.insert(.exists) }
  }

  private func adoptCode(_ i: Int, _ hash: Hash, _ view: AccessListView) {
    let bytes = view.code(hash) ?? []
    let code = bytes.isEmpty ? Bytecode.empty : Bytecode(bytes)
    codes.insert(code)
    state.accounts[i].codeHash = code.hash
    state.accounts[i].code = code
  }

  private func adoptSlot(_ account: Int, _ key: Word, _ value: Word, _ before: Word?) {
    var i = state.findSlot(account, key)
    if i < 0 {
      let isRead = state.readsSource(account)
      let found =
        before ?? (isRead ? source.slot(state.accounts[account].address, key) : .zero)
      i = state.addSlot(account, key, found)
    }
    state.putSlot(i, value)
  }
}

extension AccountFields {
  /// Of one that is not there.
  init() {
    self.init(exists: false, nonce: 0, balance: .zero, codeHash: Keccak256.emptyHash)
  }

  init(_ account: Account) {
    self.init(
      exists: true, nonce: account.nonce, balance: account.balance, codeHash: account.codeHash)
  }
}
