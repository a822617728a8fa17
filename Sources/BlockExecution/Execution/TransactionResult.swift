import ChainTypes
import EVM

/// What one transaction's execution came to, by itself: nothing in it depends on the transactions
/// before it in the block but through the state.
public struct TransactionResult: Sendable {
  public var kind: Transaction.Kind
  public var halt: Halt
  /// What the sender paid for, after refunds.
  public var gasUsed: UInt64
  public var gasRefunded: UInt64
  public var blobGasUsed: UInt64
  /// Wei per gas that the sender paid.
  public var gasPrice: Word
  /// Return data or revert data; the deployed code of a creation.
  public var output: [UInt8]
  public var logs: [Log]
  /// The address of a creation that succeeded or failed.
  public var createdAddress: Address?

  public var isSuccess: Bool { halt.isSuccess }

  /// The receipt with a status, as it is since Byzantium.
  public func receipt(cumulativeGasUsed: UInt64) -> Receipt {
    Receipt(
      kind: kind, result: .status(isSuccess), cumulativeGasUsed: cumulativeGasUsed, logs: logs)
  }

  /// The same without its bloom.
  func unfinishedReceipt(cumulativeGasUsed: UInt64) -> Receipt {
    Receipt(
      kind: kind, result: .status(isSuccess), cumulativeGasUsed: cumulativeGasUsed,
      bloom: .pending, logs: logs)
  }
}
