import ChainTypes

/// How far the tables are: one row, written with every flush.
struct LedgerHeights: Equatable {
  /// The block whose state the flat tables have.
  var flushed: UInt64
  /// The block whose trie nodes are stored, and its state root.
  var nodes: UInt64
  var nodesRoot: Hash
  /// The oldest block that is kept, beside the genesis block.
  var oldest: UInt64

  static let key = Array("heights".utf8)

  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: flushed)
    bytes.append(bigEndian: nodes)
    bytes.append(bigEndian: oldest)
    bytes.append(nodesRoot)
    return bytes
  }

  init(flushed: UInt64, nodes: UInt64, nodesRoot: Hash, oldest: UInt64) {
    self.flushed = flushed
    self.nodes = nodes
    self.nodesRoot = nodesRoot
    self.oldest = oldest
  }

  init?(_ bytes: [UInt8]) {
    guard bytes.count == 56 else { return nil }
    let span = bytes.span
    guard let flushed = LedgerKey.number(in: span.extracting(0..<8)),
      let nodes = LedgerKey.number(in: span.extracting(8..<16)),
      let oldest = LedgerKey.number(in: span.extracting(16..<24)), nodes <= flushed
    else { return nil }
    self.init(
      flushed: flushed, nodes: nodes, nodesRoot: Hash(Word(minimal: span.extracting(24..<56))),
      oldest: oldest)
  }
}

/// Names in the table `meta`.
enum MetaKey {
  static let format = Array("format".utf8)
  static let genesis = Array("genesis".utf8)
  static let document = Array("document".utf8)
  static let covered = Array("covered".utf8)
  /// Before the names of durable values.
  static let valuePrefix = Array("value/".utf8)
  /// Written at the end of a creation.
  static let currentFormat: UInt64 = 2
}
