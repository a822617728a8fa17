/// How a ledger keeps what it keeps.
public struct LedgerSettings: Sendable {
  /// Blocks between two flushes.
  public var flushInterval: UInt64
  /// Blocks between two flushes of trie nodes, which are scattered over their table and cost most
  /// of the bytes. The more, the fewer bytes, the more memory, the longer opening after a crash.
  public var nodeInterval: UInt64
  /// How many blocks back states are kept.
  public var history: UInt64
  public var retention: Retention
  /// Seconds after which blocks go although there is room; nil for as long as they fit.
  public var keepSeconds: UInt64?
  public var trieCacheBytes: Int
  /// Whether nodes are hashed as they are read.
  public var verifiesNodes: Bool

  /// Which blocks are kept.
  public enum Retention: Sendable, Equatable {
    case everything
    /// The last so many; not fewer than the history and a flush.
    case blocks(UInt64)
    /// As many as fit into about so many bytes of the store.
    case bytes(UInt64)
  }

  public init(
    flushInterval: UInt64 = LedgerLimits.flushInterval,
    nodeInterval: UInt64 = LedgerLimits.nodeInterval,
    history: UInt64 = LedgerLimits.history, retention: Retention = .everything,
    keepSeconds: UInt64? = nil, trieCacheBytes: Int = LedgerLimits.trieCacheBytes,
    verifiesNodes: Bool = true
  ) {
    precondition(LedgerLimits.areConsistent && flushInterval > 0 && nodeInterval > 0)
    self.flushInterval = flushInterval
    self.nodeInterval = max(nodeInterval, flushInterval)
    self.history = history
    self.retention = retention
    self.keepSeconds = keepSeconds
    self.trieCacheBytes = trieCacheBytes
    self.verifiesNodes = verifiesNodes
  }
}
