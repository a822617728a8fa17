import BlockExecution
import ChainTypes
import EVM
import Ledger
import LedgerStorage
import LinuxIO
import NativeCrypto
import StateStore
import Synchronization
import WorkerThreads

/// Executes blocks of lanes on several threads; what comes out is what one thread finds. The
/// threads help one caller at a time: who comes meanwhile does his block alone.
// Safe: threads, executor and counts belong to whoever has taken them; the rest is atomic.
public final class LaneExecution: @unchecked Sendable {
  public let threads: LaneThreads
  private let parallel: ParallelExecutor<LedgerState<LMDBLedgerStore>, WorkerThreads.PoolRunner>
  private var balance = HelpBalance()
  private var blocks = Blocks()
  /// Acquired with the threads, released behind them.
  private let isTaken = Atomic<Bool>(false)
  /// Callers that execute blocks now, each on a thread of its own. Relaxed: it only tells whether
  /// there are processors left.
  private let callers = Atomic<Int>(0)
  /// For the status, which does not wait for a block. Stored when the threads are released.
  private let lock = Lock()
  private var known = Counts()

  /// What others' blocks were executed with.
  private struct Blocks {
    var helped = 0
    /// Of these, from an access list that was found right.
    var listed = 0
    /// There was one, and it was of no use.
    var unlisted = 0
  }

  private struct Counts {
    var total = BatchReport()
    var blocks = Blocks()
    var governor: WorkerGovernor?
    var heat: ThermalZones.Reading?
  }

  public init(_ threads: LaneThreads, crypto: CryptoBackend = .system) {
    self.threads = threads
    // Each block brings its lane's chain.
    parallel = ParallelExecutor(
      machine: Machine(backend: crypto), chainID: 1,
      runner: WorkerThreads.PoolRunner(threads.pool), clock: { MonotonicClock.now() })
    known.governor = threads.governor
  }

  /// The next block of the own lane.
  public func build(
    _ template: BlockTemplate, _ batch: [BatchTransaction], on ledger: StoredLane
  ) throws(StoredLane.Failure) -> BuiltBlock {
    guard take() else { return try ledger.build(template, batch) }
    defer { release() }
    parallel.chainID = ledger.executor.chainID
    parallel.mostWorkers = threads.workers(at: MonotonicClock.milliseconds())
    return try ledger.build(template, batch, by: parallel)
  }

  /// Another's block, checked completely: with help where a processor is idle and it pays, from its
  /// access list where there is one. A list that is wrong in any way changes nothing. `parts` are
  /// the threads of the ledger's roots.
  func execute(
    _ block: Block, encoded: [UInt8], hash: Hash, list: [UInt8], on ledger: StoredLane,
    parts: LedgerStorage.PoolRunner
  ) throws(StoredLane.Failure) -> ExecutedBlock {
    let count = block.transactions.count
    let others = callers.add(1, ordering: .relaxed).oldValue
    defer { callers.subtract(1, ordering: .relaxed) }
    guard count >= LinkLimits.smallestHelped, take() else {
      return try ledger.execute(block, encoded: encoded, hash: hash)
    }
    // A processor that somebody else's block has is no help.
    let workers = min(
      threads.workers(at: MonotonicClock.milliseconds()), threads.governor.most - others)
    guard workers > 0 else {
      release()
      return try ledger.execute(block, encoded: encoded, hash: hash)
    }
    let isHelped = balance.wantsHelp()
    let begin = MonotonicClock.now()
    defer {
      balance.took(MonotonicClock.now() - begin, transactions: count, helped: isHelped)
      release()
    }
    guard isHelped else { return try ledger.execute(block, encoded: encoded, hash: hash) }
    parallel.chainID = ledger.executor.chainID
    parallel.mostWorkers = workers
    parts.most = workers
    defer { parts.most = 0 }
    return try executeHelped(block, encoded, hash, list, ledger)
  }

  private func executeHelped(
    _ block: Block, _ encoded: [UInt8], _ hash: Hash, _ bytes: [UInt8], _ ledger: StoredLane
  ) throws(StoredLane.Failure) -> ExecutedBlock {
    var list: BlockAccessList?
    do throws(AccessListError) {
      if !bytes.isEmpty { list = try BlockAccessList(decoding: bytes) }
    } catch {
      // It is a hint. What the seal says of it is compared with the block's own.
    }
    let before = parallel.total.agreed
    let executed = try ledger.execute(
      block, encoded: encoded, hash: hash, by: parallel, from: list)
    blocks.helped += 1
    if parallel.total.agreed > before, executed.hasAccessList(bytes) {
      blocks.listed += 1
    } else if !bytes.isEmpty {
      blocks.unlisted += 1
    }
    return executed
  }

  private func take() -> Bool {
    isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
  }

  private func release() {
    let counts = Counts(
      total: parallel.total, blocks: blocks, governor: threads.governor, heat: threads.heat)
    lock.withLock { known = counts }
    isTaken.store(false, ordering: .releasing)
  }

  /// Threads that help, and what became of what they did; `words` says it in a line.
  public var status: JSONValue {
    let known = lock.withLock { self.known }
    let (total, blocks) = (known.total, known.blocks)
    return .object([
      ("workers", .integer(Int64(known.governor?.workers ?? 0))),
      ("most", .integer(Int64(known.governor?.most ?? 0))),
      ("temperature", known.heat.map { .integer(Int64($0.temperature)) } ?? .null),
      ("slowdown", known.heat.map { .integer(Int64($0.passive)) } ?? .null),
      ("transactions", .integer(Int64(total.transactions))),
      ("prepared", .integer(Int64(total.preparedByWorkers))),
      ("ahead", .integer(Int64(total.speculated))),
      ("wins", .integer(Int64(total.adopted))),
      ("losses", .integer(Int64(total.repeated))),
      ("late", .integer(Int64(total.late))), ("blooms", .integer(Int64(total.completed))),
      ("verified", .integer(Int64(blocks.helped))),
      ("fromLists", .integer(Int64(blocks.listed))),
      ("listsOfNoUse", .integer(Int64(blocks.unlisted))),
    ])
  }
}
