import BlockExecution
import ChainTypes
import EVM
import LinuxIO
import WorkerThreads

/// Executes random batches with the parallel executor, under random schedules, and compares with a
/// plain loop: results, receipts, reasons, gas, access list, changes of the state, root. One fuzzer
/// a thread.
public final class BatchFuzzer {
  public struct Disagreement: Error {
    public var text: String
  }

  public private(set) var batches = 0
  public private(set) var report = BatchReport()
  var random: SeededRandom
  let machine: Machine
  private let clock = SteppingClock()
  private var scheduled: [ParallelExecutor<MemoryState, ScheduledRunner>] = []
  private var threaded: [ParallelExecutor<MemoryState, ShakenRunner>] = []

  /// With `threads`, every batch runs on real ones too.
  public init(seed: UInt64, threads: Int = 0) throws(SystemError) {
    random = SeededRandom(seed: seed)
    machine = Machine(backend: BatchCase.backend)
    let clock = clock
    for workers in 1...4 {
      scheduled.append(
        ParallelExecutor(
          machine: machine, chainID: 1, runner: ScheduledRunner(workers: workers, seed: seed),
          clock: { clock.now() }))
    }
    if threads > 0 {
      let pool = try WorkerPool(workers: threads, name: "batch", stackBytes: Limits.jobStack)
      threaded.append(
        ParallelExecutor(
          machine: machine, chainID: 1, runner: ShakenRunner(pool, seed: seed),
          clock: { MonotonicClock.now() }))
    }
  }

  /// One batch, under one schedule; and on threads, where there are any.
  public func step() throws(Disagreement) {
    let item = BatchCase(&random)
    let expected = serial(item)
    let executor = scheduled[random.below(scheduled.count)]
    executor.runner.reseed(random.next())
    clock.step = [1, 300, 20_000][random.below(3)]
    executor.isAdaptive = random.oneIn(8)
    executor.plansLanes = random.oneIn(2)
    executor.mostWorkers = random.oneIn(8) ? random.below(5) : 4
    try compare(expected, parallel(item, executor), item, "\(executor.runner.workers) workers")
    try verify(random.oneIn(3) ? item : item.admitted(expected.outcomes), executor)
    for executor in threaded {
      executor.isAdaptive = random.oneIn(8)
      executor.plansLanes = random.oneIn(2)
      executor.runner.shake = UInt32(truncatingIfNeeded: random.below(400))
      try compare(expected, parallel(item, executor), item, "threads")
    }
    batches += 1
  }

  /// From the batch's access list, right or wrong.
  private func verify(
    _ item: BatchCase, _ executor: ParallelExecutor<MemoryState, ScheduledRunner>
  ) throws(Disagreement) {
    let expected = serial(item)
    var list = expected.accessList
    let isDamaged = random.oneIn(2)
    if isDamaged { list.damage(&random) }
    let found = parallel(item, executor, from: list)
    try compare(expected, found, item, "from an access list")
    if !isDamaged || list == expected.accessList { return }
    // It may have been wrong where nobody looks, but then it is not what comes about.
    if found.accessList == list {
      throw Disagreement(text: "batch \(batches): a wrong list passes for right\n\(item.text)")
    }
  }

  private func serial(_ item: BatchCase) -> BatchCaseResult {
    let journal = Journal(source: item.world.copy())
    journal.begin(fork: item.context.environment.fork)
    let executor = TransactionExecutor(machine: machine)
    var context = item.context
    item.frame.begin(context, machine, journal)
    var result = BatchCaseResult()
    for entry in item.items {
      if result.isStopped {
        result.outcomes.append("not reached")
        continue
      }
      do throws(InvalidTransaction) {
        journal.recordAccesses(at: UInt32(result.results.count + 1))
        let (transaction, sender) = try BatchCase.read(entry, item.context.environment.fork)
        let outcome = try executor.execute(transaction, sender: sender, in: context, on: journal)
        context.add(outcome)
        result.add(
          sender, outcome, outcome.receipt(cumulativeGasUsed: context.gasUsed))
      } catch {
        result.outcomes.append("\(error)")
        if item.policy == .stop { result.isStopped = true }
      }
    }
    item.frame.finish(context, machine, result.receipts, journal)
    result.finish(context, journal)
    return result
  }

  private func parallel<R: ParallelRunner>(
    _ item: BatchCase, _ executor: ParallelExecutor<MemoryState, R>,
    from list: BlockAccessList? = nil
  ) -> BatchCaseResult {
    let journal = Journal(source: item.world.copy())
    journal.begin(fork: item.context.environment.fork)
    var context = item.context
    item.frame.begin(context, machine, journal)
    var result = BatchCaseResult()
    let batch = executor.execute(
      item.items, in: &context, on: journal, invalid: item.policy, from: list)
    report.add(batch.report)
    for outcome in batch.outcomes {
      switch outcome {
      case .executed(let entry): result.add(entry.sender, entry.result, entry.receipt)
      case .invalid(let reason): result.outcomes.append("\(reason)")
      case .notAdmitted, .notReached: result.outcomes.append("not reached")
      }
    }
    item.frame.finish(context, machine, result.receipts, journal)
    result.finish(context, journal)
    return result
  }

  private func compare(
    _ expected: BatchCaseResult, _ found: BatchCaseResult, _ item: BatchCase, _ how: String
  ) throws(Disagreement) {
    guard let difference = expected.difference(from: found) else { return }
    throw Disagreement(text: "batch \(batches), \(how): \(difference)\n\(item.text)")
  }
}

/// Goes on by a step at each look.
private final class SteppingClock {
  var step: UInt64 = 1
  private var time: UInt64 = 0

  func now() -> UInt64 {
    time += step
    return time
  }
}

/// A pool whose workers are held up for random times.
final class ShakenRunner: ParallelRunner {
  private let pool: WorkerPool
  private var state: UInt64
  /// The longest delay, in pauses.
  var shake: UInt32 = 0

  init(_ pool: WorkerPool, seed: UInt64) {
    self.pool = pool
    state = seed
  }

  var workers: Int { pool.workers }

  func start(_ step: @escaping @Sendable (Int) -> Bool) {
    state &+= 0x9e37_79b9_7f4a_7c15
    let seed = state
    let longest = shake
    let calls = Guarded(SeededRandom(seed: seed))
    pool.start { participant in
      let pauses = calls.withLock { $0.below(Int(longest) + 1) }
      for _ in 0..<pauses { WorkerPool.pause() }
      return step(participant)
    }
  }

  func call() { pool.call() }
  func checkpoint() { if state & 7 == 0 { for _ in 0..<shake { WorkerPool.pause() } } }
  func pause() { WorkerPool.pause() }
  func relax() { WorkerPool.pause() }
  func finish() { pool.finish() }
}
