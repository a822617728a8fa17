import ChainTypes
import EVM

extension Journal {
  /// The logs of the current transaction.
  public var transactionLogs: [Log] {
    var result: [Log] = []
    result.reserveCapacity(state.logs.count)
    for i in 0..<state.logs.count {
      let record = state.logs[i]
      var topics: [Hash] = []
      for n in 0..<Int(record.topicCount) { topics.append(Hash(record.topics[n])) }
      result.append(
        Log(
          address: state.accounts[Int(record.account)].address, topics: topics,
          data: state.logData.slice(record.dataStart, record.dataCount)))
    }
    return result
  }

  /// What is different from the source since the batch began.
  public var changes: StateChanges {
    var result: [AccountChange] = []
    result.reserveCapacity(state.accounts.count)
    for i in 0..<state.accounts.count {
      if let change = change(of: i) { result.append(change) }
    }
    return StateChanges(accounts: result)
  }

  /// The changes, which the journal then forgets, together with all it has read: the source is
  /// expected to have them when the next transaction begins.
  public func takeChanges() -> StateChanges {
    let result = changes
    if state.isRecording { state.harvest() }
    state.clear()
    return result
  }

  private func change(of i: Int) -> AccountChange? {
    let before = state.sources[i]
    let fields = state.fields(i)
    let address = state.accounts[i].address
    let cleared = state.accounts[i].flags.contains([.storageCleared, .sourceHasStorage])
    let slots = slotChanges(state.accounts[i].firstSlot, cleared: cleared)
    if !fields.exists {
      guard let before else { return nil }
      return AccountChange(
        address: address, before: before, after: nil, clearsStorage: before.hasStorage)
    }
    let after = Account(
      nonce: fields.nonce, balance: fields.balance, codeHash: fields.codeHash,
      hasStorage: state.hasStorage(i))
    let isSame =
      before.map {
        $0.nonce == after.nonce && $0.balance == after.balance && $0.codeHash == after.codeHash
      } ?? false
    if isSame && slots.isEmpty && !cleared { return nil }
    let newCode = before?.codeHash != after.codeHash && after.codeHash != Keccak256.emptyHash
    return AccountChange(
      address: address, before: before, after: after, code: newCode ? code(i) : nil,
      clearsStorage: cleared, slots: slots)
  }

  private func slotChanges(_ firstSlot: Int32, cleared: Bool) -> [SlotChange] {
    var result: [SlotChange] = []
    var i = Int(firstSlot)
    while i >= 0 {
      let source = state.slots[i].source
      if state.slots[i].value != (cleared ? .zero : source) {
        result.append(
          SlotChange(key: state.slots[i].key, before: source, after: state.slots[i].value))
      }
      i = Int(state.slots[i].next)
    }
    result.reverse()
    return result
  }
}
