import ChainTypes
import Statements

// Catching up by a state instead of by all blocks: the side that asks.

extension SyncNode {
  /// Once a beat: begins a snapshot where a lane is far behind, and asks for what comes next.
  mutating func tendSnapshot(_ place: Int) {
    guard lanes[place].takesState || beginsSnapshot(place) else { return }
    guard isConnected, let snapshot = lanes[place].snapshot, now >= snapshot.ask.next else {
      return
    }
    switch snapshot.phase {
    case .beginning, .taking: return
    case .choosing:
      // Nobody has one: then block by block.
      guard snapshot.unanswered < SyncLimits.pivotPatience else {
        return dropSnapshot(place)
      }
      askSnapshot(place, SnapshotPlace(), .zero)
    case .asking:
      guard let pivot = snapshot.pivot else { return dropSnapshot(place) }
      guard snapshot.unanswered < SyncLimits.snapshotPatience else {
        // Who had this state holds a newer one by now.
        lanes[place].snapshot = SnapshotState()
        return
      }
      askSnapshot(place, snapshot.next, pivot.hash)
    }
  }

  private mutating func askSnapshot(_ place: Int, _ next: SnapshotPlace, _ pivot: Hash) {
    guard let want = makeWant(place, .snapshot, next.trie, next.from, pivot) else { return }
    let jitter = random.between(0, SyncLimits.beat)
    lanes[place].snapshot?.ask.didAsk(now, jitter: jitter)
    lanes[place].snapshot?.unanswered += 1
    counters.wants += 1
    publish(.want, about: lanes[place].lane.board, .want(want))
  }

  /// Only for who needs no old blocks, of a lane whose blocks become final, and a few at a time.
  private mutating func beginsSnapshot(_ place: Int) -> Bool {
    guard settings.snapshotDistance > 0, now >= lanes[place].nextSnapshot,
      lanes[place].known > lanes[place].head.height,
      lanes[place].known - lanes[place].head.height > settings.snapshotDistance,
      !lanes[place].isOwn, !lanes[place].isStored, !lanes[place].isFrozen,
      lanes[place].entry.threshold > 0, !isWaitingForLocks(place),
      !lanes[place].isVerifying, !lanes[place].isStoring
    else { return false }
    var others = 0
    for other in lanes.indices where lanes[other].takesState { others += 1 }
    guard others < SyncLimits.snapshots else { return false }
    lanes[place].snapshot = SnapshotState()
    return true
  }

  /// Goes on block by block, and does not try again soon.
  mutating func dropSnapshot(_ place: Int) {
    guard let snapshot = lanes[place].snapshot else { return }
    lanes[place].snapshot = nil
    lanes[place].nextSnapshot = now + SyncLimits.snapshotPause
    if snapshot.phase != .choosing {
      actions.append(.dropSnapshot(lanes[place].lane))
    }
  }

  /// A block that somebody offers as pivot. Its seal was looked at.
  mutating func takePivot(_ block: SealedBlock, _ place: Int) {
    guard lanes[place].snapshot?.phase == .choosing, !block.block.isEmpty,
      block.height > lanes[place].head.height,
      let outline = BlockOutline(block.block, crypto), outline.hash == block.hash
    else { return }
    guard let version = view.version(of: block.seal.content.manifestHash) else {
      didSeeVersion(block.seal.content.manifestHash)
      return
    }
    if let settled = lanes[place].settled, block.height == settled.height,
      block.hash != settled.hash
    {
      return
    }
    guard version >= lanes[place].manifestVersion, let cosignatures = final(block, place) else {
      return
    }
    var block = block
    block.cosignatures = cosignatures
    lanes[place].snapshot?.phase = .beginning
    lanes[place].snapshot?.pivot = block
    lanes[place].snapshot?.unanswered = 0
    removeAllWaiting(place)
    actions.append(.beginSnapshot(lanes[place].lane, pivot: block))
  }

  /// The cosignatures that a block brings of witnesses in their present terms, one of each; nil
  /// when they are not enough.
  private func final(_ block: SealedBlock, _ place: Int) -> [Signed<Cosignature>]? {
    let threshold = lanes[place].entry.threshold
    guard threshold > 0, block.cosignatures.count >= threshold else { return nil }
    var signers: [Address] = []
    var counted: [Signed<Cosignature>] = []
    for cosignature in block.cosignatures where cosignature.content.isAbout(block.seal.content) {
      guard let signer = signer(of: cosignature), !signers.contains(signer),
        isBarred[signer] == nil, let witness = lanes[place].entry.witness(signer),
        witness.term == cosignature.content.witnessTerm
      else { continue }
      signers.append(signer)
      counted.append(cosignature)
    }
    return counted.count >= threshold ? counted : nil
  }

  /// The host has room for the state, and what it has of it already.
  mutating func didBeginSnapshot(_ lane: Lane, _ next: SnapshotPlace?) {
    guard let place = places[lane], lanes[place].snapshot?.phase == .beginning else { return }
    guard let next else { return dropSnapshot(place) }
    lanes[place].snapshot?.next = next
    lanes[place].snapshot?.phase = .asking
    lanes[place].snapshot?.ask = AskState()
    tendSnapshot(place)
  }

  /// A part: of the pivot, of the place that is asked for, signed by who gives it.
  mutating func take(_ part: SnapshotPart, _ topic: SyncTopic) {
    let answer = part.answer.content
    guard answer.lane == part.seal.content.lane, let place = place(answer.lane, topic) else {
      return
    }
    guard answer.kind == WantKind.answer.rawValue, answer.asker == topic.sender else {
      return reject()
    }
    suppressSnapshot(place, part)
    guard let snapshot = lanes[place].snapshot, snapshot.phase == .asking,
      snapshot.pivot?.seal.content == part.seal.content,
      snapshot.next == SnapshotPlace(trie: answer.first, from: answer.last),
      !barredGivers.contains(topic.sender)
    else {
      counters.ignored += 1
      return
    }
    guard part.bytes.count <= SyncLimits.snapshotBytes, isMember(topic.sender),
      crypto.hash(part.bytes[...]) == answer.hash, signer(of: part.answer) == topic.sender
    else { return reject() }
    lanes[place].snapshot?.phase = .taking
    lanes[place].snapshot?.giver = topic.sender
    lanes[place].snapshot?.bytes += UInt64(part.bytes.count)
    let point = BlockPoint(height: part.seal.content.height, hash: part.seal.content.blockHash)
    actions.append(
      .takeSnapshot(
        SnapshotTake(lane: answer.lane, pivot: point, place: snapshot.next, bytes: part.bytes)))
  }

  mutating func didTakeSnapshot(_ lane: Lane, _ verdict: SnapshotVerdict) {
    guard let place = places[lane], let snapshot = lanes[place].snapshot,
      snapshot.phase == .taking, let pivot = snapshot.pivot
    else { return }
    lanes[place].snapshot?.phase = .asking
    lanes[place].snapshot?.giver = nil
    switch verdict {
    case .next(let next):
      // Without going forward it would never end.
      guard next > snapshot.next else { return dropSnapshot(place) }
      lanes[place].snapshot?.next = next
      lanes[place].snapshot?.parts += 1
      lanes[place].snapshot?.unanswered = 0
      lanes[place].snapshot?.ask = AskState()
      tendSnapshot(place)
    case .complete: finishSnapshot(place, pivot)
    case .refused(let why):
      if let giver = snapshot.giver { blame(giver, lane, why) }
      // An owner that lies about its own state may have sealed what it lies about: its blocks show.
      if snapshot.giver == lane.board { return dropSnapshot(place) }
      lanes[place].snapshot?.ask = AskState()
      tendSnapshot(place)
    case .unavailable: lanes[place].snapshot?.ask.next = now + SyncLimits.firstPause
    }
  }

  /// What it signed is not what the root commits to: it gives us no more snapshots in this life.
  private mutating func blame(_ giver: Address, _ lane: Lane, _ why: String) {
    if barredGivers.count >= SyncLimits.barred { barredGivers.removeFirst() }
    barredGivers.append(giver)
    actions.append(.alert(.wrongSnapshot(giver: giver, lane, why: why)))
  }

  /// The pivot is the head. Locks stay: what they cover is not signed again.
  private mutating func finishSnapshot(_ place: Int, _ pivot: SealedBlock) {
    lanes[place].snapshot = nil
    // What the lane did meanwhile comes by blocks: else a slow way would fetch states for ever.
    lanes[place].nextSnapshot = now + SyncLimits.snapshotPause
    lanes[place].head = pivot.point
    lanes[place].headSeal = pivot.seal
    lanes[place].known = max(lanes[place].known, pivot.height)
    lanes[place].manifestVersion = view.version(of: pivot.seal.content.manifestHash) ?? 0
    // What was known of blocks that are not here stands beside nothing.
    lanes[place].recent = RecentHeights()
    (lanes[place].gathered, lanes[place].gatheredSince) = ([], .max)
    lanes[place].recent.put(pivot.seal)
    for cosignature in pivot.cosignatures {
      guard let signer = signer(of: cosignature), !isKnown(cosignature, place) else { continue }
      keep(cosignature, by: signer, place)
    }
    lanes[place].ask = AskState()
    actions.append(.snapshotTaken(lane: lanes[place].lane, pivot.point))
    checkFinal(place, pivot.height)
  }

  /// How far the snapshot of a lane is; nil when there is none.
  public func snapshotProgress(of lane: Lane) -> SnapshotProgress? {
    guard let place = places[lane], let snapshot = lanes[place].snapshot else { return nil }
    return SnapshotProgress(
      pivot: snapshot.pivot?.point, place: snapshot.next, parts: snapshot.parts,
      bytes: snapshot.bytes)
  }
}
