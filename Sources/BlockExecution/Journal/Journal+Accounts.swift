import ChainTypes
import EVM

// The changes of accounts that the machine and the transaction rules ask for.

extension Journal {
  public func transfer(_ value: Word, from: AccountIndex, to: AccountIndex) {
    touch(from)
    touch(to)
    if value.isZero { return }
    state.setBalance(from, state.accounts[from].balance &- value)
    state.setBalance(to, state.accounts[to].balance &+ value)
  }

  @inline(__always)
  public func touch(_ account: AccountIndex) {
    state.insert(account, [.exists, .touched])
  }

  public func incrementNonce(_ account: AccountIndex) {
    touch(account)
    state.setNonce(account, state.accounts[account].nonce &+ 1)
  }

  public func beginCreation(_ account: AccountIndex) {
    // Nothing may be created where storage is (EIP-7610), so this finds none; the specification
    // destroys it all the same.
    if state.hasStorage(account) { state.dropStorage(account) }
    state.insert(account, [.exists, .touched, .created])
    if state.fork >= .spuriousDragon {
      state.setNonce(account, state.accounts[account].nonce &+ 1)
    }
  }

  public func setCode(_ account: AccountIndex, _ code: [UInt8]) {
    let bytecode = code.isEmpty ? Bytecode.empty : Bytecode(code)
    codes.insert(bytecode)
    touch(account)
    state.setCode(account, bytecode)
  }

  public func isNew(_ account: AccountIndex) -> Bool {
    state.accounts[account].flags.contains(.created)
  }

  public func selfDestruct(_ account: AccountIndex, to beneficiary: AccountIndex) -> Bool {
    observe(account)
    let balance = state.accounts[account].balance
    let isFirst = !state.accounts[account].flags.contains(.destructed)
    touch(account)
    touch(beneficiary)
    // EIP-6780: only what this transaction created is deleted; otherwise the balance moves, and one
    // who names itself keeps it.
    let isDeleted = state.fork < .cancun || isNew(account)
    if account == beneficiary {
      if isDeleted { state.setBalance(account, .zero) }
    } else {
      state.setBalance(account, .zero)
      state.setBalance(beneficiary, state.accounts[beneficiary].balance &+ balance)
    }
    guard isDeleted, isFirst else { return false }
    state.insert(account, .destructed)
    return true
  }

  /// Adds to a balance outside of any message: fees, rewards, withdrawals.
  func credit(_ account: AccountIndex, _ amount: Word) {
    touch(account)
    if amount.isZero { return }
    state.setBalance(account, state.accounts[account].balance &+ amount)
  }

  func debit(_ account: AccountIndex, _ amount: Word) {
    touch(account)
    if amount.isZero { return }
    state.setBalance(account, state.accounts[account].balance &- amount)
  }
}
