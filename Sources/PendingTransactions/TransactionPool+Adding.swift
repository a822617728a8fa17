import BlockExecution
import ChainTypes

extension TransactionPool {
  /// Takes a transaction whose sender was recovered. `accountNonce` is the sender's nonce in the
  /// state, `gasLimit` the most that one batch may use. Returns the hash of what it replaced.
  @discardableResult
  public mutating func add(
    _ entry: PooledTransaction, accountNonce: UInt64, gasLimit: UInt64
  ) throws(PoolRefusal) -> Hash? {
    do throws(PoolRefusal) {
      try check(entry, accountNonce, gasLimit)
      return try place(entry)
    } catch {
      counters.refused += 1
      throw error
    }
  }

  private func check(
    _ entry: PooledTransaction, _ account: UInt64, _ gasLimit: UInt64
  ) throws(PoolRefusal) {
    if places[entry.hash] != nil { throw .alreadyKnown }
    if !isAllowed(entry.sender) { throw .senderNotAllowed(entry.sender) }
    let transaction = entry.transaction
    guard entry.size <= limits.bytesEach else {
      throw .tooLarge(bytes: entry.size, limit: limits.bytesEach)
    }
    do throws(InvalidTransaction) { try transaction.validate(in: fork) } catch {
      throw .invalid(error)
    }
    guard transaction.gasLimit <= gasLimit else {
      throw .gasAboveBatch(gas: transaction.gasLimit, limit: gasLimit)
    }
    guard transaction.nonce >= account else {
      throw .invalid(.nonceTooLow(found: transaction.nonce, account: account))
    }
    guard transaction.nonce - account <= limits.nonceReach else {
      throw .nonceTooFar(nonce: transaction.nonce, account: account)
    }
  }

  public func isAllowed(_ sender: Address) -> Bool {
    switch senders {
    case .everyone: true
    case .only(let allowed): allowed.contains(sender) || own.contains(sender)
    }
  }

  private mutating func place(_ entry: PooledTransaction) throws(PoolRefusal) -> Hash? {
    let nonce = entry.transaction.nonce
    let queue = queues[entry.sender]?.entries ?? []
    let index = queue.firstIndex { $0.transaction.nonce >= nonce } ?? queue.count
    if index < queue.count, queue[index].transaction.nonce == nonce {
      return try replace(queue[index], by: entry)
    }
    try makeRoom(for: entry, in: queue, isLast: index == queue.count)
    insert(entry)
    return nil
  }

  private mutating func replace(
    _ old: PooledTransaction, by entry: PooledTransaction
  ) throws(PoolRefusal) -> Hash {
    guard entry.mayReplace(old, priceBump: limits.priceBump) else {
      throw .replacementUnderpriced
    }
    guard byteCount - old.size + entry.size <= limits.totalBytes else {
      throw .poolFull(limit: limits.total)
    }
    remove(old)
    fates.record(old.hash, .replaced(by: entry.hash))
    counters.replaced += 1
    insert(entry)
    return old.hash
  }

  /// The sender's bound first, so that who fills the pool pays for it alone.
  private mutating func makeRoom(
    for entry: PooledTransaction, in queue: [PooledTransaction], isLast: Bool
  ) throws(PoolRefusal) {
    if queue.count >= limits.perSender {
      guard !isLast, let last = queue.last else { throw .senderFull(limit: limits.perSender) }
      evict(last, .displaced)
    }
    while count >= limits.total || byteCount + entry.size > limits.totalBytes {
      guard let victim = victim(for: entry) else { throw .poolFull(limit: limits.total) }
      evict(victim, .poolFull)
    }
  }

  /// The last transaction of the sender with the most, if that is not the newcomer's: taking the
  /// last leaves no gap. Own transactions make room only for own ones.
  private func victim(for entry: PooledTransaction) -> PooledTransaction? {
    var longest = 0
    var victim: PooledTransaction?
    for (sender, queue) in queues where !own.contains(sender) {
      guard let last = queue.entries.last, queue.entries.count >= longest else { continue }
      // Of equal queues the newest goes, whatever order the dictionary has.
      if queue.entries.count > longest || last.order > (victim?.order ?? 0) {
        longest = queue.entries.count
        victim = last
      }
    }
    guard let victim else { return nil }
    let mine = queues[entry.sender]?.entries.count ?? 0
    // Whoever has as much as the largest does not push out others.
    if !own.contains(entry.sender), mine >= longest { return nil }
    return victim
  }

  private mutating func insert(_ entry: PooledTransaction) {
    var entry = entry
    entry.order = nextOrder
    nextOrder += 1
    let nonce = entry.transaction.nonce
    places[entry.hash] = Place(sender: entry.sender, nonce: nonce)
    byteCount += entry.size
    counters.taken += 1
    var entries = queues.removeValue(forKey: entry.sender)?.entries ?? []
    let index = entries.firstIndex { $0.transaction.nonce > nonce } ?? entries.count
    entries.insert(entry, at: index)
    queues[entry.sender] = Queue(entries: entries)
  }

  mutating func evict(_ entry: PooledTransaction, _ reason: PoolEviction) {
    remove(entry)
    fates.record(entry.hash, .evicted(reason))
    counters.evicted += 1
  }

  mutating func remove(_ entry: PooledTransaction) {
    guard places.removeValue(forKey: entry.hash) != nil else { return }
    byteCount -= entry.size
    var entries = queues.removeValue(forKey: entry.sender)?.entries ?? []
    entries.removeAll { $0.hash == entry.hash }
    if !entries.isEmpty { queues[entry.sender] = Queue(entries: entries) }
  }
}
