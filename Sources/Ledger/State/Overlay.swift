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

  /// Addresses in the order of the table.
  var addresses: [Address] { accounts.keys.sorted() }

  /// How many slots it has.
  var slotCount: Int { accounts.values.reduce(0) { $0 + $1.slots.count } }
}
