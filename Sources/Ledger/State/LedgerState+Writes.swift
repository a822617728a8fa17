import BlockExecution
import ChainTypes
import EVM
import MerkleTrie

// The one place that knows in which form a record keeps what its block wrote.

extension LedgerState {
  /// What the pending block wrote, for its record.
  func pendingWrites(_ result: BlockResult) -> [UInt8] { WriteSet.encode(pending) }

  /// Applies what a block's record says that it wrote.
  func apply(writes bytes: [UInt8]) throws(RecordFault) {
    let writes = try WriteSet(decoding: bytes)
    var changes = StateChanges()
    for entry in writes.entries {
      changes.accounts.append(
        AccountChange(
          address: entry.address, before: account(entry.address),
          after: entry.account.map { Account($0) },
          slots: entry.slots.map {
            SlotChange(key: $0.key, before: slot(entry.address, $0.key), after: $0.value)
          }))
    }
    for code in writes.codes { overlay.codes[code.hash] = code.bytes }
    apply(changes)
  }
}
