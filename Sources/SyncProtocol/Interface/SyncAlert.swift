import ChainTypes
import Statements

/// What somebody should know. Most are told once until they change.
public enum SyncAlert: Hashable, Sendable {
  /// Two statements of one signer where there may be one. The lane of a board is frozen; what a
  /// witness or an aggregator signs counts no more.
  case evidence(Evidence)
  /// The owner sealed what the rules do not allow: frozen here.
  case invalidBlock(Lane, BlockPoint, why: String)
  /// A witness cosigned a block that is not valid.
  case cosignedInvalid(witness: Address, Lane, BlockPoint)
  /// The owner works under an older manifest than before.
  case olderManifest(Lane, height: UInt64)
  /// Seals name a manifest that we do not have.
  case unknownManifest(Lane, height: UInt64)
  /// Our own lane must not go on: why.
  case stopped(Lane, StopReason)
  /// Our locks for this lane are gone: no cosignature until the fleet gives a new witness term.
  case lostLocks(Lane)
  /// A seal in our name that we did not make: a copied card or key.
  case copiedCard(Lane, BlockPoint)
  case frozen(Lane)
  case thawed(Lane)
  /// The next block does not follow ours, and nobody shows why.
  case otherParent(Lane, height: UInt64)
  /// Two manifests of one version, both signed by the fleet's key.
  case forkedManifest(version: UInt64)
  /// Somebody signed a part of a state that the cosigned root does not have.
  case wrongSnapshot(giver: Address, Lane, why: String)
  /// The store does not take what must be durable.
  case cannotStore(Lane?)
}

/// Why a board's lane must not go on.
public enum StopReason: Hashable, Sendable {
  /// Others have blocks of ours that we do not: the card is lost, older, or copied.
  case peersAhead(BlockPoint)
  /// There is evidence against this lane.
  case frozen
  /// The fleet ended it here.
  case ended(BlockPoint)
  /// The manifest has no lane of ours.
  case notEnrolled
}

/// What the node counts, for status and metrics.
public struct SyncCounters: Hashable, Sendable {
  public var received: UInt64 = 0
  /// Undecodable, or signed by somebody else than the topic says.
  public var malformed: UInt64 = 0
  public var forged: UInt64 = 0
  /// Well-formed and of no use: repeated, old, not for us.
  public var ignored: UInt64 = 0
  public var overRate: UInt64 = 0
  public var published: UInt64 = 0
  /// Not queued, because the queue was full or there is no connection: said again later.
  public var unsent: UInt64 = 0
  public var refused: UInt64 = 0
  public var waitingDropped: UInt64 = 0
  public var accessListsDropped: UInt64 = 0
  public var verified: UInt64 = 0
  public var stored: UInt64 = 0
  public var cosigned: UInt64 = 0
  public var receipts: UInt64 = 0
  public var wants: UInt64 = 0
  public var answers: UInt64 = 0
  public var suppressed: UInt64 = 0
  public var storeFailures: UInt64 = 0
}
