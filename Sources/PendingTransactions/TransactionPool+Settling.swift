import BlockExecution
import ChainTypes

extension TransactionPool {
  /// Takes out what a block has, remembering where it went.
  public mutating func settle(included: [Hash], block: UInt64) {
    for hash in included {
      guard let entry = self[hash] else { continue }
      remove(entry)
      fates.record(hash, .included(block: block))
      counters.included += 1
    }
  }

  /// A batch tried this transaction in vain. True when it stays: its turn may come.
  @discardableResult
  public mutating func settle(skipped hash: Hash, _ reason: InvalidTransaction) -> Bool {
    guard let entry = self[hash] else { return false }
    if reason.mayPass { return true }
    remove(entry)
    fates.record(hash, .skipped(reason))
    counters.skipped += 1
    return false
  }

  /// Lets go of what has waited for longer than its lifetime.
  public mutating func expire(at now: UInt64) {
    for queue in queues.values {
      // What comes after an expired nonce could not execute either; it expires in its own time.
      for entry in queue.entries
      where now >= entry.arrival && now - entry.arrival >= limits.lifetime {
        evict(entry, .expired)
      }
    }
  }

  /// A new manifest: the transactions of those who lost the right go.
  public mutating func allow(_ senders: Senders) {
    self.senders = senders
    for (sender, queue) in queues where !isAllowed(sender) {
      for entry in queue.entries { evict(entry, .senderRevoked) }
    }
  }
}

extension InvalidTransaction {
  /// Whether the transaction may be valid in a later block.
  var mayPass: Bool {
    switch self {
    case .nonceTooHigh, .gasAllowanceExceeded, .blobAllowanceExceeded, .maxFeeBelowBaseFee,
      .blobFeeTooLow:
      true
    default: false
    }
  }
}
