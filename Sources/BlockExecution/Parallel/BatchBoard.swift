import ChainTypes
import EVM
import Synchronization

/// What the committer and the workers of a batch share.
// Safe: fields that are not atomic are written by the committer before the workers are let in, or
// before `phase` says that there is something to read; workers write to tickets only.
final class BatchBoard<Base: SharedStateSource>: @unchecked Sendable {
  /// What there is to do for workers.
  enum Phase: UInt8 {
    case preparing
    /// Somebody has to make the plan.
    case planning
    case speculating
    case over
  }

  private(set) var items: [BatchItem] = []
  private(set) var tickets: [Ticket] = []
  var count = 0
  var chainID: UInt64 = 1
  var fork = Fork.latest
  /// How far ahead of the committer workers begin: it should find results, not work in progress.
  var lead = 1
  /// Transactions of a lane that a worker executes again behind the committer, to go on with it.
  var mostRepeated = 0
  /// Workers with higher numbers go home.
  var limit = 0
  let planner = BatchPlanner()
  let backend: CryptoBackend

  /// Stored with release after what the phase needs, loaded with acquire.
  private let phaseValue = Atomic<UInt8>(Phase.over.rawValue)
  /// Whether the plan has been claimed. Relaxed: the phase orders what belongs to it.
  private let isPlanTaken = Atomic<Bool>(false)
  /// The next transaction that nobody has begun to prepare. Relaxed: the ticket decides.
  let nextPreparation = Atomic<Int>(0)
  /// Where the committer is. Relaxed: it only helps workers to choose.
  let position = Atomic<Int>(0)
  /// How much workers prepared and executed, for the report; read when they have left.
  let prepared = Atomic<Int>(0)
  let speculated = Atomic<Int>(0)

  init(backend: CryptoBackend) { self.backend = backend }

  var phase: Phase {
    Phase(rawValue: phaseValue.load(ordering: .acquiring)) ?? .over
  }

  func enter(_ phase: Phase) { phaseValue.store(phase.rawValue, ordering: .releasing) }

  /// The plan is the caller's to make, if it is anybody's.
  func claimPlan() -> Bool {
    !isPlanTaken.exchange(true, ordering: .relaxed)
  }

  /// Opens what the plan gives to workers, unless the batch is over meanwhile.
  func endPlanning() {
    _ = phaseValue.compareExchange(
      expected: Phase.planning.rawValue, desired: Phase.speculating.rawValue,
      ordering: .releasing)
  }

  func begin(_ items: [BatchItem], chainID: UInt64, fork: Fork) {
    while tickets.count < items.count { tickets.append(Ticket()) }
    for index in items.indices { tickets[index].reset(items[index]) }
    self.items = items
    count = items.count
    isPlanTaken.store(false, ordering: .relaxed)
    self.chainID = chainID
    self.fork = fork
    nextPreparation.store(0, ordering: .relaxed)
    position.store(-1, ordering: .relaxed)
    prepared.store(0, ordering: .relaxed)
    speculated.store(0, ordering: .relaxed)
  }

  func end() {
    for index in 0..<count { tickets[index].clear() }
    items = []
    count = 0
  }

  /// Prepares a transaction on behalf of everybody; its ticket has been claimed.
  func prepare(_ index: Int) {
    let ticket = tickets[index]
    ticket.prepared = Prepared(items[index], chainID: chainID, fork: fork, using: backend)
    ticket.preparation.store(Ticket.ready, ordering: .releasing)
  }

  /// The next transaction to prepare, claimed for the caller; nil when all have somebody.
  func takePreparation() -> Int? {
    while true {
      let index = nextPreparation.load(ordering: .relaxed)
      guard index < count else { return nil }
      _ = nextPreparation.compareExchange(
        expected: index, desired: index + 1, ordering: .relaxed)
      if tickets[index].claimPreparation() { return index }
    }
  }
}
