import ChainTypes
import MerkleTrie

/// What a walk over the whole database found.
public struct LedgerCheck: Sendable {
  public var blocks: UInt64 = 0
  public var transactions: UInt64 = 0
  public var logs: UInt64 = 0
  public var accounts: UInt64 = 0
  public var slots: UInt64 = 0
  public var codes: UInt64 = 0
  public var nodes: UInt64 = 0
  public var indexes: UInt64 = 0
  public var windows: UInt64 = 0
  public var besides: UInt64 = 0
  /// The state root that was computed from what is stored.
  public var stateRoot = Hash.zero
  /// What is wrong, the first so many.
  public var findings: [Finding] = []

  /// Something that is not as it should be.
  public enum Finding: Sendable, Equatable {
    case damage(LedgerDamage)
    case trie(TrieDamage)
    /// A block's commitment is not that of its body or receipts.
    case commitment(number: UInt64, String)
    /// A leaf of a trie has another value than the flat table.
    case leafAndRow(Address, Word?)
    /// A trie has other keys than the flat table, counted.
    case counts(Address?, leaves: UInt64, rows: UInt64)
    /// Nodes that no trie needs.
    case needlessNodes(Address?, UInt64)
    /// A row of a table that belongs to nothing.
    case needlessRow(LedgerTable, [UInt8])
    /// The index does not find something that is there.
    case notIndexed(UInt64)
  }

  public var isSound: Bool { findings.isEmpty }

  static let mostFindings = 100

  mutating func add(_ finding: Finding) {
    if findings.count < LedgerCheck.mostFindings { findings.append(finding) }
  }
}

extension LedgerCheck.Finding {
  public var text: String {
    switch self {
    case .damage(let damage): damage.text
    case .trie(let damage): damage.text
    case .commitment(let number, let what): "block \(number): its \(what) is not that of its header"
    case .leafAndRow(let address, nil):
      "account \(address.hex) is another in the trie than in its table"
    case .leafAndRow(let address, let slot?):
      "slot \(slot.hex) of \(address.hex) is another in the trie than in its table"
    case .counts(nil, let leaves, let rows):
      "the account trie has \(leaves) accounts, their table \(rows)"
    case .counts(let address?, let leaves, let rows):
      "the storage trie of \(address.hex) has \(leaves) slots, their table \(rows)"
    case .needlessNodes(let address, let count):
      "\(count) nodes belong to no trie (\(address?.hex ?? "accounts"))"
    case .needlessRow(let table, let key):
      "table \(table.rawValue) has a row that belongs to nothing: \(Hex.encode(key))"
    case .notIndexed(let number): "the index does not find all of block \(number)"
    }
  }
}
