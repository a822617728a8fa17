import BlockExecution
import ChainTypes
import EVM
import MerkleTrie

/// What a block wrote, as its record has it: enough to go from the state of its parent to its own
/// without executing. Storage roots are not in it; they are computed.
struct WriteSet {
  struct Entry {
    var address: Address
    /// Nil when the account is gone.
    var account: TrieAccount?
    var slots: [(key: Word, value: Word)]
  }

  var entries: [Entry] = []
  var codes: [(hash: Hash, bytes: [UInt8])] = []
}

extension WriteSet {
  private static let version: UInt8 = 1

  /// One entry an account and slot, the last of what several deltas wrote.
  static func encode(_ deltas: [StateDelta]) -> [UInt8] {
    var bytes: [UInt8] = [version]
    let merged = merge(deltas)
    bytes.append(count: merged.count)
    for account in merged {
      bytes.append(account.address)
      bytes.append(account.account == nil ? 0 : 1)
      if var fields = account.account {
        fields.storageRoot = Keccak256.emptyTrieRoot
        AccountRow.append(fields, to: &bytes)
      }
      bytes.append(count: account.slots.count)
      for slot in account.slots {
        bytes.append(short: slot.key)
        bytes.append(short: slot.value)
      }
    }
    let codes = deltas.flatMap { $0.codes }
    bytes.append(count: codes.count)
    for code in codes { bytes.append(string: code.bytes) }
    return bytes
  }

  static func merge(_ deltas: [StateDelta]) -> [Entry] {
    guard deltas.count > 1 else {
      return (deltas.first?.accounts ?? []).map { delta in
        Entry(
          address: delta.address, account: delta.after,
          slots: delta.slots.map { (key: $0.key, value: $0.after) })
      }
    }
    var order: [Address] = []
    var accounts: [Address: TrieAccount?] = [:]
    var slots: [Address: [Word: Word]] = [:]
    for delta in deltas {
      for account in delta.accounts {
        if accounts.updateValue(account.after, forKey: account.address) == nil {
          order.append(account.address)
        }
        for slot in account.slots { slots[account.address, default: [:]][slot.key] = slot.after }
      }
    }
    return order.map { address in
      Entry(
        address: address, account: accounts[address] ?? nil,
        slots: (slots[address] ?? [:]).map { (key: $0.key, value: $0.value) }
          .sorted { $0.key < $1.key })
    }
  }

  init(decoding bytes: [UInt8]) throws(RecordFault) {
    var reader = ByteReader(bytes)
    let version = try reader.byte()
    guard version == WriteSet.version else { throw .version(version) }
    for _ in 0..<(try reader.count(ofAtLeast: 22)) {
      let address = try reader.address()
      let start = reader.position
      let exists = try reader.byte()
      guard exists < 2 else { throw .value(offset: start) }
      let account = exists == 1 ? try AccountRow.decode(&reader) : nil
      var slots: [(key: Word, value: Word)] = []
      for _ in 0..<(try reader.count(ofAtLeast: 2)) {
        slots.append((key: try reader.short(), value: try reader.short()))
      }
      entries.append(Entry(address: address, account: account, slots: slots))
    }
    for _ in 0..<(try reader.count()) {
      let code = Array(try reader.string())
      codes.append((hash: Keccak256.hash(code), bytes: code))
    }
    try reader.finish()
  }
}
