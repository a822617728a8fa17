import ChainTypes
import Statements

/// What a version of the fleet's manifest says, as far as the protocol needs it. Whoever has
/// checked and stored a manifest makes one of it.
public struct FleetView: Hashable, Sendable {
  public var domain: FleetDomain
  /// Signs manifests, successions and thaws.
  public var fleetKey: Address
  /// May sign successions and thaws beside the fleet's key.
  public var delegates: [Address]
  /// The digests of the versions from the first to this one: the last is this one's.
  public var versions: [Hash]
  public var lanes: [LaneEntry]
  public var aggregators: [Address]

  public init(
    domain: FleetDomain, fleetKey: Address, delegates: [Address] = [], versions: [Hash],
    lanes: [LaneEntry] = [], aggregators: [Address] = []
  ) {
    self.domain = domain
    self.fleetKey = fleetKey
    self.delegates = delegates
    self.versions = versions
    self.lanes = lanes
    self.aggregators = aggregators
  }
}

extension FleetView {
  /// The version's number, from 1.
  public var version: UInt64 { UInt64(versions.count) }
  /// The digest of this version: the `manifestHash` of what is signed under it.
  public var manifestHash: Hash { versions.last ?? .zero }

  /// The number of the version with this digest; nil for one that is not in this chain.
  public func version(of digest: Hash) -> UInt64? {
    // The newest are asked for most.
    guard let index = versions.lastIndex(of: digest) else { return nil }
    return UInt64(index) + 1
  }

  /// The lane that a board writes: the one of its terms that has not ended.
  public func ownLane(of board: Address) -> LaneEntry? {
    lanes.last { $0.lane.board == board && $0.ending == nil }
  }

  public func entry(_ lane: Lane) -> LaneEntry? { lanes.first { $0.lane == lane } }

  /// Why these settings cannot be worked with; nil when they can.
  public var problem: FleetViewProblem? {
    guard !versions.isEmpty else { return .noVersion }
    guard lanes.count <= SyncLimits.lanes else { return .tooMany }
    guard aggregators.count <= SyncLimits.aggregators else { return .tooMany }
    for entry in lanes {
      guard entry.witnesses.count <= SyncLimits.witnesses else { return .tooMany }
      guard entry.isSafe else { return .unsafeThreshold(entry.lane) }
    }
    return nil
  }
}

public enum FleetViewProblem: Error, Hashable, Sendable {
  case noVersion
  case tooMany
  /// 2t > n + f does not hold, or t is more than n.
  case unsafeThreshold(Lane)
}

/// One lane as the manifest has it.
public struct LaneEntry: Hashable, Sendable {
  public var lane: Lane
  public var genesisHash: Hash
  public var witnesses: [WitnessEntry]
  /// How many cosignatures make a block final, t.
  public var threshold: Int
  /// How many witnesses may lie without two blocks of a height becoming final, f.
  public var faults: Int
  /// Whose transactions the board takes over the broker.
  public var senders: [Address]
  /// Where the lane ends, when it was revoked or has a successor.
  public var ending: BlockPoint?

  public init(
    lane: Lane, genesisHash: Hash, witnesses: [WitnessEntry] = [], threshold: Int = 0,
    faults: Int = 0, senders: [Address] = [], ending: BlockPoint? = nil
  ) {
    self.lane = lane
    self.genesisHash = genesisHash
    self.witnesses = witnesses
    self.threshold = threshold
    self.faults = faults
    self.senders = senders
    self.ending = ending
  }
}

extension LaneEntry {
  /// Two sets of t of n witnesses share more than f: 2t > n + f. A lane without witnesses has no
  /// final blocks.
  public var isSafe: Bool {
    if witnesses.isEmpty { return threshold == 0 }
    return threshold >= 1 && threshold <= witnesses.count && faults >= 0
      && 2 * threshold > witnesses.count + faults
  }

  public func witness(_ address: Address) -> WitnessEntry? {
    witnesses.first { $0.address == address }
  }
}

/// A witness of a lane, in its present term: a new one begins when its locks are lost.
public struct WitnessEntry: Hashable, Sendable {
  public var address: Address
  public var term: UInt64

  public init(address: Address, term: UInt64) {
    self.address = address
    self.term = term
  }
}

/// A place in a lane.
public struct BlockPoint: Hashable, Sendable {
  public var height: UInt64
  public var hash: Hash

  public init(height: UInt64, hash: Hash) {
    self.height = height
    self.hash = hash
  }
}
