import ChainTypes
import Statements

/// What a node is told. One event at a time; each is answered by actions, in order. Large ones that
/// are rare are kept by reference, so that the others are small.
public enum SyncEvent: Sendable {
  /// The broker is there, and has forgotten what we subscribed to or not: we say it again.
  case connected
  case disconnected
  /// A message came in.
  case received(topic: String, payload: [UInt8])
  /// The same, for a host that has read topic and message already, on another thread or once for
  /// several nodes.
  case heard(SyncTopic, SyncMessage)
  /// The broker took what was published under this token.
  case acknowledged(UInt64)
  /// It never will (too large, not allowed).
  case refused(UInt64)
  /// The connection ended before it said so, or it took nothing: the node publishes again what is
  /// still of use.
  case unconfirmed(UInt64)
  /// The time that `nextDeadline` named has come.
  case tick
  /// The board's own block is durable, with its seal. Only while `maySeal`.
  indirect case sealed(SealedBlock)
  /// The answer to `SyncAction.load`: what there is of it, from the first height on, without gaps;
  /// empty when there is nothing.
  case loaded(ticket: UInt64, blocks: [SealedBlock])
  /// The answer to `SyncAction.verify`: what was found of the block of this height. Those before
  /// it are valid; those of the run behind it nobody looked at.
  case verified(lane: Lane, height: UInt64, verdict: SyncVerdict)
  /// All of a `StoreRequest` is durable: a full sync has returned.
  case stored(ticket: UInt64)
  /// Nothing of it is. The node tries again later.
  case storeFailed(ticket: UInt64)
  /// The answer to `SyncAction.beginSnapshot`: what is wanted first; nil when there is no room.
  case snapshotBegun(Lane, next: SnapshotPlace?)
  /// The answer to `SyncAction.takeSnapshot`.
  case snapshotChecked(Lane, SnapshotVerdict)
  /// The answer to `SyncAction.readSnapshot`; nil when it is not here.
  indirect case snapshotRead(ticket: UInt64, SnapshotPage?)
  /// A newer manifest was checked and is durable.
  indirect case manifestChanged(FleetView)
  /// To be told to the others: a manifest that is durable here, as the messages that carry it.
  indirect case announceManifest(ManifestOffer)
  /// Aggregator: the log's new head is signed and durable.
  indirect case checkpointStored(Signed<Checkpoint>)
  /// Aggregator: what shows an owner that a checkpoint covers its lane up to a height. The bytes
  /// are the log's own form.
  indirect case covering(lane: Lane, checkpoint: Signed<Checkpoint>, proof: [UInt8])
  /// The operator's: signed by the fleet's key; published and obeyed.
  indirect case thaw(Signed<Thaw>)
  indirect case succession(Signed<Succession>)
  /// A board that wants to be taken into the fleet asks, until the manifest has it.
  indirect case enrol(Signed<Enrolment>, text: [UInt8])
  /// A transaction from here for another board's lane.
  case sendTransaction(lane: Lane, bytes: [UInt8])
  /// What the agent has to say of itself, for `status`: text, at most 4 KB.
  case statusChanged([UInt8])
  /// Somebody is about to read what stands beside a lane's blocks, or the node ends: what was
  /// gathered becomes durable now. Otherwise that waits for the next commit, to spare the disk.
  case keepGathered(Lane)
}

/// What executing a block again found.
public enum SyncVerdict: Hashable, Sendable {
  /// All that the header commits to is so. The host holds what came out, as of all blocks of a run
  /// that are valid, until `store` or `discard`.
  case valid
  /// The transactions are not those of the header's root: whoever sent it is to blame, not the
  /// owner.
  case otherBody
  /// The owner sealed a block that the rules do not allow. In words.
  case invalid(String)
  /// We could not execute it now.
  case unavailable
}
