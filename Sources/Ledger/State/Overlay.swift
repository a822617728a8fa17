import ChainTypes
import MerkleTrie

/// What changed since the last flush, over the tables.
struct Overlay {
  /// A class, so that changing an account's slots copies nothing.
  final class OverlayAccount {
    /// As the tables have it.
    let stored: TrieAccount?
    var current: TrieAccount?
    var slots: [Word: SlotValue] = [:]

    init(stored: TrieAccount?) {
      self.stored = stored
      current = stored
    }
  }

  struct SlotValue {
    /// As the tables have it.
    let stored: Word
    var current: Word
  }

  var accounts: [Address: OverlayAccount] = [:]
  var codes: [Hash: [UInt8]] = [:]
  /// Durable values; empty for those removed.
  var values: [[UInt8]: [UInt8]] = [:]

  var isEmpty: Bool { accounts.isEmpty && codes.isEmpty && values.isEmpty }

  mutating func removeAll() {
    accounts.removeAll(keepingCapacity: true)
    codes.removeAll()
    values.removeAll()
  }

  /// An account with its slots in the order of the table.
  struct Entry {
    let address: Address
    let account: OverlayAccount
    let slots: [(key: Word, value: SlotValue)]
  }

  /// All accounts, in the order of the table.
  var entries: [Entry] {
    accounts.keys.sorted().compactMap { address in
      accounts[address].map { account in
        // Places are sorted and not what stands there, which is twelve times as long.
        let slots = Array(account.slots)
        let places = slots.indices.sorted { slots[$0].key < slots[$1].key }
        return Entry(address: address, account: account, slots: places.map { slots[$0] })
      }
    }
  }

  /// How many slots it has.
  var slotCount: Int { accounts.values.reduce(0) { $0 + $1.slots.count } }
}
