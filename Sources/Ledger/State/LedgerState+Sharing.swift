import BlockExecution
import ChainTypes
import EVM

// Workers that execute ahead read the state too. Each has a reader of its own, with the overlay as
// it is while nothing changes; the store puts their reads in order.

extension LedgerState: SharedStateSource {
  public func beginSharing() {
    isShared = true
    readers = []
  }

  public func reader(_ participant: Int) -> LedgerState {
    let reader = LedgerState(store, tries: tries)
    reader.overlay = overlay
    reader.headNumber = headNumber
    readers.append(reader)
    return reader
  }

  /// What a worker could not read counts like what the caller could not: its answers were used.
  public func endSharing() {
    isShared = false
    for reader in readers {
      if let failure = reader.failure { latch(failure) }
      reader.overlay = Overlay()
    }
    readers = []
  }
}
