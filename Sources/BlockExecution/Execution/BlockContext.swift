import ChainTypes
import EVM

/// What the transactions of one block share, and what those before have used of the block.
public struct BlockContext: Sendable {
  /// The block's part; origin, gas price and blob hashes are set for each transaction.
  public var environment: Environment
  /// From Cancun on.
  public var blobSchedule: BlobSchedule?
  public var gasUsed: UInt64
  public var blobGasUsed: UInt64

  public init(environment: Environment, blobSchedule: BlobSchedule? = nil) {
    self.environment = environment
    self.blobSchedule = blobSchedule
    gasUsed = 0
    blobGasUsed = 0
  }

  /// What transactions may still use. Gas is counted in signed 64-bit numbers; no block allows
  /// more.
  var gasLeft: UInt64 {
    let limit = min(environment.gasLimit, UInt64(Int64.max))
    return limit > gasUsed ? limit - gasUsed : 0
  }

  /// Counts a transaction that was executed.
  public mutating func add(_ result: TransactionResult) {
    gasUsed += result.gasUsed
    blobGasUsed += result.blobGasUsed
  }
}
