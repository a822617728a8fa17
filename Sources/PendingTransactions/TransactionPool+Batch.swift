import BlockExecution
import ChainTypes

/// How large a batch may be.
public struct BatchLimits: Sendable, Equatable {
  public var count: Int
  /// Gas limits of its transactions together.
  public var gas: UInt64
  /// Bytes of its transactions together.
  public var bytes: Int

  public init(count: Int = 500, gas: UInt64, bytes: Int = 1 << 20) {
    self.count = count
    self.gas = gas
    self.bytes = bytes
  }
}

extension TransactionPool {
  /// The next batch: what can execute now, in order of arrival, each sender's in order of nonce. It
  /// stays in the pool until `settle`. `nonce` gives an account's nonce in the state.
  public mutating func batch(
    _ bounds: BatchLimits, nonce: (Address) -> UInt64
  ) -> [PooledTransaction] {
    var heads = readyHeads(nonce)
    var result: [PooledTransaction] = []
    var gas: UInt64 = 0
    var bytes = 0
    while result.count < bounds.count, let head = heads.removeFirst() {
      let entry = head.entry
      let next = gas.addingReportingOverflow(entry.transaction.gasLimit)
      // A transaction that does not fit ends its sender's turn, not the batch: the next sender's
      // may be smaller.
      if next.overflow || next.partialValue > bounds.gas || bytes + entry.size > bounds.bytes {
        continue
      }
      gas = next.partialValue
      bytes += entry.size
      result.append(entry)
      if let follower = follower(of: head) { heads.insert(follower) }
    }
    return result
  }

  /// How many transactions could execute now, and when the first of them came.
  public func readiness(nonce: (Address) -> UInt64) -> PoolReadiness {
    var result = PoolReadiness()
    for (sender, queue) in queues {
      var next = nonce(sender)
      for entry in queue.entries {
        if entry.transaction.nonce < next { continue }
        guard entry.transaction.nonce == next else { break }
        next += 1
        result.add(entry)
      }
    }
    return result
  }

  private mutating func readyHeads(_ nonce: (Address) -> UInt64) -> HeadHeap {
    dropStale(nonce)
    var heads = HeadHeap()
    for (sender, queue) in queues {
      guard let first = queue.entries.first, first.transaction.nonce == nonce(sender) else {
        continue
      }
      heads.insert(Head(entry: first, index: 0))
    }
    return heads
  }

  /// What other blocks have overtaken goes.
  private mutating func dropStale(_ nonce: (Address) -> UInt64) {
    for (sender, queue) in queues {
      let account = nonce(sender)
      for entry in queue.entries where entry.transaction.nonce < account { evict(entry, .stale) }
    }
  }

  private func follower(of head: Head) -> Head? {
    guard let queue = queues[head.entry.sender] else { return nil }
    let index = head.index + 1
    guard index < queue.entries.count,
      queue.entries[index].transaction.nonce == head.entry.transaction.nonce + 1
    else { return nil }
    return Head(entry: queue.entries[index], index: index)
  }
}

/// What a batch could take now.
public struct PoolReadiness: Sendable, Equatable {
  public var count: Int
  public var gas: UInt64
  /// The arrival of the one that has waited longest.
  public var oldest: UInt64?

  public init(count: Int = 0, gas: UInt64 = 0, oldest: UInt64? = nil) {
    self.count = count
    self.gas = gas
    self.oldest = oldest
  }

  mutating func add(_ entry: PooledTransaction) {
    count += 1
    gas = gas &+ entry.transaction.gasLimit
    oldest = min(oldest ?? entry.arrival, entry.arrival)
  }
}

/// A sender's next transaction, and its place in the queue.
struct Head {
  var entry: PooledTransaction
  var index: Int
}

/// The heads of all senders, the earliest first.
struct HeadHeap {
  private var heads: [Head] = []

  mutating func insert(_ head: Head) {
    heads.append(head)
    var child = heads.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      if heads[parent].entry.order < heads[child].entry.order { return }
      heads.swapAt(parent, child)
      child = parent
    }
  }

  mutating func removeFirst() -> Head? {
    guard let first = heads.first, let last = heads.popLast() else { return nil }
    if heads.isEmpty { return first }
    heads[0] = last
    sink()
    return first
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heads.count {
        if heads[child].entry.order < heads[least].entry.order { least = child }
      }
      if least == parent { return }
      heads.swapAt(parent, least)
      parent = least
    }
  }
}
