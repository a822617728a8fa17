import BlockExecution
import ChainTypes

/// A transaction that waits, with what was found out about it once.
public struct PooledTransaction: Sendable, Equatable {
  public var transaction: Transaction
  public var sender: Address
  public var hash: Hash
  /// Bytes of its encoding.
  public var size: Int
  /// Milliseconds of a clock that never steps.
  public var arrival: UInt64
  /// Place in the order of arrival.
  public internal(set) var order: UInt64 = 0

  public init(
    _ transaction: Transaction, sender: Address, hash: Hash, size: Int, arrival: UInt64
  ) {
    self.transaction = transaction
    self.sender = sender
    self.hash = hash
    self.size = size
    self.arrival = arrival
  }

  /// Whether it may take the place of one with the same nonce: both fees higher by so many percent,
  /// and by one Wei at least, since on a feeless lane any share of nothing is nothing.
  func mayReplace(_ other: PooledTransaction, priceBump: UInt64) -> Bool {
    isRaised(transaction.maxFeePerGas, over: other.transaction.maxFeePerGas, priceBump)
      && isRaised(
        transaction.maxPriorityFeePerGas, over: other.transaction.maxPriorityFeePerGas, priceBump)
  }

  private func isRaised(_ new: Word, over old: Word, _ percent: UInt64) -> Bool {
    guard old < new else { return false }
    // Compared as products of 512 bits, so that no fee is too large for it.
    let wanted = old.multipliedFullWidth(by: Word(100 + percent))
    let given = new.multipliedFullWidth(by: Word(100))
    return given.high == wanted.high ? !(given.low < wanted.low) : wanted.high < given.high
  }
}
