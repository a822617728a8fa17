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

  /// With `provable` the tries are brought along, and their root must be that of the header.
  func restore(
    _ state: LedgerState<Store>, to height: UInt64, provable: Bool
  ) throws(Failure) {
    state.headNumber = height
    var base = heights.flushed
    if height < heights.flushed {
      base = try goBack(state, to: provable ? min(height, heights.nodes) : height)
    } else if provable, heights.nodes < heights.flushed {
      try mark(state)
    }
    if base < height {
      for number in base + 1...height { try goForward(state, number) }
    }
    state.pending = []
    if provable { try settle(state, height) }
    if let failure = state.failure { throw failure }
  }

  private func goForward(_ state: LedgerState<Store>, _ number: UInt64) throws(Failure) {
    let record = try reader.record(number)
    do throws(RecordFault) { try state.apply(writes: record.writes) } catch {
      throw .damaged(.record(number: number, error))
    }
    state.pending = []
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

  /// Puts what changed since the nodes were stored into the overlay, as it is in the tables.
  private func mark(_ state: LedgerState<Store>) throws(Failure) {
    var place = LedgerPlace.last
    while let (first, row) = try reader.window(at: place), first > heights.nodes {
      for values in row.accounts {
        let account = state.overlayAccount(values.address)
        for slot in values.slots where account.slots[slot.key] == nil {
          let stored = state.storedSlot(values.address, slot.key)
          account.slots[slot.key] = Overlay.SlotValue(stored: stored, current: stored)
        }
      }
      place = .before(LedgerKey.number(first))
    }
  }

  /// Brings the tries from where their nodes are stored to what the overlay says.
  private func settle(_ state: LedgerState<Store>, _ height: UInt64) throws(Failure) {
    var changes: [TrieChange] = []
    for address in state.overlay.addresses {
      guard let account = state.overlay.accounts[address] else { continue }
      let root =
        account.slots.isEmpty ? nil : try state.tries.account(address).map { $0.storageRoot }
      var change = TrieChange(
        address: address, account: account.current, storageRoot: root ?? Keccak256.emptyTrieRoot,
        slots: account.slots.map { (key: $0.key, value: $0.value.current) })
      // An account whose fields alone changed keeps its storage.
      if account.slots.isEmpty {
        change.storageRoot = account.current?.storageRoot ?? Keccak256.emptyTrieRoot
      }
      changes.append(change)
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
