import ChainTypes
import EVM

extension BlockAccessList {
  /// What the block changed of its parent's state, which `source` is: as the journal that executed
  /// it would say, but in order of address and slot. Asks the source for what changed only.
  public func stateChanges(over source: some StateSource) -> StateChanges {
    var result: [AccountChange] = []
    var next = 0
    for account in accounts {
      let from = next
      while next < existence.count, existence[next].address == account.address { next += 1 }
      if let change = account.change(over: source, existence: existence[from..<next]) {
        result.append(change)
      }
    }
    return StateChanges(accounts: result)
  }
}

extension AccountAccesses {
  func change(
    over source: some StateSource, existence: ArraySlice<ExistenceChange>
  ) -> AccountChange? {
    if storageChanges.isEmpty, balanceChanges.isEmpty, nonceChanges.isEmpty, codeChanges.isEmpty,
      existence.isEmpty
    {
      return nil
    }
    let before = source.account(address)
    let life = AccountLife(self, before, existence)
    guard life.isPresent else {
      if before == nil { return nil }
      return AccountChange(
        address: address, before: before, after: nil, clearsStorage: before?.hasStorage == true)
    }
    let hadStorage = before?.hasStorage == true
    let clears = hadStorage && life.clearedAt != nil
    let slots = slotChanges(
      over: source, since: life.clearedAt, reads: hadStorage, clears: clears)
    let code = finalCode(life)
    let after = Account(
      nonce: life.nonce, balance: life.balance,
      codeHash: code?.hash ?? (life.codeIsGone ? Keccak256.emptyHash : before?.codeHash)
        ?? Keccak256.emptyHash,
      hasStorage: hadStorage && !clears || slots.contains { !$0.after.isZero })
    let isSame =
      before.map {
        $0.nonce == after.nonce && $0.balance == after.balance && $0.codeHash == after.codeHash
      } ?? false
    if isSame && slots.isEmpty && !clears { return nil }
    let isNewCode = before?.codeHash != after.codeHash && after.codeHash != Keccak256.emptyHash
    return AccountChange(
      address: address, before: before, after: after, code: isNewCode ? code : nil,
      clearsStorage: clears, slots: slots)
  }

  /// The code that the block put there last; nil when it is none or that of before.
  private func finalCode(_ life: AccountLife) -> Bytecode? {
    guard let last = codeChanges.last, !last.code.isEmpty else { return nil }
    return Bytecode(last.code)
  }

  private func slotChanges(
    over source: some StateSource, since clearedAt: UInt32?, reads: Bool, clears: Bool
  ) -> [SlotChange] {
    var result: [SlotChange] = []
    for (position, change) in storageChanges.enumerated() {
      let isLast =
        position + 1 == storageChanges.count || storageChanges[position + 1].key != change.key
      guard isLast else { continue }
      let isCleared = clearedAt.map { change.index <= $0 } ?? false
      let after = isCleared ? Word.zero : change.value
      let before = reads ? source.slot(address, change.key) : .zero
      if after != (clears ? .zero : before) {
        result.append(SlotChange(key: change.key, before: before, after: after))
      }
    }
    return result
  }
}

/// An account's values and existence followed through the indices at which they changed.
struct AccountLife {
  var isPresent: Bool
  var nonce: UInt64
  var balance: Word
  /// True when the last change of the code took it away.
  var codeIsGone = false
  /// The last index after which the account was gone, and its storage with it.
  var clearedAt: UInt32?
  private var hasCode: Bool

  init(
    _ changes: AccountAccesses, _ before: Account?, _ existence: ArraySlice<ExistenceChange>
  ) {
    isPresent = before != nil
    nonce = before?.nonce ?? 0
    balance = before?.balance ?? .zero
    hasCode = before.map { $0.codeHash != Keccak256.emptyHash } ?? false
    var balances = changes.balanceChanges[...]
    var nonces = changes.nonceChanges[...]
    var codes = changes.codeChanges[...]
    var marks = existence
    while true {
      // Beyond every index when nothing is left.
      let end = UInt64.max
      let first = min(
        min(
          balances.first.map { UInt64($0.index) } ?? end,
          nonces.first.map { UInt64($0.index) } ?? end),
        min(
          codes.first.map { UInt64($0.index) } ?? end,
          marks.first.map { UInt64($0.index) } ?? end))
      guard let index = UInt32(exactly: first) else { return }
      let wasPresent = isPresent
      var isChanged = false
      if let change = balances.first, change.index == index {
        balance = change.balance
        balances.removeFirst()
        isChanged = true
      }
      if let change = nonces.first, change.index == index {
        nonce = change.nonce
        nonces.removeFirst()
        isChanged = true
      }
      if let change = codes.first, change.index == index {
        hasCode = !change.code.isEmpty
        codeIsGone = !hasCode
        codes.removeFirst()
        isChanged = true
      }
      if isChanged { isPresent = nonce != 0 || !balance.isZero || hasCode }
      if let mark = marks.first, mark.index == index {
        isPresent = mark.isPresent
        marks.removeFirst()
      }
      if wasPresent && !isPresent { clearedAt = index }
    }
  }
}
