import ChainTypes
import Statements

// The own lane: blocks go out in a small window behind what was delivered.

extension SyncNode {
  /// What others have of the own lane for certain: what is receipted, or final. A board without an
  /// aggregator goes on by its witnesses.
  func delivered(_ place: Int) -> UInt64 {
    max(lanes[place].receipted?.height ?? 0, final(place))
  }

  mutating func didSeal(_ block: SealedBlock) {
    guard let place = places[block.lane], lanes[place].isOwn,
      block.height == lanes[place].head.height + 1
    else { return }
    lanes[place].head = block.point
    lanes[place].headSeal = block.seal
    lanes[place].known = block.height
    lanes[place].outbox.cache.append(block)
    if lanes[place].outbox.cache.count > Int(SyncLimits.publishWindow) {
      lanes[place].outbox.cache.removeFirst()
    }
    if block.height - delivered(place) <= SyncLimits.waitingBlocks {
      lanes[place].recent.put(block.seal)
    }
  }

  /// More was delivered.
  mutating func didAdvance(_ place: Int) {
    lanes[place].outbox.progress = now
    lanes[place].outbox.patience = SyncLimits.receiptPatience
    lanes[place].outbox.sent = max(lanes[place].outbox.sent, delivered(place))
  }

  /// Publishes what fits into the window.
  mutating func pumpOutbox(_ place: Int) {
    guard lanes[place].outbox.sent < lanes[place].head.height, !lanes[place].outbox.isLoading,
      !lanes[place].isFrozen, !lanes[place].isInDoubt, !isPeersAhead(place)
    else { return }
    while outbox.hasRoom {
      let cursor = lanes[place].outbox
      let next = cursor.sent + 1
      guard !cursor.isLoading, next <= lanes[place].head.height,
        cursor.sent < delivered(place) + SyncLimits.publishWindow
      else { return }
      if cursor.sent == delivered(place) { lanes[place].outbox.progress = now }
      guard let block = cursor.cache.first(where: { $0.height == next }) else {
        let last = delivered(place) + SyncLimits.publishWindow
        lanes[place].outbox.isLoading = true
        load(
          place, next, min(last, lanes[place].head.height) - cursor.sent, needsBlocks: true,
          .outbox(place))
        return
      }
      guard publishBlock(block, place) else { return }
    }
  }

  private func isPeersAhead(_ place: Int) -> Bool {
    if case .peersAhead? = lanes[place].stopped { true } else { false }
  }

  private mutating func publishBlock(_ block: SealedBlock, _ place: Int) -> Bool {
    lanes[place].recent.put(block.seal)
    for message in SyncMessage.messages(carrying: [block]) {
      guard publish(.block, about: own, message) else { return false }
    }
    lanes[place].outbox.sent = block.height
    return true
  }

  mutating func didLoadOutbox(_ place: Int, _ blocks: [SealedBlock]) {
    lanes[place].outbox.isLoading = false
    guard isConnected else { return }
    for block in blocks where block.height == lanes[place].outbox.sent + 1 {
      guard !block.block.isEmpty, publishBlock(block, place) else { return }
    }
  }

  /// Without a receipt for long the window is said again, and ever more rarely.
  mutating func tendOutbox(_ place: Int) {
    let cursor = lanes[place].outbox
    let base = delivered(place)
    if cursor.sent > base && now >= cursor.progress + cursor.patience {
      lanes[place].outbox.sent = base
      lanes[place].outbox.progress = now
      lanes[place].outbox.patience = min(cursor.patience * 2, 10 * SyncLimits.receiptPatience)
    }
    // Whoever is behind learns from the head that there is something to ask for.
    let isStalled = lanes[place].head.height > cursor.sent + SyncLimits.publishWindow
    let isDue = now >= cursor.nextAnnouncement
    if isDue && (lanes[place].head.height != cursor.announced || isStalled) {
      lanes[place].outbox.nextAnnouncement = now + SyncLimits.announceInterval
      announceHead(place)
    }
  }

  // ---- before the first seal ----

  /// Asks everybody how far the lane is.
  mutating func tendDoubt(_ place: Int) {
    guard var doubt = lanes[place].doubt else { return }
    if isResolved(place, doubt) { return resolve(place) }
    guard isConnected, now >= doubt.ask.next else { return }
    let want = makeWant(place, .standing, 0, 0, .zero)
    guard let want else { return }
    doubt.request = crypto.digest(of: want.content, in: view.domain)
    doubt.ask.didAsk(now, jitter: random.between(0, 1_000))
    doubt.ask.pause = SyncLimits.firstPause
    doubt.asked = now
    lanes[place].doubt = doubt
    publish(.want, about: lanes[place].lane.board, .want(want))
    counters.wants += 1
  }

  /// Somebody shows itself: see `Doubt.hasten`.
  mutating func hasten(_ place: Int, _ address: Address) {
    if lanes[place].isInDoubt { lanes[place].doubt?.hasten(address) }
  }

  /// An empty store, or one without locks, needs an aggregator's answer, and so many witnesses'
  /// that one of any t is among them; a witness of another's lane needs the owner's. A board that
  /// has its blocks goes on alone after a while: boards work offline for weeks.
  private func isResolved(_ place: Int, _ doubt: Doubt) -> Bool {
    let state = lanes[place]
    let others = view.aggregators.filter { $0 != own }
    let hasAggregator = others.isEmpty || others.contains { doubt.answered.contains($0) }
    guard state.isOwn else {
      return hasAggregator && doubt.answered.contains(state.lane.board)
    }
    let answered = state.entry.witnesses.count { doubt.answered.contains($0.address) }
    let needed = state.entry.witnesses.count - state.entry.threshold + 1
    let hasWitnesses = state.entry.witnesses.isEmpty || answered >= needed
    if state.head.height == 0 { return hasAggregator && hasWitnesses }
    return (hasAggregator && !others.isEmpty) || (hasWitnesses && !state.entry.witnesses.isEmpty)
      || now >= doubt.since + SyncLimits.doubtPatience
  }

  private mutating func resolve(_ place: Int) {
    guard !lanes[place].isOwn else {
      lanes[place].doubt = nil
      return
    }
    guard !lanes[place].lock.isLost, let term = lanes[place].witnessTerm else { return }
    let highest = max(
      lanes[place].doubt?.highest ?? 0, lanes[place].lock.height, lanes[place].head.height)
    let lock = WitnessLock(term: term, height: highest, isMissing: false)
    // Once: `stored` ends the doubt.
    lanes[place].doubt?.since = now
    lanes[place].doubt?.answered = []
    store(lane: place, values: [SyncValue(ValueName.lock, lock.value)], .lock(place, lock))
  }

  /// Blocks of a lane wait a little for our locks, so that none goes without our cosignature.
  func isWaitingForLocks(_ place: Int) -> Bool {
    guard lanes[place].isInDoubt, let doubt = lanes[place].doubt,
      lanes[place].witnessTerm != nil, !lanes[place].lock.isLost
    else { return false }
    return now < doubt.since + SyncLimits.announceInterval
  }

  mutating func take(_ standing: Standing, _ topic: SyncTopic) {
    let answer = standing.answer.content
    guard answer.kind == WantKind.answer.rawValue, answer.asker == topic.sender,
      let place = place(answer.lane, topic)
    else { return }
    // Whoever's question it was, the head is news.
    if let seal = standing.seal, seal.content.lane == answer.lane,
      note(seal, place, .standing(standing), topic) == .good
    {
      didHear(seal, place)
    }
    guard let doubt = lanes[place].doubt, doubt.request == answer.hash, !doubt.request.isZero,
      signer(of: standing.answer) == topic.sender
    else { return }
    if answer.first > lanes[place].head.height && standing.seal == nil { return reject() }
    takeLock(standing.cosignature, place)
    guard !doubt.answered.contains(topic.sender), doubt.answered.count < 2 * SyncLimits.witnesses
    else { return }
    lanes[place].doubt?.answered.append(topic.sender)
    lanes[place].doubt?.highest = max(doubt.highest, answer.first)
    tendDoubt(place)
  }

  /// Somebody has a cosignature of ours in this term, and we have no lock: it was lost.
  private mutating func takeLock(_ cosignature: Signed<Cosignature>?, _ place: Int) {
    guard let cosignature, cosignature.content.lane == lanes[place].lane,
      cosignature.content.witnessTerm == lanes[place].witnessTerm,
      !lanes[place].isOwn, !lanes[place].lock.isLost, signer(of: cosignature) == own
    else { return }
    loseLocks(place)
  }

  mutating func loseLocks(_ place: Int) {
    lanes[place].lock.isLost = true
    lanes[place].doubt = nil
    actions.append(.alert(.lostLocks(lanes[place].lane)))
  }
}
