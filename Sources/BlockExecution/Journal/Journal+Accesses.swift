import ChainTypes
import EVM

extension Journal {
  /// Records what follows under a block access index of EIP-7928: 0 before the transactions, 1 for
  /// the first of them, their number plus 1 after them. A journal that is never told one records
  /// nothing.
  public func recordAccesses(at index: UInt32) {
    state.accessIndex = index
    state.isRecording = true
  }

  /// The block's access list, and the end of recording. What the journal holds stays.
  public func takeAccessList() -> BlockAccessList {
    state.harvest()
    let builder = state.harvested
    state.harvested = AccessListBuilder()
    state.isRecording = false
    let verified = state.verified
    state.verified = nil
    let recorded = builder.build()
    return verified?.joined(with: recorded) ?? recorded
  }

  /// EIP-2930: makes an entry of a transaction's access list warm, without accessing it.
  func announce(_ entry: AccessListEntry) {
    state.announce(entry.address)
    for slot in entry.slots { state.announce(entry.address, slot) }
  }

  /// How many accounts are known, to `forget` those that come after.
  var knownAccounts: Int { state.accounts.count }

  func forgetAccounts(from count: Int) { state.forgetAccounts(from: count) }
}
