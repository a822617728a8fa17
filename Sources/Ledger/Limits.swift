/// The bounds of this module.
public enum LedgerLimits {
  /// Blocks between two flushes of state, tries and indexes.
  public static let flushInterval: UInt64 = 64
  /// Blocks between two flushes of trie nodes. 100 new readings a block on 100,000 slots: 308 KB a
  /// block are written when nodes go with every 64th block, 74 KB with every 512th.
  public static let nodeInterval: UInt64 = 512
  /// Blocks whose state can be read and proved again, and to which the chain can be rewound.
  public static let history: UInt64 = 256
  /// Bytes of trie nodes that are kept between blocks.
  public static let trieCacheBytes = 32 << 20
  /// Largest record after unpacking. A block has at most 8 MiB from Osaka on; its receipts and
  /// writes are of the same order.
  public static let recordBytes = 96 << 20
  /// Longest block of a chain file: more than any has, less than one input of RLP may have.
  public static let chainFileBlock = 15 << 20
  /// Blocks between two commits of an import, and bytes of blocks beside the chain that it keeps.
  public static let importInterval = 64
  public static let sideBytes = 64 << 20
  /// Largest row of values before a window, after unpacking.
  public static let windowBytes = 1 << 30
  /// Blocks that one flush deletes because of their age.
  public static let agedBlocks: UInt64 = 1_024
  /// Longest name of a durable value, and longest attachment.
  public static let valueName = 200
  public static let attachmentBytes = 1 << 20
  /// Rows that one transaction of creating a ledger writes.
  public static let rowsPerTransaction = 20_000
  /// Slots changed in one block from which on the root is computed in parallel.
  public static let parallelSlots = 64
  /// Blocks that a search of logs may cover, and results it may give.
  public static let searchedBlocks: UInt64 = 1 << 20
  public static let foundLogs = 10_000
  /// The smallest run of a part of a state; bytes of nodes that a walk over accounts holds.
  static let smallestRun = 2_048
  static let walkBytes = 1 << 20
  /// Transactions of one batch.
  public static let batchTransactions = 500

  /// Whether the bounds fit one another.
  static var areConsistent: Bool { flushInterval <= history && rowsPerTransaction > 0 }
}
