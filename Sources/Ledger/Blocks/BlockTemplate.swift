import BlockExecution
import ChainTypes

/// What the maker of a block chooses; everything else in its header follows from the chain.
public struct BlockTemplate: Sendable {
  /// Seconds. Raised to what the parent's demands.
  public var timestamp: UInt64
  /// The board's address on a lane.
  public var coinbase: Address
  /// Nil keeps the parent's.
  public var gasLimit: UInt64?
  /// The last checkpoint hash that the board has seen; difficulty's companion before Paris.
  public var prevRandao: Hash
  /// At most 32 bytes.
  public var extraData: [UInt8]

  public init(
    timestamp: UInt64, coinbase: Address, gasLimit: UInt64? = nil, prevRandao: Hash = .zero,
    extraData: [UInt8] = []
  ) {
    precondition(extraData.count <= BlockRules.extraData, "extra data has at most 32 bytes")
    self.timestamp = timestamp
    self.coinbase = coinbase
    self.gasLimit = gasLimit
    self.prevRandao = prevRandao
    self.extraData = extraData
  }
}

/// A transaction to be executed, with its signer when that was recovered already.
public struct BatchTransaction: Sendable {
  public var transaction: Transaction
  public var sender: Address?

  public init(_ transaction: Transaction, sender: Address? = nil) {
    self.transaction = transaction
    self.sender = sender
  }
}

/// Why a transaction of a batch is not in the block.
public struct SkippedTransaction: Sendable, Equatable {
  /// Its place in the batch.
  public var index: Int
  public var reason: Reason

  public enum Reason: Sendable, Equatable {
    case invalid(InvalidTransaction)
    /// More than half of the gas limit would raise the base fee of the next block.
    case gasOfBatch(limit: UInt64, available: UInt64)
    /// The block would be longer than one may be (EIP-7934).
    case lengthOfBlock
  }
}

/// A block that was made of a batch, and what is not in it.
public struct BuiltBlock: Sendable {
  public let executed: ExecutedBlock
  public let skipped: [SkippedTransaction]
}
