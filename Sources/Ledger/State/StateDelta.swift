import BlockExecution
import ChainTypes
import EVM
import MerkleTrie

/// What a batch changed, so that it can be applied and taken back alike: in contrast to
/// `StateChanges` it names every slot of a storage that was dropped.
struct StateDelta {
  struct AccountDelta {
    var address: Address
    var before: TrieAccount?
    /// Its storage root is right once the root was computed.
    var after: TrieAccount?
    var slots: [SlotChange]
  }

  var accounts: [AccountDelta] = []
  var codes: [(hash: Hash, bytes: [UInt8])] = []

  /// The opposite.
  var inverse: StateDelta {
    var result = StateDelta()
    for account in accounts {
      result.accounts.append(
        AccountDelta(
          address: account.address, before: account.after, after: account.before,
          slots: account.slots.map { SlotChange(key: $0.key, before: $0.after, after: $0.before) }))
    }
    return result
  }
}

/// The state at one key: what an account or some of its slots are, or should become.
struct AccountValues {
  var address: Address
  /// Nil when it is not in the state.
  var account: TrieAccount?
  var slots: [(key: Word, value: Word)]
}
