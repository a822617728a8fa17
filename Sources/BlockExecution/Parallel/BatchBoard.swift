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
    /// Only receipts of what the committer has executed are completed.
    case completing
    /// Somebody has to read the block's access list.
    case reading
    /// Whole transactions, in any order, from the block's access list.
    case verifying
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
  /// The block's access list, and what a worker has made of it; nil when it is of no use.
  var list: BlockAccessList?
  private(set) var view: AccessListView?
  let planner = BatchPlanner()
  let backend: CryptoBackend

  /// Stored with release after what the phase needs, loaded with acquire.
  private let phaseValue = Atomic<UInt8>(Phase.over.rawValue)
  /// Whether the plan has been claimed. Relaxed: the phase orders what belongs to it.
  private let isPlanTaken = Atomic<Bool>(false)
  /// The next transaction that nobody has begun to prepare. Relaxed: the ticket decides.
  let nextPreparation = Atomic<Int>(0)
  /// From the last one backwards: the next that workers have not begun to verify.
  let nextVerification = Atomic<Int>(0)
  /// Some transaction did not do what the list says, so that the rest is of no use. Relaxed: it
  /// only spares work; what came about is looked at when the workers have left.
  let isListWrong = Atomic<Bool>(false)
  /// Where the committer is. Relaxed: it only helps workers to choose.
  let position = Atomic<Int>(0)
  /// Up to where the committer has laid results out. Stored with release behind them, loaded with
  /// acquire.
  let committed = Atomic<Int>(0)
  /// How much workers prepared and executed, for the report; read when they have left.
  let prepared = Atomic<Int>(0)
  let speculated = Atomic<Int>(0)
  let completed = Atomic<Int>(0)

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

  /// Lays the list out, and lets the workers begin from it.
  func readList() {
    view = list.flatMap { AccessListView($0, transactions: count) }
    if view == nil {
      isListWrong.store(true, ordering: .relaxed)
      return
    }
    _ = phaseValue.compareExchange(
      expected: Phase.reading.rawValue, desired: Phase.verifying.rawValue, ordering: .releasing)
  }

  func begin(_ items: [BatchItem], chainID: UInt64, fork: Fork) {
    while tickets.count < items.count { tickets.append(Ticket()) }
    for index in items.indices { tickets[index].reset(items[index]) }
    self.items = items
    count = items.count
    self.chainID = chainID
    self.fork = fork
    prepared.store(0, ordering: .relaxed)
    speculated.store(0, ordering: .relaxed)
    completed.store(0, ordering: .relaxed)
    rewind()
  }

  private func forgetList() {
    list = nil
    view = nil
  }

  /// Begins the same batch again, with what has been prepared.
  func beginAgain() {
    for index in 0..<count {
      tickets[index].speculation.clear()
      tickets[index].execution.store(Ticket.free, ordering: .relaxed)
    }
    forgetList()
    rewind()
  }

  private func rewind() {
    isPlanTaken.store(false, ordering: .relaxed)
    isListWrong.store(false, ordering: .relaxed)
    nextVerification.store(count - 1, ordering: .relaxed)
    nextPreparation.store(0, ordering: .relaxed)
    position.store(-1, ordering: .relaxed)
    committed.store(0, ordering: .relaxed)
  }

  func end() {
    for index in 0..<count { tickets[index].clear() }
    forgetList()
    items = []
    count = 0
  }

  /// Prepares a transaction on behalf of everybody; its ticket has been claimed.
  func prepare(_ index: Int) {
    let ticket = tickets[index]
    ticket.prepared = Prepared(items[index], chainID: chainID, fork: fork, using: backend)
    ticket.preparation.store(Ticket.ready, ordering: .releasing)
  }

  /// The transaction with its sender, once its ticket says that it is prepared.
  func prepared(_ index: Int) -> Prepared? {
    if case .signed(let signed) = items[index] { return .ready(signed) }
    return tickets[index].prepared
  }

  /// The last transaction that nobody has begun to verify, claimed for the caller; nil when all
  /// have somebody, or the list is wrong.
  func takeVerification() -> Int? {
    guard !isListWrong.load(ordering: .relaxed) else { return nil }
    let index = nextVerification.wrappingSubtract(1, ordering: .relaxed).oldValue
    guard index >= 0, tickets[index].claimExecution(as: Ticket.claimed) else { return nil }
    return index
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
