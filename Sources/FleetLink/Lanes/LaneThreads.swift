import BlockExecution
import LedgerStorage
import LinuxIO

/// The threads that help with lanes' blocks, and how many of them may. Whoever has taken them in
/// `LaneExecution` uses it.
public final class LaneThreads {
  let pool: WorkerPool
  /// The same threads as the own lane's ledger takes them, for roots.
  public let parts: LedgerStorage.PoolRunner
  private let zones: ThermalZones
  private(set) var governor: WorkerGovernor
  private(set) var heat: ThermalZones.Reading?
  private var lastLook: UInt64?

  /// As many threads as there are processors for, beside the caller's own. `root` stands before
  /// `/sys` and `/proc`.
  public init(root: String = "", processors: Int = Processors.usable) throws(SystemError) {
    governor = WorkerGovernor(
      processors: processors, capacities: Processors.capacities(root: root),
      quota: Processors.quota(root: root))
    zones = ThermalZones(root: root)
    pool = try WorkerPool(workers: governor.most, name: "lane")
    parts = LedgerStorage.PoolRunner(pool)
  }

  /// How many may help now. The machine's temperature is looked at every few seconds at most; `now`
  /// are monotonic milliseconds.
  func workers(at now: UInt64) -> Int {
    if let lastLook, now < lastLook + LinkLimits.heatInterval { return governor.workers }
    lastLook = now
    heat = zones.read()
    if let heat { governor.adjust(temperature: heat.temperature, passive: heat.passive) }
    parts.most = governor.workers
    return governor.workers
  }

  /// A runner for the roots of another ledger: no thread helps until it is told.
  func idleParts() -> LedgerStorage.PoolRunner {
    let runner = LedgerStorage.PoolRunner(pool)
    runner.most = 0
    return runner
  }
}
