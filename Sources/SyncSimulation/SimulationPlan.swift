import SyncProtocol

/// One lie of one run.
public enum Lie: UInt8, Sendable, CaseIterable {
  case none
  /// A board seals two blocks of one height and shows each to half of the others.
  case twoSeals
  /// A board seals a state that does not follow.
  case wrongRoot
  /// A board's access list has wrong values, and its root follows from them.
  case wrongAccessList
  /// A board works under an older manifest than before.
  case olderManifest
  /// A witness signs two statements of one height.
  case twoCosignatures
  /// An aggregator shows two heads of its log.
  case splitLog
  /// An aggregator and a board together: receipts for two blocks of one height.
  case twoReceipts
  /// Whoever reads the broker signs receipts and cosignatures with a key of its own.
  case forgeries
}

/// What a run does: everything follows from the seed, and from what is fixed here.
public struct SimulationPlan: Sendable {
  public var seed: UInt64
  public var boards: Int
  public var aggregators = 1
  /// Milliseconds.
  public var length: UInt64
  public var blockInterval: UInt64 = 10_000
  public var broken: BrokenRule?
  /// Nil: by the seed.
  public var lie: Lie?
  /// Without faults of the world.
  public var isCalm = false
  /// A card is lost in any case.
  public var losesCard = false
  /// Old messages are said again in any case, and there are manifests to go back to.
  public var replays = false
  /// From how many missing blocks on lanes are caught up with by states: 0 never, nil by the seed.
  public var snapshotDistance: UInt64?

  public init(seed: UInt64, boards: Int = 4, hours: Double = 1) {
    self.seed = seed
    self.boards = min(max(boards, 1), SimulationLimits.boards)
    length = max(
      UInt64(hours * 3_600_000), SimulationLimits.quiet + SimulationLimits.settling)
  }
}

/// How often what goes wrong in this run: each seed has another mixture, so that some runs have
/// much of one thing.
struct FaultRates: Sendable {
  var lossPerMille = 0
  var doublePerMille = 0
  var corruptPerMille = 0
  var replayPerMille = 0
  var delay: UInt64 = 20
  var jitter: UInt64 = 50
  var crashes = 0
  var brokerRestarts = 0
  var partitions = 0
  var clockJumps = 0
  var cardLosses = 0
  var storeFailuresPerMille = 0
  var manifests = 0
  var lie = Lie.none
  var snapshotDistance: UInt64 = 0

  init(_ plan: SimulationPlan, _ random: inout SimulationRandom) {
    lie = plan.lie ?? (random.perMille(600) ? random.pick(Lie.allCases) : .none)
    // Not from `random`: seeds that failed before there were states must stay what they were.
    let half: UInt64 = mixed(plan.seed ^ 0x7374_6174) % 2 == 0 ? 12 : 0
    snapshotDistance = plan.snapshotDistance ?? half
    manifests = random.below(3)
    if lie == .olderManifest { manifests = 2 }
    if plan.losesCard { cardLosses = 1 }
    if plan.replays { (manifests, replayPerMille) = (2, 100) }
    if plan.isCalm { return }
    lossPerMille = random.pick([0, 0, 5, 50, 200])
    doublePerMille = random.pick([0, 10, 100])
    corruptPerMille = random.pick([0, 0, 5, 50])
    replayPerMille = max(replayPerMille, random.pick([0, 5, 30]))
    delay = random.pick([1, 20, 200])
    jitter = random.pick([1, 50, 500, 5_000])
    crashes = random.below(6)
    brokerRestarts = random.below(6)
    partitions = random.below(6)
    clockJumps = random.below(3)
    cardLosses = max(cardLosses, random.pick([0, 0, 0, 1]))
    storeFailuresPerMille = random.pick([0, 0, 20])
  }
}
