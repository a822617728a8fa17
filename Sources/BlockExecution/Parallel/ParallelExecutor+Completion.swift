import ChainTypes
import EVM
import Synchronization

// Blooms of what the caller has executed: by workers who have nothing else to do, and by the caller
// when it waits or is done.

extension ParallelExecutor {
  /// Lays a result out whose receipt lacks its bloom.
  func deferBloom(_ index: Int, _ executed: ExecutedTransaction, _ batch: inout Batch) {
    board.wantCompletion(index, executed)
    batch.deferred += 1
    // A worker that found nothing for long has gone home.
    if batch.deferred % BlockExecutionLimits.callEvery == 0 { runner.call() }
  }

  /// Nothing is executed ahead: workers may still complete receipts.
  func completeAhead(_ rest: Int, _ batch: inout Batch) {
    guard batch.mayShare, rest >= BlockExecutionLimits.smallestShared,
      !isAdaptive
        || averages.complete * UInt64(rest) > BlockExecutionLimits.smallestCompletedNanoseconds
    else { return }
    batch.defersBlooms = true
    board.enter(.completing)
    if batch.isStarted { runner.call() } else { start(&batch) }
    runner.checkpoint()
  }

  /// Waits for a worker's result, and completes receipts meanwhile; no longer than it takes to do
  /// its work here.
  func waitUsefully(_ index: Int, until isTrue: () -> Bool) -> Bool {
    if isTrue() { return true }
    // Those that were laid out last are likely to have nobody, and are still in this cache.
    for near in stride(from: index - 1, through: max(0, index - 8), by: -1)
    where board.claimCompletion(near) {
      board.complete(near)
      if isTrue() { return true }
    }
    return wait(atMost: averages.execute, until: isTrue)
  }

  /// What nobody has completed, from the last one backwards, while workers come from the first.
  func completeRest(_ batch: inout Batch) {
    board.enter(.completing)
    let begin = clock()
    var count: UInt64 = 0
    for index in stride(from: board.count - 1, through: 0, by: -1)
    where board.claimCompletion(index) {
      board.complete(index)
      count += 1
      runner.checkpoint()
    }
    let taken = clock() - begin
    if count >= 8 { MovingAverage.add(taken / count, to: &averages.complete) }
    if takesTimes { batch.result.report.times.complete += taken }
  }

  func noteAdoption(_ taken: UInt64, _ batch: inout Batch) {
    MovingAverage.add(taken, to: &averages.adopt)
    if takesTimes { batch.result.report.times.validate += taken }
  }

  /// As they were measured lately; guesses before anything was executed ahead.
  var costs: LanePlan.Costs {
    var ahead: UInt64 = 0
    for worker in workers { ahead = max(ahead, worker.speculationCost) }
    guard ahead > 0, averages.execute > 0, averages.adopt > 0 else { return LanePlan.Costs() }
    // A thread that was held up for a while says nothing about the next batch.
    let whole = averages.execute + averages.complete
    return LanePlan.Costs(
      here: averages.execute, ahead: max(whole, min(ahead, whole + whole / 2)),
      taking: min(averages.adopt, averages.execute))
  }
}
