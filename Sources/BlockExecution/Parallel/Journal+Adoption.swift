import ChainTypes
import EVM

// The committer's side: would the transaction read the same values here? Then it comes to the same,
// and its writes are made without executing it. Everything is compared by value and by whole keys.

extension Journal {
  /// Whether every value that was read ahead is what the transaction would read now. Leaves no
  /// trace in the journal: what is not used is not accessed.
  func holds(_ speculation: Speculation) -> Bool {
    let isFromBase = speculation.isFromBase
    for n in speculation.accounts.indices {
      let place = state.findAccount(speculation.accounts[n].address)
      speculation.accounts[n].place = Int32(truncatingIfNeeded: place)
      if place >= 0 {
        guard matches(speculation.accounts[n], state.accounts[place], place) else { return false }
      } else if !isFromBase {
        let use = speculation.accounts[n]
        guard matches(use, source.account(use.address)) else { return false }
      }
    }
    for n in speculation.slots.indices {
      let use = speculation.slots[n]
      let account = Int(speculation.accounts[Int(use.account)].place)
      let place = account >= 0 ? state.findSlot(account, use.key) : -1
      speculation.slots[n].place = Int32(truncatingIfNeeded: place)
      if place >= 0 {
        guard state.slots[place].value == use.before else { return false }
      } else if account >= 0, !state.readsSource(account) {
        guard use.before.isZero else { return false }
      } else if !isFromBase {
        let address = speculation.accounts[Int(use.account)].address
        guard baseSlot(address, use.key) == use.before else { return false }
      }
    }
    return true
  }

  private func matches(
    _ use: Speculation.AccountUse, _ record: AccountRecord, _ place: Int
  ) -> Bool {
    let exists = record.flags.contains(.exists)
    return matches(
      use,
      exists
        ? Account(
          nonce: record.nonce, balance: record.balance, codeHash: record.codeHash,
          hasStorage: state.hasStorage(place))
        : nil)
  }

  private func matches(_ use: Speculation.AccountUse, _ now: Account?) -> Bool {
    if use.before == now { return true }
    if use.isObserved { return false }
    // Unobserved, an account may have been paid since. One that was not there may have come into
    // being by that, but only with a balance: an empty one goes when it is touched (EIP-161).
    guard let now else { return false }
    let before = use.before ?? Account()
    return before.nonce == now.nonce && before.codeHash == now.codeHash
      && before.hasStorage == now.hasStorage && (use.before != nil || !now.balance.isZero)
  }

  private func baseSlot(_ address: Address, _ key: Word) -> Word {
    source.account(address)?.hasStorage == true ? source.slot(address, key) : .zero
  }

  /// Makes the changes of a speculation that `holds`, as one transaction.
  func adopt(_ speculation: Speculation) {
    beginTransaction()
    for n in speculation.accounts.indices {
      let place = placeAccount(speculation.accounts[n], speculation.isFromBase)
      speculation.accounts[n].place = Int32(truncatingIfNeeded: place)
      state.accounts[place].warmEpoch = state.epoch
      if speculation.accounts[n].isChanged { change(place, speculation.accounts[n]) }
    }
    for use in speculation.slots {
      let account = Int(speculation.accounts[Int(use.account)].place)
      let place =
        use.place >= 0
        ? Int(use.place) : placeSlot(account, use, isFromBase: speculation.isFromBase)
      if use.after != use.before, state.accounts[account].flags.isDisjoint(with: .destructed) {
        _ = state.setSlot(place, use.after)
      }
    }
    finishTransaction()
  }

  private func placeAccount(_ use: Speculation.AccountUse, _ isFromBase: Bool) -> Int {
    if use.place >= 0 { return Int(use.place) }
    return state.addAccount(use.address, isFromBase ? use.before : source.account(use.address))
  }

  private func placeSlot(
    _ account: Int, _ use: Speculation.SlotUse, isFromBase: Bool
  ) -> Int {
    guard state.readsSource(account) else { return state.addSlot(account, use.key, .zero) }
    let value =
      isFromBase ? use.before : source.slot(state.accounts[account].address, use.key)
    return state.addSlot(account, use.key, value)
  }

  private func change(_ i: Int, _ use: Speculation.AccountUse) {
    guard let after = use.after else {
      state.insert(i, [.touched, .destructed])
      return
    }
    state.insert(i, [.exists, .touched])
    let before = use.before ?? Account()
    if use.isObserved {
      if state.accounts[i].balance != after.balance { state.setBalance(i, after.balance) }
    } else if before.balance != after.balance {
      state.setBalance(i, state.accounts[i].balance &+ (after.balance &- before.balance))
    }
    if before.nonce != after.nonce { state.setNonce(i, after.nonce) }
    guard before.codeHash != after.codeHash else { return }
    let code = use.code ?? Bytecode.empty
    codes.insert(code)
    state.setCode(i, code)
  }
}

extension Journal {
  /// The next transaction of the block begins, counted from 1: the index in the block's access
  /// list, when one is wanted.
  @inline(__always)
  func beginShare(_ index: UInt32) {
    if state.isRecording { recordAccesses(at: index) }
  }
}
