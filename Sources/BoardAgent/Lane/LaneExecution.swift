import BlockExecution
import ChainTypes
import EVM
import Ledger
import LedgerStorage
import LinuxIO
import StateStore
import WorkerThreads

/// The threads that help with a lane's blocks, and how many of them may.
final class LaneThreads {
  let pool: WorkerPool
  /// The same threads as the ledger takes them, for roots.
  let parts: LedgerStorage.PoolRunner
  private let zones: ThermalZones
  private(set) var governor: WorkerGovernor
  private(set) var heat: ThermalZones.Reading?
  private var lastLook: UInt64?

  /// As many threads as the board has processors for, beside the agent's own. `root` stands before
  /// `/sys` and `/proc`.
  init(root: String = "") throws(SystemError) {
    governor = WorkerGovernor(
      processors: Processors.usable, capacities: Processors.capacities(root: root),
      quota: Processors.quota(root: root))
    zones = ThermalZones(root: root)
    pool = try WorkerPool(workers: governor.most, name: "lane")
    parts = LedgerStorage.PoolRunner(pool)
  }

  /// How many may help now. The board's temperature is looked at every few seconds at most.
  func workers(at now: UInt64) -> Int {
    if let lastLook, now < lastLook + AgentLimits.heatInterval { return governor.workers }
    lastLook = now
    heat = zones.read()
    if let heat { governor.adjust(temperature: heat.temperature, passive: heat.passive) }
    parts.most = governor.workers
    return governor.workers
  }
}

/// Executes the lane's batches on several threads. The blocks are those of the serial loop.
final class LaneExecution {
  private let threads: LaneThreads
  private let parallel: ParallelExecutor<LedgerState<LMDBLedgerStore>, WorkerThreads.PoolRunner>

  init(_ threads: LaneThreads, chainID: UInt64, crypto: CryptoBackend) {
    self.threads = threads
    parallel = ParallelExecutor(
      machine: Machine(backend: crypto), chainID: chainID,
      runner: WorkerThreads.PoolRunner(threads.pool), clock: { MonotonicClock.now() })
  }

  func build(
    _ template: BlockTemplate, _ batch: [BatchTransaction], on ledger: LaneLedger
  ) throws(LaneLedger.Failure) -> BuiltBlock {
    parallel.mostWorkers = threads.workers(at: Agent.now)
    return try ledger.build(template, batch, by: parallel)
  }

  /// A peer's or an own block, checked completely.
  func execute(
    _ block: Block, encoded: [UInt8], from list: BlockAccessList?, on ledger: LaneLedger
  ) throws(LaneLedger.Failure) -> ExecutedBlock {
    parallel.mostWorkers = threads.workers(at: Agent.now)
    return try ledger.execute(block, encoded: encoded, by: parallel, from: list)
  }

  /// Threads that help, and what became of what they did.
  var status: JSONValue {
    let total = parallel.total
    return .object([
      ("workers", .integer(Int64(threads.governor.workers))),
      ("most", .integer(Int64(threads.governor.most))),
      ("temperature", threads.heat.map { .integer(Int64($0.temperature)) } ?? .null),
      ("slowdown", threads.heat.map { .integer(Int64($0.passive)) } ?? .null),
      ("transactions", .integer(Int64(total.transactions))),
      ("prepared", .integer(Int64(total.preparedByWorkers))),
      ("ahead", .integer(Int64(total.speculated))),
      ("wins", .integer(Int64(total.adopted))),
      ("losses", .integer(Int64(total.repeated))),
      ("late", .integer(Int64(total.late))),
    ])
  }
}
