import ChainTypes
import EVM

// The committer's side: would the transaction read the same values here? Then it comes to the same,
// and its writes are made without executing it. Everything is compared by value and by whole keys.

extension Journal {
  /// Whether every value that was read ahead is what the transaction would read now. Leaves no
  /// trace in the journal: what is not used is not accessed.
  func holds(_ speculation: Speculation) -> Bool {
    state.accountPlaces.truncate(to: 0)
    state.slotPlaces.truncate(to: 0)
    for n in speculation.accounts.indices {
      let place = state.findAccount(speculation.accounts[n].address)
      state.accountPlaces.append(Int32(truncatingIfNeeded: place))
      if place >= 0 {
        guard
          Journal.matches(
            speculation.accounts[n], state.fields(place), hasStorage: state.hasStorage(place))
        else { return false }
      } else if !speculation.accounts[n].flags.contains(.isFromBase) {
        guard matchesSource(speculation.accounts[n]) else { return false }
      }
    }
    for n in speculation.slots.indices {
      let use = speculation.slots[n]
      let account = Int(state.accountPlaces[Int(use.account)])
      let place = account >= 0 ? state.findSlot(account, use.key) : -1
      state.slotPlaces.append(Int32(truncatingIfNeeded: place))
      if place >= 0 {
        guard state.slots[place].value == use.before else { return false }
      } else if account >= 0, !state.readsSource(account) {
        guard use.before.isZero else { return false }
      } else if !use.isFromBase {
        let address = speculation.accounts[Int(use.account)].address
        guard sourceSlot(address, use.key) == use.before else { return false }
      }
    }
    return true
  }

  private func matchesSource(_ use: Speculation.AccountUse) -> Bool {
    let now = source.account(use.address)
    let account = now ?? Account()
    return Journal.matches(
      use,
      AccountFields(
        exists: now != nil, nonce: account.nonce, balance: account.balance,
        codeHash: account.codeHash), hasStorage: account.hasStorage)
  }

  private static func matches(
    _ use: Speculation.AccountUse, _ now: AccountFields, hasStorage: Bool
  ) -> Bool {
    let existed = use.flags.contains(.existed)
    let isObserved = use.flags.contains(.isObserved)
    if existed == now.exists {
      guard existed else { return true }
      return use.nonce == now.nonce && use.codeHash == now.codeHash
        && use.flags.contains(.hadStorage) == hasStorage
        && (!isObserved || use.balance == now.balance)
    }
    if isObserved || existed { return false }
    // One that was not there may have come into being since by being paid, but only with a balance:
    // an empty one goes when it is touched (EIP-161).
    return now.nonce == 0 && now.codeHash == Keccak256.emptyHash && !hasStorage
      && !now.balance.isZero
  }

  private func sourceSlot(_ address: Address, _ key: Word) -> Word {
    source.account(address)?.hasStorage == true ? source.slot(address, key) : .zero
  }

  /// Makes the changes of a speculation that `holds` was just asked about, as one transaction.
  func adopt(_ speculation: Speculation) {
    beginTransaction()
    var next = 0
    for n in speculation.accounts.indices {
      let place = placeAccount(n, speculation)
      state.accounts[place].warmEpoch = state.epoch
      let flags = speculation.accounts[n].flags
      if flags.contains(.isGone) {
        state.insert(place, [.touched, .destructed])
      } else if flags.contains(.isChanged) {
        change(place, speculation.accounts[n], speculation.changes[next])
        next += 1
      }
    }
    for n in speculation.slots.indices {
      let use = speculation.slots[n]
      let account = Int(state.accountPlaces[Int(use.account)])
      let known = Int(state.slotPlaces[n])
      let place = known >= 0 ? known : placeSlot(account, use)
      if use.after != use.before, state.accounts[account].flags.isDisjoint(with: .destructed) {
        _ = state.setSlot(place, use.after)
      }
    }
    finishTransaction()
  }

  private func placeAccount(_ n: Int, _ speculation: Speculation) -> Int {
    let known = Int(state.accountPlaces[n])
    if known >= 0 { return known }
    let place = addAccount(speculation.accounts[n])
    state.accountPlaces[n] = Int32(truncatingIfNeeded: place)
    return place
  }

  private func addAccount(_ use: Speculation.AccountUse) -> Int {
    guard use.flags.contains(.isFromBase) else {
      return state.addAccount(use.address, source.account(use.address))
    }
    guard use.flags.contains(.existed) else { return state.addAccount(use.address, nil) }
    return state.addAccount(
      use.address,
      Account(
        nonce: use.nonce, balance: use.balance, codeHash: use.codeHash,
        hasStorage: use.flags.contains(.hadStorage)))
  }

  private func placeSlot(_ account: Int, _ use: Speculation.SlotUse) -> Int {
    guard state.readsSource(account) else { return state.addSlot(account, use.key, .zero) }
    let value =
      use.isFromBase ? use.before : source.slot(state.accounts[account].address, use.key)
    return state.addSlot(account, use.key, value)
  }

  private func change(_ i: Int, _ use: Speculation.AccountUse, _ after: Speculation.Change) {
    state.insert(i, [.exists, .touched])
    if use.flags.contains(.isObserved) {
      if state.accounts[i].balance != after.balance { state.setBalance(i, after.balance) }
    } else if use.balance != after.balance {
      state.setBalance(i, state.accounts[i].balance &+ (after.balance &- use.balance))
    }
    if use.nonce != after.nonce { state.setNonce(i, after.nonce) }
    guard let code = after.code else { return }
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
