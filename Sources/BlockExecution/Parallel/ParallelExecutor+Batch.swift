import ChainTypes
import EVM
import Synchronization

extension ParallelExecutor {
  /// Executes a batch on the journal, whose source does not change meanwhile; the journal has begun
  /// with the fork of the context, and holds what came before in the block. Counts gas in the
  /// context.
  ///
  /// With the access list of a block of these items, which begins with them and has what came
  /// before under index 0, transactions see what those before them wrote and conflict with nothing.
  /// A list that is wrong costs time and changes nothing: compare it with the one that the journal
  /// has recorded, which is the same one when it is right.
  ///
  /// `admits` is asked in the order of the batch whether a transaction may be executed, given the
  /// gas of those before it and how many there are: a block has bounds of its own.
  ///
  /// Where the source has to take each transaction's changes at once (the state roots in receipts
  /// before Byzantium), `afterEach` does it, and nothing is executed ahead.
  public func execute(
    _ items: [BatchItem], in context: inout BlockContext, on journal: Journal<State>,
    invalid policy: InvalidPolicy = .skip, from list: BlockAccessList? = nil,
    admits: ((_ index: Int, SignedTransaction, BlockContext, _ executed: Int) -> Bool)? = nil,
    afterEach: ((Journal<State>, inout Receipt) -> Void)? = nil
  ) -> BatchResult {
    board.begin(items, chainID: chainID, fork: context.environment.fork)
    var batch = Batch(
      journal: journal, context: context, policy: policy, admits: admits, afterEach: afterEach,
      mayShare: afterEach == nil)
    batch.result.outcomes.reserveCapacity(items.count)
    board.limit = min(mostWorkers, runner.workers)
    var done = 0
    if let list, batch.mayShare, admits == nil { done = verify(list, &batch) }
    if done < items.count { commit(from: done, &batch) }
    end(&batch)
    context = batch.context
    return batch.result
  }

  private func commit(from first: Int, _ batch: inout Batch) {
    begin(from: first, &batch)
    for index in first..<board.count {
      if batch.isStopped {
        batch.result.outcomes.append(.notReached)
      } else {
        commit(index, &batch)
      }
    }
  }

  /// What one call of `execute` keeps.
  struct Batch {
    let journal: Journal<State>
    var context: BlockContext
    let policy: InvalidPolicy
    let admits: ((_ index: Int, SignedTransaction, BlockContext, _ executed: Int) -> Bool)?
    let afterEach: ((Journal<State>, inout Receipt) -> Void)?
    /// The state may be read by workers.
    let mayShare: Bool
    var result = BatchResult()
    var isStopped = false
    var isStarted = false
    var isSharing = false
    /// Workers are there to complete receipts.
    var defersBlooms = false
    var deferred = 0
    /// The plan has been made, or is not wanted.
    var isPlanned = false
    var executed: UInt32 = 0
    var adopted = 0
    var failed = 0
    /// The predictor knows more than before the batch.
    var hasLearnt = false
  }

  private func begin(from first: Int, _ batch: inout Batch) {
    board.position.store(first - 1, ordering: .relaxed)
    board.lead = isAdaptive ? BlockExecutionLimits.lead : 1
    // Without lanes what others wrote is not missed.
    board.mostRepeated = plansLanes ? BlockExecutionLimits.repeatedForLane : 0
    board.enter(.preparing)
    guard board.limit > 0 else {
      batch.isPlanned = true
      return
    }
    let unprepared = board.tickets.prefix(board.count).count { !$0.isPrepared }
    if unprepared > 1 {
      if !batch.isStarted { start(&batch) }
    } else {
      // The plan is made of all tickets: the only one left is not worth waking a worker for, and
      // has to be ready before they are let in.
      for index in 0..<board.count where board.tickets[index].claimPreparation() {
        board.prepare(index)
      }
      planAhead(from: first, &batch)
    }
  }

  func start(_ batch: inout Batch) {
    for worker in workers { worker.begin(at: 0) }
    batch.isStarted = true
    let workers = workers
    runner.start { participant in workers[participant - 1].step() }
  }

  private func end(_ batch: inout Batch) {
    let isWithoutHope = board.phase == .speculating && board.planner.plan.ahead == 0
    if batch.defersBlooms { completeRest(&batch) }
    board.enter(.over)
    if batch.isStarted { runner.finish() }
    if batch.isSharing {
      if isAdaptive, isWithoutHope {
        averages.pause = BlockExecutionLimits.pausedBatches
      }
      batch.journal.source.endSharing()
      for worker in workers { worker.speculator.end() }
    }
    let report = report(batch)
    batch.result.report = report
    total.add(report)
    board.end()
  }

  private func report(_ batch: Batch) -> BatchReport {
    var report = batch.result.report
    report.transactions = board.count
    report.preparedByWorkers = board.prepared.load(ordering: .relaxed)
    report.speculated = board.speculated.load(ordering: .relaxed)
    report.adopted = batch.adopted
    report.repeated = batch.failed
    report.completed = board.completed.load(ordering: .relaxed)
    return report
  }

  /// Once every sender is known: shares the rest of the batch, when it is likely to pay.
  func planAhead(from position: Int, _ batch: inout Batch) {
    batch.isPlanned = true
    let rest = board.count - position
    guard speculates, batch.mayShare, !isAdaptive || isWorthwhile(rest), !isPaused() else {
      return completeAhead(rest, &batch)
    }
    let begin = takesTimes ? clock() : 0
    let source = batch.journal.source
    source.beginSharing()
    batch.isSharing = true
    for (index, worker) in workers.enumerated() {
      worker.speculator.begin(source.reader(index + 1), in: batch.context)
    }
    board.planner.isAdaptive = isAdaptive
    board.planner.plansLanes = plansLanes
    board.planner.costs = costs
    batch.defersBlooms = true
    // A worker makes the plan, while the committer begins with the first transactions.
    board.enter(.planning)
    if batch.isStarted { runner.call() } else { start(&batch) }
    if takesTimes { batch.result.report.times.plan += clock() - begin }
    runner.checkpoint()
  }

  /// By what executing has cost lately, and what executing ahead has brought.
  func isWorthwhile(_ rest: Int) -> Bool {
    rest >= BlockExecutionLimits.smallestShared
      && (averages.execute == 0
        || averages.execute * UInt64(rest) > BlockExecutionLimits.smallestSharedNanoseconds)
  }

  /// Whether executing ahead has been given up for some batches, of which this is one.
  private func isPaused() -> Bool {
    guard isAdaptive, averages.pause > 0 else { return false }
    averages.pause -= 1
    return true
  }
}
