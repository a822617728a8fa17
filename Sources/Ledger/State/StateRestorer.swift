import BlockExecution
import ChainTypes
import MerkleTrie

/// Brings a fresh state to a height: the head's after opening, or an earlier one. From the tables
/// it goes back by the values before each flush, and forward by what the records say was written.
/// Nothing is executed.
struct StateRestorer<Store: LedgerStore> {
  let reader: ChainReader<Store>
  let heights: LedgerHeights

  typealias Failure = LedgerError<Store.Failure>

  /// With `provable` the tries are brought along, and their root must be that of the header; from
  /// the last flush on that of each block's, so that a record that is wrong is told by its number.
  func restore(
    _ state: LedgerState<Store>, to height: UInt64, provable: Bool
  ) throws(Failure) {
    state.headNumber = height
    let isPast = height < heights.flushed
    var base = heights.flushed
    if isPast {
      base = try goBack(state, to: provable ? min(height, heights.nodes) : height)
    } else if provable {
      let marked = heights.nodes < heights.flushed ? try changedSinceNodes() : [:]
      try settle(state, base, marked)
    }
    if base < height {
      for number in base + 1...height {
        try goForward(state, number, checksRoot: provable && !isPast)
      }
    }
    if provable, isPast { try settle(state, height, [:]) }
    if let failure = state.failure { throw failure }
  }

  private func goForward(
    _ state: LedgerState<Store>, _ number: UInt64, checksRoot: Bool
  ) throws(Failure) {
    let record = try reader.record(number)
    do throws(RecordFault) { try state.apply(writes: record.writes) } catch {
      throw .damaged(.record(number: number, error))
    }
    if checksRoot {
      let (found, expected) = (state.root(), try reader.header(number).stateRoot)
      if let failure = state.failure { throw failure }
      guard found == expected else {
        throw .damaged(.stateRoot(number: number, found: found, expected: expected))
      }
    }
    state.forgetPending()
    if let failure = state.failure { throw failure }
  }

  /// Takes windows back until the state is that of a height or one before it, and says which.
  private func goBack(_ state: LedgerState<Store>, to height: UInt64) throws(Failure) -> UInt64 {
    var place = LedgerPlace.last
    while let (first, row) = try reader.window(at: place) {
      for values in row.accounts {
        let account = state.overlayAccount(values.address)
        account.current = values.account
        for slot in values.slots {
          let stored =
            account.slots[slot.key]?.stored ?? state.storedSlot(values.address, slot.key)
          account.slots[slot.key] = Overlay.SlotValue(stored: stored, current: slot.value)
        }
      }
      if first <= height + 1 { return first - 1 }
      place = .before(LedgerKey.number(first))
    }
    throw .noState(height: height, oldest: try reader.oldestState(heights))
  }

  /// What flushes changed since the nodes were stored.
  private func changedSinceNodes() throws(Failure) -> [Address: Set<Word>] {
    var result: [Address: Set<Word>] = [:]
    var place = LedgerPlace.last
    while let (first, row) = try reader.window(at: place), first > heights.nodes {
      for values in row.accounts {
        result[values.address, default: []].formUnion(values.slots.map { $0.key })
      }
      place = .before(LedgerKey.number(first))
    }
    return result
  }

  /// Brings the tries from where their nodes are stored to what the state says.
  private func settle(
    _ state: LedgerState<Store>, _ height: UInt64, _ marked: [Address: Set<Word>]
  ) throws(Failure) {
    var changed = marked
    for (address, account) in state.overlay.accounts {
      changed[address, default: []].formUnion(account.slots.keys)
    }
    var changes: [TrieChange] = []
    for address in changed.keys.sorted() {
      guard let slots = changed[address] else { continue }
      let current = state.trieAccount(address)
      // An account whose fields alone changed keeps its storage.
      let root =
        slots.isEmpty
        ? current?.storageRoot : try state.tries.account(address).map { $0.storageRoot }
      changes.append(
        TrieChange(
          address: address, account: current, storageRoot: root ?? Keccak256.emptyTrieRoot,
          slots: slots.map { (key: $0, value: state.slot(address, $0)) }))
    }
    let found = try state.tries.update(&changes)
    for change in changes {
      state.overlay.accounts[change.address]?.current?.storageRoot = change.storageRoot
    }
    let expected = try reader.header(height).stateRoot
    guard found == expected else {
      throw .damaged(.stateRoot(number: height, found: found, expected: expected))
    }
  }
}
