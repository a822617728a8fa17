/// What the pool of pending transactions holds at most.
public struct PoolLimits: Sendable, Equatable {
  /// Transactions of one sender. An instrument that queues more has outrun the board.
  public var perSender: Int
  /// Transactions of all senders.
  public var total: Int
  /// Bytes of all transactions, as they are encoded.
  public var totalBytes: Int
  /// Bytes of one encoded transaction: an MQTT message holds 128 KB, less room for its frame.
  public var bytesEach: Int
  /// How far a nonce may lie above the account's, so that gaps left by lost messages can close.
  public var nonceReach: UInt64
  /// Milliseconds after which a transaction that never fitted is given up.
  public var lifetime: UInt64
  /// By how many percent both fees of a replacement must be higher.
  public var priceBump: UInt64
  /// How many fates of transactions are remembered for those who ask.
  public var remembered: Int

  /// What a board has when nothing is configured.
  public init(
    perSender: Int = 128, total: Int = 2_048, totalBytes: Int = 4 << 20,
    bytesEach: Int = 120 << 10, nonceReach: UInt64 = 64, lifetime: UInt64 = 3 * 3_600_000,
    priceBump: UInt64 = 10, remembered: Int = 512
  ) {
    precondition(perSender > 0 && total >= perSender, "a full sender must fit into the pool")
    precondition(bytesEach > 0 && totalBytes >= bytesEach, "the largest must fit into the pool")
    precondition(priceBump <= 1_000 && remembered > 0 && lifetime > 0)
    self.perSender = perSender
    self.total = total
    self.totalBytes = totalBytes
    self.bytesEach = bytesEach
    self.nonceReach = nonceReach
    self.lifetime = lifetime
    self.priceBump = priceBump
    self.remembered = remembered
  }
}
