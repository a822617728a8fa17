import ChainTypes
import Statements

// What a host does for snapshots; it knows tries, which the protocol does not.

/// Check a part and make it durable.
public struct SnapshotTake: Hashable, Sendable {
  public var lane: Lane
  /// The block whose state root it must be proved against.
  public var pivot: BlockPoint
  public var place: SnapshotPlace
  public var bytes: [UInt8]
}

/// What came of it.
public enum SnapshotVerdict: Hashable, Sendable {
  /// It is proved and durable, and this comes next: a place behind the one before.
  case next(SnapshotPlace)
  /// It was the last: the whole state has the pivot's root, and the pivot is the head of the store.
  case complete
  /// The proof does not hold. In words.
  case refused(String)
  /// It could not be checked or stored now.
  case unavailable
}

/// Read what somebody asked for.
public struct SnapshotRead: Hashable, Sendable {
  public var ticket: UInt64
  public var lane: Lane
  /// The pivot's hash; zero when a pivot is asked for.
  public var pivot: Hash
  public var place: SnapshotPlace
}

/// What was read.
public enum SnapshotPage: Hashable, Sendable {
  /// A final block whose state is held, with the cosignatures that make it final.
  case pivot(SealedBlock)
  /// A part of the state behind the block with this seal, of at most `SyncLimits.snapshotBytes`.
  case part(Signed<Seal>, [UInt8])
}

/// How far a snapshot is, for status.
public struct SnapshotProgress: Hashable, Sendable {
  public var pivot: BlockPoint?
  public var place: SnapshotPlace
  public var parts: UInt64
  public var bytes: UInt64
}

/// A snapshot that an earlier life of the store began.
public struct SnapshotStart: Hashable, Sendable {
  public var pivot: SealedBlock
  public var next: SnapshotPlace

  public init(pivot: SealedBlock, next: SnapshotPlace) {
    self.pivot = pivot
    self.next = next
  }
}
