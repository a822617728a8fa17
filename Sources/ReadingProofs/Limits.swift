/// What a proof file may hold, and how far its maker searches.
public enum ProofLimits {
  /// Bytes of a file: a transaction with its neighbours' hashes, and a chain of manifests.
  public static let fileBytes = 8 << 20
  /// Nodes of one proof in a trie of at most 500 items.
  static let nodes = 16
  /// Blocks between the reading's and the one that a receipt or checkpoint names.
  static let headers = 4_096
  static let cosignatures = 64
  static let receipts = 64
  static let manifests = 1_024
  /// Blocks behind the reading's that are looked through for cosignatures and receipts.
  static let besideBlocks: UInt64 = 512
  /// Blocks that are searched for the records before those of a batch.
  static let walk: UInt64 = 1 << 18
}
