import ChainTypes

/// A payment from the consensus layer (EIP-4895).
public struct Withdrawal: Sendable, Equatable {
  public var index: UInt64
  public var validator: UInt64
  public var address: Address
  /// In Gwei.
  public var amount: UInt64

  public init(index: UInt64, validator: UInt64, address: Address, amount: UInt64) {
    self.index = index
    self.validator = validator
    self.address = address
    self.amount = amount
  }
}
