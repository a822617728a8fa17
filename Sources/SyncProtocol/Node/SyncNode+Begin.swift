import ChainTypes
import Statements

extension SyncNode {
  /// The first event of any kind comes behind this.
  mutating func begin(_ start: SyncStart) {
    self.start = nil
    nextBeat = now + SyncLimits.beat
    nextAnnouncement = now + random.between(0, SyncLimits.announceInterval)
    for value in start.values { recall(value) }
    followLanes(start.lanes)
    for state in lanes {
      if case .evidence(let evidence)? = state.freeze { keep(evidence) }
    }
  }

  private mutating func recall(_ value: SyncValue) {
    if value.name.hasPrefix(ValueName.barredPrefix) {
      guard let evidence = Evidence(stored: value.value),
        let liar = evidence.liar(in: view.domain, using: crypto)
      else { return }
      isBarred[liar] = true
      keep(evidence)
    } else if value.name.hasPrefix(ValueName.logPrefix) {
      guard let checkpoint = try? Signed<Checkpoint>(bytes: value.value) else { return }
      logs.append(LogState(log: checkpoint.content.log, checkpoints: [checkpoint]))
    }
  }

  /// Takes up the lanes that the view gives us: at the start, and when it changes.
  mutating func followLanes(_ stored: [LaneStart]) {
    ownPlace = nil
    let ownLane = view.ownLane(of: own)?.lane
    let aggregates = view.aggregators.contains(own)
    for entry in view.lanes {
      let isOwn = entry.lane == ownLane
      let wasOwn = entry.lane.board == own
      let witness = entry.witness(own)
      let shard = SyncTopic.shard(of: entry.lane.board)
      let isStored = aggregates && settings.shards.contains(shard)
      let isFollowed = settings.follows.contains(entry.lane.board)
      guard isOwn || wasOwn || witness != nil || isStored || isFollowed else {
        if let place = places[entry.lane] { unfollow(place, entry) }
        continue
      }
      let place = place(of: entry, stored)
      lanes[place].isOwn = isOwn || wasOwn
      lanes[place].isStored = isStored && !wasOwn
      setWitness(place, term: wasOwn ? nil : witness?.term)
      if isOwn { ownPlace = place }
      if wasOwn, let ending = entry.ending { stop(place, .ended(ending)) }
    }
  }

  private mutating func place(of entry: LaneEntry, _ stored: [LaneStart]) -> Int {
    if let place = places[entry.lane] {
      lanes[place].entry = entry
      if !lanes[place].isFollowed {
        lanes[place].isFollowed = true
        lanes[place].ask = AskState()
        if isConnected { subscribe(to: place) }
      }
      return place
    }
    var state = LaneState(entry: entry)
    if let found = stored.first(where: { $0.lane == entry.lane }) { restore(&state, found) }
    state.outbox.progress = now
    lanes.append(state)
    let place = lanes.count - 1
    places[entry.lane] = place
    if entry.lane.board == own { beginDoubt(place) }
    if lanes[place].head.height > 0 {
      let first = lanes[place].head.height - min(lanes[place].head.height - 1, 31)
      load(place, first, 32, needsBlocks: false, .recent(place))
    }
    if isConnected { subscribe(to: place) }
    return place
  }

  /// The manifest gives this lane to others.
  private mutating func unfollow(_ place: Int, _ entry: LaneEntry) {
    guard lanes[place].isFollowed else { return }
    if lanes[place].isVerifying {
      actions.append(.discard(lane: entry.lane, height: lanes[place].head.height + 1))
      lanes[place].verifying = nil
    }
    dropSnapshot(place)
    removeAllWaiting(place)
    flushGathered(place)
    let wasStored = lanes[place].isStored
    lanes[place].entry = entry
    lanes[place].isFollowed = false
    lanes[place].isStored = false
    lanes[place].witnessTerm = nil
    lanes[place].doubt = nil
    // Another term of the same board has the same topics.
    let board = entry.lane.board
    var isHeard = wasStored
    for other in lanes.indices where lanes[other].lane.board == board && lanes[other].isFollowed {
      isHeard = true
    }
    if isConnected, !isHeard {
      actions.append(.unsubscribe(SyncTopic.filter(about: board, prefix)))
    }
  }

  private func restore(_ state: inout LaneState, _ found: LaneStart) {
    state.head = found.head
    state.headSeal = found.seal
    state.known = found.head.height
    if let seal = found.seal {
      state.recent.put(seal)
      state.manifestVersion = view.version(of: seal.content.manifestHash) ?? 0
    }
    if let snapshot = found.snapshot {
      state.snapshot = SnapshotState(
        phase: .asking, pivot: snapshot.pivot, next: snapshot.next)
    }
    for value in found.values {
      switch value.name {
      case ValueName.lock: if let lock = WitnessLock(value: value.value) { state.lock = lock }
      case ValueName.frozen: state.freeze = Freeze(value: value.value)
      case ValueName.settled: state.settled = BlockPoint(value: value.value)
      case ValueName.receipted: state.receipted = BlockPoint(value: value.value)
      case ValueName.final: state.final = BlockPoint(value: value.value)
      default: break
      }
    }
  }

  /// A term of ours that has no lock yet begins by asking what others have of us.
  private mutating func setWitness(_ place: Int, term: UInt64?) {
    let before = lanes[place].witnessTerm
    lanes[place].witnessTerm = term
    guard let term, term != before else { return }
    let lock = lanes[place].lock
    guard lock.isMissing || lock.term != term else { return }
    lanes[place].lock = WitnessLock(term: term, height: lock.height)
    beginDoubt(place)
  }

  mutating func beginDoubt(_ place: Int) {
    let state = lanes[place]
    if state.isOwn || state.lane.board == own {
      if settings.broken == .resumesAfterLostCard { return }
      guard state.head.height == 0 || boot == .unclean else { return }
      guard !state.entry.witnesses.isEmpty || !view.aggregators.isEmpty else { return }
    }
    lanes[place].doubt = Doubt(since: now)
  }

  mutating func stop(_ place: Int, _ reason: StopReason) {
    guard lanes[place].stopped != reason else { return }
    lanes[place].stopped = reason
    actions.append(.alert(.stopped(lanes[place].lane, reason)))
  }

  /// A new version of the manifest, durable here.
  mutating func adopt(_ newer: FleetView) {
    let isNewer = newer.version > view.version
    guard isNewer || settings.broken == .takesOlderManifest else { return }
    guard newer.domain == view.domain, newer.problem == nil else { return }
    if isNewer && view.version > 0 {
      guard newer.versions[view.versions.count - 1] == view.manifestHash else { return }
    }
    let before = view.aggregators
    view = newer
    followLanes([])
    forgetLogs(before)
    manifestAsk.didProgress()
    isBehindManifest = false
    for place in lanes.indices { pumpVerify(place) }
    if isConnected {
      for aggregator in view.aggregators { subscribeLog(aggregator) }
      announceOwn()
    }
  }
}
