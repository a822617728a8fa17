import ChainTypes
import Statements
import SyncProtocol

/// What an observer who sees everything knows, and what was found wrong.
struct Facts {
  struct Place: Hashable {
    var signer: Address
    var lane: Lane
    var height: UInt64
    var term: UInt64

    /// One number instead of six: they are looked up at every message.
    func hash(into hasher: inout Hasher) {
      hasher.combine(mixed(signer.low ^ mixed(lane.board.low ^ mixed(height ^ mixed(term)))))
    }
  }

  /// What honest nodes said, by place: one thing each.
  var seals: [Place: Seal] = [:]
  var cosignatures: [Place: Cosignature] = [:]
  var finals: [Place: Hash] = [:]
  /// Blocks that the rules do not allow.
  var invalid: Set<Hash> = []
  var lostLanes: [Lane] = []
  var heardOlder = false
  var sealed: UInt64 = 0
  var final: UInt64 = 0
  var violations: [String] = []
}

/// What a run was, and what it found.
public struct SimulationReport: Sendable {
  public var seed: UInt64
  public var lie: Lie
  public var violations: [String] = []
  public var events: UInt64 = 0
  public var messages: UInt64 = 0
  public var blocks: UInt64 = 0
  /// Blocks that nodes said are final, each counted at each node.
  public var final: UInt64 = 0
  public var crashes: UInt64 = 0
  public var cardsLost: UInt64 = 0
  /// Lanes that were caught up with by a state.
  public var snapshots: UInt64 = 0
  /// Whether the lie could be told, and was found.
  public var told = false
  public var found = false

  init(seed: UInt64, lie: Lie) {
    self.seed = seed
    self.lie = lie
  }
}

/// Plays one run.
public enum Simulation {
  public static func run(_ plan: SimulationPlan) -> SimulationReport {
    let world = World(plan)
    world.run()
    return world.report
  }
}
