import ChainTypes
import MerkleTrie

/// A run of accounts, or an account's code and a run of its storage, with what proves the run
/// against the root (`RangeProof`). Keys are plain: whoever takes it hashes them himself.
struct StatePart: Equatable {
  var content: Content
  /// Nothing comes behind it in its trie.
  var isLast: Bool
  var nodes: [[UInt8]]

  enum Content: Equatable {
    case accounts([AccountEntry])
    /// The code comes with the first part of an account's storage, also when it has none.
    case storage(code: [UInt8], slots: [SlotEntry])
  }

  struct AccountEntry: Equatable {
    var address: Address
    var account: TrieAccount
  }

  struct SlotEntry: Equatable {
    var key: Word
    var value: Word
  }
}

extension StatePart {
  private static let version: UInt8 = 1

  var encoded: [UInt8] {
    var bytes: [UInt8] = [StatePart.version, 0, isLast ? 1 : 0]
    switch content {
    case .accounts(let entries):
      bytes.append(count: entries.count)
      for entry in entries {
        bytes.append(entry.address)
        AccountRow.append(entry.account, to: &bytes)
      }
    case .storage(let code, let slots):
      bytes[1] = 1
      bytes.append(string: code)
      bytes.append(count: slots.count)
      for slot in slots {
        bytes.append(whole: slot.key)
        bytes.append(short: slot.value)
      }
    }
    bytes.append(count: nodes.count)
    for node in nodes { bytes.append(string: node) }
    return bytes
  }

  /// Whatever the bytes are, it answers or throws.
  init(decoding bytes: [UInt8]) throws(RecordFault) {
    var reader = ByteReader(bytes)
    let version = try reader.byte()
    guard version == StatePart.version else { throw .version(version) }
    let (kind, last) = (try reader.byte(), try reader.byte())
    guard kind < 2, last < 2 else { throw .value(offset: 1) }
    content =
      kind == 0
      ? .accounts(try StatePart.accounts(&reader)) : try StatePart.storage(&reader)
    isLast = last == 1
    nodes = []
    for _ in 0..<(try reader.count()) { nodes.append(Array(try reader.string())) }
    try reader.finish()
  }

  private static func accounts(
    _ reader: inout ByteReader
  ) throws(RecordFault) -> [AccountEntry] {
    var entries: [AccountEntry] = []
    for _ in 0..<(try reader.count(ofAtLeast: 23)) {
      let address = try reader.address()
      entries.append(AccountEntry(address: address, account: try AccountRow.decode(&reader)))
    }
    return entries
  }

  private static func storage(_ reader: inout ByteReader) throws(RecordFault) -> Content {
    let code = Array(try reader.string())
    var slots: [SlotEntry] = []
    for _ in 0..<(try reader.count(ofAtLeast: 33)) {
      let key = try reader.whole()
      let start = reader.position
      let value = try reader.short()
      guard !value.isZero else { throw .value(offset: start) }
      slots.append(SlotEntry(key: key, value: value))
    }
    return .storage(code: code, slots: slots)
  }
}

extension StatePart.AccountEntry {
  var entry: TrieEntry {
    TrieEntry(path: Keccak256.hash(address).bytes, value: account.encoded, note: [])
  }
}

extension StatePart.SlotEntry {
  var entry: TrieEntry {
    var writer = RLPWriter()
    writer.append(value)
    return TrieEntry(path: Keccak256.hash(key.bytes).bytes, value: writer.bytes, note: [])
  }
}
