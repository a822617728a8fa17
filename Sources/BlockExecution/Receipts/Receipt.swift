import ChainTypes

/// What a block commits to of one transaction's execution.
public struct Receipt: Sendable, Equatable {
  /// Byzantium replaced the state root after the transaction by a status (EIP-658).
  public enum Result: Sendable, Equatable {
    case stateRoot(Hash)
    case status(Bool)
  }

  public var kind: Transaction.Kind
  public var result: Result
  public var cumulativeGasUsed: UInt64
  public var bloom: Bloom
  public var logs: [Log]

  public init(kind: Transaction.Kind, result: Result, cumulativeGasUsed: UInt64, logs: [Log]) {
    self.kind = kind
    self.result = result
    self.cumulativeGasUsed = cumulativeGasUsed
    self.logs = logs
    bloom = Bloom(of: logs)
  }

  /// With the bloom of the logs already known.
  init(
    kind: Transaction.Kind, result: Result, cumulativeGasUsed: UInt64, bloom: Bloom, logs: [Log]
  ) {
    self.kind = kind
    self.result = result
    self.cumulativeGasUsed = cumulativeGasUsed
    self.bloom = bloom
    self.logs = logs
  }
}
