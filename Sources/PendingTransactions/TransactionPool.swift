import BlockExecution
import ChainTypes
import EVM

/// The transactions that wait for a batch, by sender and nonce. It decides only: time, nonces and
/// senders are told to it, so that a simulation drives it as the agent does.
///
/// Senders are served fairly: each one's next transaction by its arrival. Nothing is lost silently:
/// what is not taken gets a `PoolRefusal`, what is let go a `PoolFate` that can be asked for.
public struct TransactionPool: Sendable {
  /// Whose transactions are taken.
  public enum Senders: Sendable, Equatable {
    case everyone
    /// Those whom the manifest names.
    case only(Set<Address>)
  }

  /// One sender's transactions, by rising nonce, each nonce once.
  struct Queue: Sendable {
    var entries: [PooledTransaction] = []
  }

  public let limits: PoolLimits
  public let fork: Fork
  public internal(set) var senders: Senders
  /// The board's own keys: never evicted for others, so that readings are not crowded out.
  public let own: Set<Address>
  var queues: [Address: Queue] = [:]
  /// The nonce's owner by hash.
  var places: [Hash: Place] = [:]
  var fates = FateLog()
  var nextOrder: UInt64 = 0
  public internal(set) var byteCount = 0
  /// How many were ever taken, refused, replaced, evicted and skipped.
  public internal(set) var counters = PoolCounters()

  struct Place: Sendable {
    var sender: Address
    var nonce: UInt64
  }

  public init(
    fork: Fork, senders: Senders = .everyone, own: Set<Address> = [],
    limits: PoolLimits = PoolLimits()
  ) {
    self.fork = fork
    self.senders = senders
    self.own = own
    self.limits = limits
    fates.limit = limits.remembered
  }

  public var count: Int { places.count }
  public var isEmpty: Bool { places.isEmpty }

  /// The waiting transaction with this hash.
  public subscript(_ hash: Hash) -> PooledTransaction? {
    guard let place = places[hash] else { return nil }
    return queues[place.sender]?.entries.first { $0.transaction.nonce == place.nonce }
  }

  /// All that wait, in order of arrival.
  public var waiting: [PooledTransaction] {
    queues.values.flatMap { $0.entries }.sorted { $0.order < $1.order }
  }

  /// What became of a transaction, as long as that is remembered.
  public func fate(of hash: Hash) -> PoolFate? { fates.known[hash] }

  /// The nonce that a sender's next transaction should have: the account's, or the first after it
  /// that does not wait here (`eth_getTransactionCount` of "pending").
  public func nextNonce(of sender: Address, account: UInt64) -> UInt64 {
    var next = account
    for entry in queues[sender]?.entries ?? [] where entry.transaction.nonce == next { next += 1 }
    return next
  }
}

/// What a pool has done since it began.
public struct PoolCounters: Sendable, Equatable {
  public var taken: UInt64 = 0
  public var refused: UInt64 = 0
  public var replaced: UInt64 = 0
  public var evicted: UInt64 = 0
  public var skipped: UInt64 = 0
  public var included: UInt64 = 0
}

/// The last fates, each hash with its newest.
struct FateLog: Sendable {
  var limit = 1
  private(set) var known: [Hash: PoolFate] = [:]
  private var order: [Hash] = []
  private var oldest = 0

  mutating func record(_ hash: Hash, _ fate: PoolFate) {
    if known.updateValue(fate, forKey: hash) != nil { return }
    if order.count < limit {
      order.append(hash)
      return
    }
    known[order[oldest]] = nil
    order[oldest] = hash
    oldest = (oldest + 1) % limit
  }
}
