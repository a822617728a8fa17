import ChainTypes
import EVM

extension Journal: Host {
  @inline(__always)
  public func account(_ address: Address) -> AccountIndex {
    let known = state.findAccount(address)
    let i = known >= 0 ? known : fetch(address)
    if Source.tellsObservations { state.touchAccount(i) }
    return i
  }

  @inline(never)
  private func fetch(_ address: Address) -> AccountIndex {
    let found = source.account(address)
    let i = state.addAccount(address, found)
    if state.isAnnounced(address) { state.accounts[i].warmEpoch = state.epoch }
    return i
  }

  public func address(_ account: AccountIndex) -> Address { state.accounts[account].address }

  @inline(__always)
  public func warm(_ account: AccountIndex) -> Bool { state.warmAccount(account) }

  public func isWarm(_ address: Address) -> Bool { state.isWarm(address) }

  public func isWarm(_ account: AccountIndex, slot: Word) -> Bool { state.isWarm(account, slot) }

  @inline(__always)
  public func balance(_ account: AccountIndex) -> Word {
    observe(account)
    return state.accounts[account].balance
  }

  public func nonce(_ account: AccountIndex) -> UInt64 { state.accounts[account].nonce }

  public func codeHash(_ account: AccountIndex) -> Hash {
    observe(account)
    return state.accounts[account].isEmpty ? .zero : state.accounts[account].codeHash
  }

  @inline(__always)
  public func code(_ account: AccountIndex) -> Bytecode {
    if let code = state.accounts[account].code { return code }
    return fetchCode(account)
  }

  @inline(never)
  private func fetchCode(_ account: AccountIndex) -> Bytecode {
    let hash = state.accounts[account].codeHash
    let code =
      hash == Keccak256.emptyHash
      ? Bytecode.empty : codes.bytecode(hash) { source.code(hash) }
    state.accounts[account].code = code
    return code
  }

  public func exists(_ account: AccountIndex) -> Bool {
    observe(account)
    return state.accounts[account].flags.contains(.exists)
  }

  public func isEmpty(_ account: AccountIndex) -> Bool {
    observe(account)
    return state.accounts[account].isEmpty
  }

  public func hasStorage(_ account: AccountIndex) -> Bool { state.hasStorage(account) }

  @inline(__always)
  private func slot(_ account: AccountIndex, _ key: Word) -> Int {
    let known = state.findSlot(account, key)
    let i = known >= 0 ? known : fetchSlot(account, key)
    if Source.tellsObservations { state.touchSlot(i) }
    return i
  }

  @inline(never)
  private func fetchSlot(_ account: AccountIndex, _ key: Word) -> Int {
    let value =
      state.readsSource(account) ? source.slot(state.accounts[account].address, key) : .zero
    let i = state.addSlot(account, key, value)
    if state.isAnnounced(state.accounts[account].address, key) {
      state.slots[i].warmEpoch = state.epoch
    }
    return i
  }

  @inline(__always)
  public func loadSlot(_ account: AccountIndex, _ key: Word) -> SlotRead {
    let i = slot(account, key)
    return SlotRead(value: state.slots[i].value, wasCold: state.warmSlot(i))
  }

  @inline(__always)
  public func storeSlot(_ account: AccountIndex, _ key: Word, _ value: Word) -> SlotWrite {
    let i = slot(account, key)
    let wasCold = state.warmSlot(i)
    var write = state.setSlot(i, value)
    write.wasCold = wasCold
    return write
  }

  public func loadTransient(_ account: AccountIndex, _ key: Word) -> Word {
    let i = state.findTransient(account, key)
    return i >= 0 ? state.transients[i].value : .zero
  }

  public func storeTransient(_ account: AccountIndex, _ key: Word, _ value: Word) {
    let known = state.findTransient(account, key)
    let i = known >= 0 ? known : state.addTransient(account, key)
    state.setTransient(i, value)
  }

  public func blockHash(_ number: UInt64) -> Hash { source.blockHash(number) }

  public func log(_ account: AccountIndex, topics: LogTopics, data: UnsafeRawBufferPointer) {
    unsafe state.addLog(account, topics, data)
  }

  public func mark() -> JournalMark { JournalMark(position: state.undo.count) }

  public func revert(to mark: JournalMark) { state.revert(to: mark.position) }
}
