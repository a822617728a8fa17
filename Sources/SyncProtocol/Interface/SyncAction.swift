import ChainTypes
import Statements

/// What a node wants done, in this order. Large ones are kept by reference, so that all are small.
public enum SyncAction: Sendable {
  /// A topic filter, with `+` for one level.
  case subscribe(String)
  case unsubscribe(String)
  case publish(SyncPublication)
  /// Execute, store nothing, answer `verified`. One at a time for each lane, always the block
  /// behind the stored head, and those of its `run` each behind the one before.
  indirect case verify(VerifyRequest)
  /// What `verify` left is not to be stored.
  case discard(lane: Lane, height: UInt64)
  /// Make durable, all of it in one commit, answer `stored` or `storeFailed`.
  indirect case store(StoreRequest)
  /// Read, answer `loaded`.
  case load(LoadRequest)
  /// The replica of another's lane went wrong (a thaw named another chain): begin it anew at its
  /// genesis, but keep its values.
  case reset(Lane)
  /// Make room for the state behind this block, beside what there is of the lane, or find what is
  /// there of that state already; answer `snapshotBegun`.
  indirect case beginSnapshot(Lane, pivot: SealedBlock)
  /// Check a part and make it durable, with the place that comes next, in one commit; behind the
  /// last the lane's store is the pivot's state. Answer `snapshotChecked`.
  indirect case takeSnapshot(SnapshotTake)
  /// It comes to nothing: forget it.
  case dropSnapshot(Lane)
  /// Read a part for somebody, or which final block there is a state of; answer `snapshotRead`.
  indirect case readSnapshot(SnapshotRead)
  /// The lane was caught up with: it goes on behind this block.
  case snapshotTaken(lane: Lane, BlockPoint)
  /// For the pool of the own lane, if the recovered sender is `sender`.
  case transaction(lane: Lane, sender: Address, bytes: [UInt8])
  /// A newer manifest, signed by the fleet's key, its chain joined to ours. To be read, checked,
  /// stored and answered by `manifestChanged`; or ignored.
  indirect case manifest(ManifestOffer)
  /// A log's head and what shows that our lane is in it. For who can check the proof.
  indirect case covering(lane: Lane, checkpoint: Signed<Checkpoint>, proof: [UInt8])
  /// Somebody asks to be taken in; the signature is the board's.
  indirect case enrolment(Signed<Enrolment>, text: [UInt8])
  /// The last words of another node, unsigned: for display only.
  case status(sender: Address, text: [UInt8], isOnline: Bool)
  /// An aggregator receipted our lane so far; everything up to here is delivered.
  case delivered(lane: Lane, BlockPoint)
  /// Enough witnesses cosigned: the block and all before it are final.
  case final(lane: Lane, BlockPoint)
  /// For people.
  indirect case alert(SyncAlert)
}

public struct SyncPublication: Hashable, Sendable {
  public var topic: String
  public var payload: [UInt8]
  public var isRetained: Bool
  /// Its fate is told under this number.
  public var token: UInt64
}

public struct VerifyRequest: Sendable {
  public var lane: Lane
  public var height: UInt64
  /// What the block's hash must be.
  public var hash: Hash
  public var block: [UInt8]
  /// A hint whose Keccak is the one that the seal names, which has been compared; empty when there
  /// is none.
  public var accessList: [UInt8]
  /// What the seal names. Whoever cosigns says so too, so it has to be that of what came about.
  public var accessListHash: Hash
  /// It is stored with the block.
  public var seal: Signed<Seal>
  /// More blocks of the lane, in their order: as far as they are valid, one commit stores all.
  public var run: [VerifyRequest] = []

  init(_ block: SealedBlock) {
    lane = block.lane
    height = block.height
    hash = block.hash
    self.block = block.block
    accessList = block.accessList
    accessListHash = block.seal.content.accessListHash
    seal = block.seal
  }
}

/// What becomes durable together. A signature that the node makes is first of all in one of these:
/// it is published when `stored` has come back, and not before.
public struct StoreRequest: Sendable {
  public var ticket: UInt64
  /// Whose store; nil is the node's own values, which belong to no lane.
  public var lane: Lane?
  /// The blocks that were verified last, each with its seal as attachment; none when none is
  /// stored.
  public var blocks: [SealedBlock]
  /// What is kept beside blocks of this lane.
  public var beside: [BesideItem]
  public var values: [SyncValue]

  init(
    ticket: UInt64, lane: Lane?, blocks: [SealedBlock] = [], beside: [BesideItem],
    values: [SyncValue]
  ) {
    self.ticket = ticket
    self.lane = lane
    self.blocks = blocks
    self.beside = beside
    self.values = values
  }
}

/// What came to a block after its commit; the fields of the ledger's `BesideBlock`.
public struct BesideItem: Hashable, Sendable {
  public var height: UInt64
  public var kind: UInt8
  public var signer: Address
  /// `Signed.bytes`.
  public var bytes: [UInt8]

  public static let cosignature: UInt8 = 1
  public static let receipt: UInt8 = 2
}

public struct LoadRequest: Hashable, Sendable {
  public var ticket: UInt64
  public var lane: Lane
  public var first: UInt64
  public var count: UInt64
  /// False: the seals alone are enough, `block` may be empty.
  public var needsBlocks: Bool
}

/// A manifest on its way: its bytes, and the signed versions up to it, the last of which names
/// their Keccak.
public struct ManifestOffer: Hashable, Sendable {
  public var versions: [Signed<ManifestVersion>]
  public var content: [UInt8]

  public init(versions: [Signed<ManifestVersion>], content: [UInt8]) {
    self.versions = versions
    self.content = content
  }
}
