import ChainTypes

/// A header with what it commits to.
public struct Block: Sendable, Equatable {
  public var header: BlockHeader
  public var transactions: [Transaction]
  public var ommers: [BlockHeader]
  /// Nil before Shanghai.
  public var withdrawals: [Withdrawal]?

  public init(
    header: BlockHeader, transactions: [Transaction] = [], ommers: [BlockHeader] = [],
    withdrawals: [Withdrawal]? = nil
  ) {
    self.header = header
    self.transactions = transactions
    self.ommers = ommers
    self.withdrawals = withdrawals
  }
}
