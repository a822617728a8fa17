/// What one request may cost the board.
public struct RPCLimits: Sendable, Equatable {
  /// Requests of one batch.
  public var batch: Int
  /// Gas of a simulated call, in all of its tries together for an estimate.
  public var callGas: UInt64
  /// Blocks that one log query may look through.
  public var logBlocks: UInt64
  /// Logs that one query may return.
  public var logs: Int
  /// Blocks of a fee history (go-ethereum has 1,024).
  public var feeHistory: UInt64
  /// Slots of one proof.
  public var proofSlots: Int
  /// Addresses, and alternatives of one topic, in a filter.
  public var filterItems: Int
  /// Bytes of the data of a simulated call or of a raw transaction.
  public var dataBytes: Int

  public init(
    batch: Int = 100, callGas: UInt64 = 50_000_000, logBlocks: UInt64 = 100_000,
    logs: Int = 10_000, feeHistory: UInt64 = 1_024, proofSlots: Int = 256, filterItems: Int = 256,
    dataBytes: Int = 128 << 10
  ) {
    self.batch = batch
    self.callGas = callGas
    self.logBlocks = logBlocks
    self.logs = logs
    self.feeHistory = feeHistory
    self.proofSlots = proofSlots
    self.filterItems = filterItems
    self.dataBytes = dataBytes
  }
}
