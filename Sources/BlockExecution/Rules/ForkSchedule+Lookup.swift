import ChainTypes
import EVM

extension ForkSchedule {
  /// The fork whose rules a block has.
  public func fork(number: UInt64, timestamp: UInt64) -> Fork {
    var result = activations.first?.fork ?? .frontier
    for activation in activations
    where number >= activation.block && timestamp >= activation.timestamp {
      result = activation.fork
    }
    return result
  }

  /// The fork whose rules the block with this header has.
  public func fork(of header: BlockHeader) -> Fork {
    let fork = fork(number: header.number, timestamp: header.timestamp)
    guard terminalTotalDifficulty != nil, fork >= .paris, !header.difficulty.isZero else {
      return fork
    }
    var result = Fork.frontier
    for activation in activations
    where activation.fork < .paris && header.number >= activation.block {
      result = activation.fork
    }
    return result
  }

  /// Whether a block is the first of its fork, its parent being of an earlier one.
  func isFirst(of fork: Fork, parent: BlockHeader) -> Bool {
    self.fork(number: parent.number, timestamp: parent.timestamp) < fork
  }

  /// Nil before Cancun.
  public func blobSchedule(number: UInt64, timestamp: UInt64) -> BlobSchedule? {
    let fork = fork(number: number, timestamp: timestamp)
    guard fork >= .cancun else { return nil }
    var result = blobSchedules[fork] ?? (fork >= .prague ? .prague : .cancun)
    for activation in blobActivations where timestamp >= activation.timestamp {
      result = activation.schedule
    }
    return result
  }

  /// By how many blocks the difficulty bomb is late.
  public func bombDelay(number: UInt64, fork: Fork) -> UInt64 {
    var delay: UInt64 =
      switch fork {
      case ..<Fork.byzantium: 0
      case ..<Fork.constantinople: 3_000_000  // EIP-649
      case ..<Fork.london: 5_000_000  // EIP-1234; EIP-2384 is a change of its own
      default: 9_700_000  // EIP-3554
      }
    for change in bombDelays where number >= change.block && change.delay > delay {
      delay = change.delay
    }
    return delay
  }
}
