import ChainTypes
import Statements

/// What a node is for, beside what the manifest says of its address.
public struct SyncSettings: Hashable, Sendable {
  /// Lanes of other boards that it follows although it is no witness of them, to answer for them.
  public var follows: [Address]
  /// For an aggregator: the first hex digits of the lanes that it stores (shards); all of them
  /// unless given. Ignored for who is no aggregator.
  public var shards: [UInt8]
  /// The largest block that is put together from pieces; boards with little memory take less.
  public var assembledBytes: Int
  /// From how many missing blocks on a lane is caught up with by a state instead; 0: never. Who
  /// gives receipts for a lane takes all its blocks in any case.
  public var snapshotDistance: UInt64
  /// Whether others get states from here.
  public var givesSnapshots: Bool
  /// Blocks of a lane that wait for one another and are executed, and made durable, together. More
  /// than one spares syncs, and takes the host's thread for as long.
  public var verifyRun: Int
  /// Mistakes that the simulation makes on purpose, to show that it finds them.
  public var broken: BrokenRule?

  public init(
    follows: [Address] = [], shards: [UInt8] = Array(0..<16),
    assembledBytes: Int = 2 << 20, snapshotDistance: UInt64 = 0, givesSnapshots: Bool = false,
    verifyRun: Int = 1, broken: BrokenRule? = nil
  ) {
    self.follows = follows
    self.shards = shards
    self.assembledBytes = min(assembledBytes, SyncLimits.assembledBytes)
    self.snapshotDistance = snapshotDistance
    self.givesSnapshots = givesSnapshots
    self.verifyRun = max(1, min(verifyRun, Int(SyncLimits.waitingBlocks)))
    self.broken = broken
  }
}

/// Rules that a test switches off, one at a time: each must be missed by the simulation.
public enum BrokenRule: UInt8, Sendable, CaseIterable {
  /// A cosignature leaves before its lock is durable.
  case cosignsWithoutLock
  /// A receipt leaves before the block is stored.
  case receiptBeforeCommit
  /// A board whose card is empty goes on in the same term.
  case resumesAfterLostCard
  /// A manifest older than the present one is taken.
  case takesOlderManifest
  /// Values of an access list are taken without comparing them. (The host's rule: it executes.)
  case trustsAccessList
  /// Two statements of one signer are not compared.
  case overlooksLies
}

/// What a node knows when it starts: all of it was made durable before.
public struct SyncStart: Sendable {
  public var view: FleetView
  /// One for each lane of which there is a store here, the own one among them.
  public var lanes: [LaneStart]
  /// The values that `StoreRequest`s of the node itself stored.
  public var values: [SyncValue]
  public var boot: BootKind
  /// Different at each start: delays and numbers of requests follow from it.
  public var seed: UInt64

  public init(
    view: FleetView, lanes: [LaneStart] = [], values: [SyncValue] = [], boot: BootKind = .clean,
    seed: UInt64
  ) {
    self.view = view
    self.lanes = lanes
    self.values = values
    self.boot = boot
    self.seed = seed
  }
}

/// How the last life of this store ended.
public enum BootKind: UInt8, Sendable {
  /// The program was stopped in order.
  case clean
  /// It was not: power went, or the process died.
  case unclean
}

/// A lane as it is stored here.
public struct LaneStart: Sendable {
  public var lane: Lane
  public var head: BlockPoint
  /// The head's seal; nil at block 0.
  public var seal: Signed<Seal>?
  /// What `StoreRequest`s of this lane stored, by name; names of others are ignored.
  public var values: [SyncValue]
  /// A state that was on its way.
  public var snapshot: SnapshotStart?

  public init(
    lane: Lane, head: BlockPoint, seal: Signed<Seal>? = nil, values: [SyncValue] = [],
    snapshot: SnapshotStart? = nil
  ) {
    self.lane = lane
    self.head = head
    self.seal = seal
    self.values = values
    self.snapshot = snapshot
  }
}

/// A small named value; an empty one removes the name. All names begin with `sync.`.
public struct SyncValue: Hashable, Sendable {
  public var name: String
  public var value: [UInt8]

  public init(_ name: String, _ value: [UInt8]) {
    self.name = name
    self.value = value
  }
}
