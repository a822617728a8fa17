import ChainTypes
import Statements

extension SyncNode {
  /// Once a second: what no event brings about.
  mutating func beat() {
    nextBeat = now + SyncLimits.beat
    for place in lanes.indices where lanes[place].isFollowed { tend(place) }
    if let ownPlace, isConnected { tendOutbox(ownPlace) }
    tendManifest()
    if isOfferUnsaid, isConnected, let offer { announceVersions(offer) }
    if isConnected { tendEvidence() }
    if isConnected, now >= enrolmentAsk.next { askForEnrolment() }
    if !assembler.isEmpty {
      assembler.drop(olderThan: now - min(now, SyncLimits.assemblyPatience))
    }
    guard isConnected, now >= nextAnnouncement else { return }
    nextAnnouncement = now + SyncLimits.announceInterval
    if let place = logs.firstIndex(where: { $0.log == own }), !logs[place].checkpoints.isEmpty {
      publish(
        .checkpoint, about: own, .checkpoints(Array(logs[place].checkpoints.suffix(4))))
    }
  }

  private mutating func tend(_ place: Int) {
    if lanes[place].isInDoubt { tendDoubt(place) }
    if lanes[place].takesState || settings.snapshotDistance > 0 { tendSnapshot(place) }
    tendGaps(place)
    if lanes[place].shouldRepeat && isConnected { repeatOwn(place) }
    if now >= lanes[place].gatheredSince
      && now - lanes[place].gatheredSince >= SyncLimits.announceInterval / 2
    {
      flushGathered(place)
    }
    if lanes[place].isStoring { storeAgain(place) }
    pumpVerify(place)
  }

  private mutating func storeAgain(_ place: Int) {
    guard let pending = lanes[place].storing, now >= pending.retry else { return }
    lanes[place].storing?.retry = .max
    actions.append(.store(pending.request))
  }

  /// How a lane stands, for status.
  public func standing(of lane: Lane) -> LaneStanding? {
    guard let place = places[lane] else { return nil }
    let state = lanes[place]
    return LaneStanding(
      head: state.head, known: state.known, final: state.final, receipted: state.receipted,
      isFrozen: state.isFrozen, isAsking: state.isInDoubt, lockHeight: state.lock.height,
      waiting: state.waiting.count)
  }

  /// The lanes that it follows.
  public var followed: [Lane] {
    var followed: [Lane] = []
    for place in lanes.indices where lanes[place].isFollowed { followed.append(lanes[place].lane) }
    return followed
  }

  /// The lanes that come by blocks of which the owner has sealed more than is here, or that are
  /// in `watched`.
  public func gaps(watched: (Lane) -> Bool) -> [LaneGap] {
    var gaps: [LaneGap] = []
    for place in lanes.indices where lanes[place].isFollowed && !lanes[place].isOwn {
      let (head, known) = (lanes[place].head.height, lanes[place].known)
      guard known > head || watched(lanes[place].lane), !lanes[place].isFrozen,
        !lanes[place].takesState
      else { continue }
      gaps.append(LaneGap(lane: lanes[place].lane, head: head, known: max(head, known)))
    }
    return gaps
  }

  /// Whether what this address signs counts no more.
  public func isDistrusted(_ address: Address) -> Bool { isBarred[address] != nil }
}

/// A lane whose owner has sealed up to `known`, while `head` is the last block here.
public struct LaneGap: Hashable, Sendable {
  public var lane: Lane
  public var head: UInt64
  public var known: UInt64

  public init(lane: Lane, head: UInt64, known: UInt64) {
    self.lane = lane
    self.head = head
    self.known = known
  }
}

public struct LaneStanding: Hashable, Sendable {
  public var head: BlockPoint
  public var known: UInt64
  public var final: BlockPoint?
  public var receipted: BlockPoint?
  public var isFrozen: Bool
  public var isAsking: Bool
  public var lockHeight: UInt64
  public var waiting: Int
}
