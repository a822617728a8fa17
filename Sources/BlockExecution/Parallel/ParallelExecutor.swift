import ChainTypes
import EVM

/// Executes batches with the help of other threads. The calling thread does what the serial loop
/// does, in the order of the batch, and takes help where it is ready: senders that workers have
/// recovered, and results that they have come to ahead. A result counts only if every value that it
/// has read is still there, so the outcome is the serial loop's, whatever the workers did.
///
/// Threads come in as `Runner`; the executor keeps a machine and a journal for each of them from
/// batch to batch.
public final class ParallelExecutor<State: SharedStateSource, Runner: ParallelRunner> {
  public let transactions: TransactionExecutor
  public var chainID: UInt64
  public let runner: Runner
  /// Workers that may help, beside the caller: lower it for a CPU limit or a hot board.
  public var mostWorkers: Int
  /// Off leaves recovering of senders only.
  public var speculates = true
  /// Off executes ahead whatever it has brought so far: for tests.
  public var isAdaptive = true
  /// Off executes ahead without regard to what depends on what: for tests.
  public var plansLanes = true
  /// Whether times are taken for the report: a reading of the clock costs some 25 ns.
  public var takesTimes = false
  /// What became of all batches so far.
  public internal(set) var total = BatchReport()

  let clock: () -> UInt64
  let board: BatchBoard<State>
  let workers: [BatchWorker<State>]
  var averages = BatchAverages()

  /// `clock` tells nanoseconds.
  public init(
    machine: Machine, chainID: UInt64, runner: Runner, clock: @escaping () -> UInt64
  ) {
    transactions = TransactionExecutor(machine: machine)
    self.chainID = chainID
    self.runner = runner
    self.clock = clock
    mostWorkers = runner.workers
    let board = BatchBoard<State>(backend: machine.backend)
    self.board = board
    var workers: [BatchWorker<State>] = []
    for number in 0..<runner.workers {
      let own = Machine(backend: machine.backend, tier: machine.tier)
      workers.append(
        BatchWorker(
          board, number: number + 1,
          speculator: Speculator(executor: TransactionExecutor(machine: own)),
          call: { runner.call() }, relax: { runner.relax() }, clock: clock))
    }
    self.workers = workers
  }
}

/// What things cost lately, in nanoseconds; newer measurements weigh an eighth.
struct BatchAverages {
  var prepare: UInt64 = 0
  var execute: UInt64 = 0
  /// Taking over what a worker has executed, and hashing a receipt's logs.
  var adopt: UInt64 = 0
  var complete: UInt64 = 0
  /// Batches until speculation is tried again where it did not pay.
  var pause = 0
}
