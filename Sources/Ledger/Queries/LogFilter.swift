import BlockExecution
import ChainTypes

/// What logs are wanted, as `eth_getLogs` says it.
public struct LogFilter: Sendable {
  public var from: UInt64
  public var to: UInt64
  /// Any of these; empty for all.
  public var addresses: [Address]
  /// For each place, any of these; empty for all.
  public var topics: [[Hash]]

  public init(from: UInt64, to: UInt64, addresses: [Address] = [], topics: [[Hash]] = []) {
    self.from = from
    self.to = to
    self.addresses = addresses
    self.topics = topics
  }

  public func matches(_ log: Log) -> Bool {
    guard addresses.isEmpty || addresses.contains(log.address) else { return false }
    guard log.topics.count >= topics.count else { return false }
    for (place, wanted) in topics.enumerated() where !wanted.isEmpty {
      guard wanted.contains(log.topics[place]) else { return false }
    }
    return true
  }

  /// Sets of terms of each of which a block with a match has at least one.
  var terms: [[UInt64]] {
    var result: [[UInt64]] = []
    if !addresses.isEmpty { result.append(addresses.map { IndexBuilder.term($0) }) }
    for wanted in topics where !wanted.isEmpty {
      result.append(wanted.map { IndexBuilder.term($0) })
    }
    return result
  }
}

/// A log with where it stands.
public struct FoundLog: Sendable, Equatable {
  public var log: Log
  public var blockNumber: UInt64
  public var blockHash: Hash
  public var transactionHash: Hash
  public var transactionIndex: Int
  /// Counted in the block.
  public var logIndex: Int
}
