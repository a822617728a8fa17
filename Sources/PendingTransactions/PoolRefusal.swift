import BlockExecution
import ChainTypes

/// Why the pool does not take a transaction. The texts are those of go-ethereum where it has one,
/// because client libraries look for them.
public enum PoolRefusal: Error, Equatable, Sendable {
  case alreadyKnown
  /// The manifest does not let this account transact on the lane.
  case senderNotAllowed(Address)
  case invalid(InvalidTransaction)
  case tooLarge(bytes: Int, limit: Int)
  case gasAboveBatch(gas: UInt64, limit: UInt64)
  /// The nonce lies further above the account's than gaps are kept open.
  case nonceTooFar(nonce: UInt64, account: UInt64)
  case replacementUnderpriced
  case senderFull(limit: Int)
  case poolFull(limit: Int)
}

extension PoolRefusal: CustomStringConvertible {
  public var description: String {
    switch self {
    case .alreadyKnown: "already known"
    case .senderNotAllowed(let address):
      "sender \(address.hex) may not transact on this lane: the fleet's manifest names who may"
    case .invalid(let reason): reason.description
    case .tooLarge(let bytes, let limit):
      "oversized data: transaction size \(bytes), limit \(limit)"
    case .gasAboveBatch(let gas, let limit):
      "exceeds block gas limit: the transaction asks for \(gas), a batch has \(limit)"
    case .nonceTooFar(let nonce, let account):
      "nonce too high: tx \(nonce), state \(account); send those between first"
    case .replacementUnderpriced: "replacement transaction underpriced"
    case .senderFull(let limit):
      "txpool is full for this sender: \(limit) transactions wait; try again after a batch"
    case .poolFull(let limit):
      "txpool is full: \(limit) transactions wait; try again after a batch"
    }
  }
}

/// What became of a transaction that was in the pool.
public enum PoolFate: Equatable, Sendable {
  /// It is in the block of this number.
  case included(block: UInt64)
  /// A batch tried it and it may not be in a block.
  case skipped(InvalidTransaction)
  case replaced(by: Hash)
  case evicted(PoolEviction)
}

/// Why the pool let go of a transaction by itself.
public enum PoolEviction: Equatable, Sendable {
  /// The pool was full and this sender had the most.
  case poolFull
  /// The sender's queue was full and a lower nonce came.
  case displaced
  /// Its turn did not come in its lifetime.
  case expired
  /// The account's nonce has passed it.
  case stale
  /// The manifest took the sender's right away.
  case senderRevoked
}

extension PoolFate: CustomStringConvertible {
  public var description: String {
    switch self {
    case .included(let block): "in block \(block)"
    case .skipped(let reason): "skipped: \(reason)"
    case .replaced(let hash): "replaced by \(hash.hex)"
    case .evicted(.poolFull): "evicted: the pool was full and this sender had the most in it"
    case .evicted(.displaced): "evicted: a lower nonce of the same sender needed the room"
    case .evicted(.expired): "evicted: its turn did not come in time"
    case .evicted(.stale): "evicted: another transaction used its nonce"
    case .evicted(.senderRevoked): "evicted: the sender may not transact any more"
    }
  }
}
