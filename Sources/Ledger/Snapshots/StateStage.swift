import ChainTypes

/// How far a state is that comes part by part: one row, written with each part.
struct StateStage: Equatable {
  enum Phase: UInt8 {
    /// The accounts come, from `from` on.
    case accounts
    /// Code and storage of `owner` come, from `from` on.
    case storage
    /// All of `owner` is here: the next account that has any has to be found.
    case between
    /// All accounts are here, and nothing of what belongs to them.
    case owners
  }

  var phase = Phase.accounts
  var owner = Address.zero
  var from: UInt64 = 0
  /// Of the trie that is under way, as far as it is here.
  var root = Keccak256.emptyTrieRoot
  var parts: UInt64 = 0
  var bytes: UInt64 = 0
}

extension StateStage {
  static let key = Array("arriving/stage".utf8)
  /// What the owner keeps beside it, and the block behind which the state stands.
  static let pivotKey = Array("arriving/pivot".utf8)
  static let blockKey = Array("arriving/block".utf8)

  var encoded: [UInt8] {
    var bytes: [UInt8] = [phase.rawValue]
    bytes.append(owner)
    bytes.append(root)
    bytes.append(bigEndian: from)
    bytes.append(bigEndian: parts)
    bytes.append(bigEndian: self.bytes)
    return bytes
  }

  init?(_ bytes: [UInt8]) {
    guard bytes.count == 77, let phase = Phase(rawValue: bytes[0]) else { return nil }
    let span = bytes.span
    guard let from = LedgerKey.number(in: span.extracting(53..<61)),
      let parts = LedgerKey.number(in: span.extracting(61..<69)),
      let size = LedgerKey.number(in: span.extracting(69..<77))
    else { return nil }
    self.init(
      phase: phase, owner: Address(Word(minimal: span.extracting(1..<21))), from: from,
      root: Hash(Word(minimal: span.extracting(21..<53))), parts: parts, bytes: size)
  }
}
