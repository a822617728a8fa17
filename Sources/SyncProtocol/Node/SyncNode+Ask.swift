import ChainTypes
import Statements

extension SyncNode {
  mutating func makeWant(
    _ place: Int, _ kind: WantKind, _ first: UInt64, _ last: UInt64, _ hash: Hash
  ) -> Signed<Want>? {
    wantNumber += 1
    return signed(
      Want(
        lane: lanes[place].lane, kind: kind.rawValue, first: first, last: last, hash: hash,
        asker: own, number: wantNumber))
  }

  /// Asks for what is missing of a lane, at most once a pause.
  mutating func tendGaps(_ place: Int) {
    guard isConnected, !lanes[place].isOwn, now >= lanes[place].ask.next,
      lanes[place].ask.asksStanding || lanes[place].known > lanes[place].head.height,
      !lanes[place].takesState
    else { return }
    let state = lanes[place]
    guard !state.isFrozen else { return }
    if state.ask.asksStanding {
      guard let want = makeWant(place, .standing, 0, 0, .zero) else { return }
      lanes[place].ask.asksStanding = false
      lanes[place].ask.next = now + SyncLimits.beat
      counters.wants += 1
      publish(.want, about: state.lane.board, .want(want))
      return
    }
    var first = state.head.height + 1
    let limit = min(state.known, state.head.height + SyncLimits.waitingBlocks)
    // What is executed or waits is there already.
    while first <= limit
      && (state.waiting[first] != nil || state.isUnderWay(first))
    { first += 1 }
    guard first <= limit else { return }
    var last = first
    while last < limit && state.waiting[last + 1] == nil { last += 1 }
    guard let want = makeWant(place, .blocks, first, last, .zero) else { return }
    lanes[place].ask.didAsk(now, jitter: random.between(0, SyncLimits.beat))
    counters.wants += 1
    publish(.want, about: state.lane.board, .want(want))
  }

  /// Asks for the block of this hash: to see whether there are two of this height.
  mutating func wantSeal(_ place: Int, _ height: UInt64, _ hash: Hash) {
    guard isConnected, now >= lanes[place].ask.next,
      let want = makeWant(place, .blocks, height, height, hash)
    else { return }
    lanes[place].ask.didAsk(now, jitter: random.between(0, SyncLimits.beat))
    counters.wants += 1
    publish(.want, about: lanes[place].lane.board, .want(want))
  }

  /// Somebody names a manifest that is not ours, or nobody has for long: asks for the newest. An
  /// announcement is said once, and may be lost.
  mutating func tendManifest() {
    guard isConnected, now >= manifestAsk.next else { return }
    var place = placeOfUnknownManifest
    if place == nil, isBehindManifest || now >= nextManifestAsk, !lanes.isEmpty {
      place = ownPlace ?? 0
    }
    guard let place else { return }
    nextManifestAsk = now + SyncLimits.manifestInterval
    guard let want = makeWant(place, .manifest, view.version, 0, .zero) else { return }
    manifestAsk.didAsk(now, jitter: random.between(0, SyncLimits.beat))
    counters.wants += 1
    publish(.want, about: lanes[place].lane.board, .want(want))
  }

  private var placeOfUnknownManifest: Int? {
    // By places: going over the values would copy each lane.
    for place in lanes.indices where !lanes[place].waiting.isEmpty {
      guard let next = lanes[place].waiting[lanes[place].head.height + 1] else { continue }
      if view.version(of: next.block.seal.content.manifestHash) == nil { return place }
    }
    return nil
  }

  // ---- the other side ----

  /// A request: signed by who asks, not more often than allowed, not a copy of one before.
  mutating func take(_ want: Signed<Want>, _ topic: SyncTopic) {
    let content = want.content
    guard content.asker == topic.sender, let place = place(content.lane, topic),
      let kind = WantKind(rawValue: content.kind)
    else { return }
    guard isMember(content.asker) else { return reject() }
    // A state is a few hundred requests behind one another, each less work than 32 blocks are.
    let price = kind == .snapshot ? 1 : SyncLimits.partsPerAsk
    guard let budget = budget(of: content.asker, number: content.number, price) else { return }
    guard signer(of: want) == topic.sender else { return reject() }
    askers[content.asker] = budget
    hasten(place, content.asker)
    showEvidence(place, to: content.asker)
    switch kind {
    case .standing: answerStanding(want, place)
    case .blocks: answerLater(content, place)
    case .manifest: answerManifest(content, place)
    case .snapshot: answerSnapshot(content, place)
    case .answer: counters.ignored += 1
    }
  }

  /// Who asks about a frozen lane may not know why it stands still: it is shown once in a while,
  /// however often it asks, since everybody gets what one of them asks for.
  private mutating func showEvidence(_ place: Int, to asker: Address) {
    guard lanes[place].isFrozen, case .evidence(let evidence)? = lanes[place].freeze else { return }
    let shown = askers[asker]?.shown ?? []
    if shown.contains(where: { $0.place == place && now < $0.at + SyncLimits.evidenceInterval }) {
      return
    }
    var kept = shown.filter { $0.place != place }
    if kept.count >= SyncLimits.shownLanes { kept.removeFirst() }
    askers[asker]?.shown = kept + [(place: place, at: now)]
    tell(evidence)
  }

  func isMember(_ address: Address) -> Bool {
    if view.aggregators.contains(address) { return true }
    // Boards ask for one another's lanes; a scan, for few messages are requests.
    return view.lanes.contains { $0.lane.board == address || $0.witness(address) != nil }
  }

  /// Nil for an asker who has asked enough, and for a repetition.
  private mutating func budget(
    of asker: Address, number: UInt64, _ price: Int
  ) -> AskBudget? {
    if askers.count >= SyncLimits.askers { askers = [:] }
    let full = SyncLimits.askBurst * SyncLimits.partsPerAsk * max(1, lanes.count)
    var budget = askers[asker] ?? AskBudget(tokens: full, filled: now)
    let gained = (now - budget.filled) / SyncLimits.askInterval
    if gained > 0 {
      // No more than fills it: nobody knows how long the last request is ago.
      let filling = Int(min(gained, UInt64(full)))
      budget.tokens = min(full, budget.tokens + filling * SyncLimits.partsPerAsk)
      budget.filled = now
    }
    guard !budget.seen.contains(number) else {
      counters.ignored += 1
      return nil
    }
    guard budget.tokens >= price else {
      counters.overRate += 1
      return nil
    }
    budget.tokens -= price
    if budget.seen.count >= 16 { budget.seen.removeFirst() }
    budget.seen.append(number)
    return budget
  }

  private mutating func answerStanding(_ want: Signed<Want>, _ place: Int) {
    // Who is in doubt about this lane knows nothing of it that others do not.
    guard !lanes[place].isInDoubt || !lanes[place].isOwn else { return }
    let state = lanes[place]
    let answer = makeWant(
      place, .answer, state.head.height, state.head.height,
      crypto.digest(of: want.content, in: view.domain))
    guard let answer else { return }
    let cosignature = lastCosignature(of: want.content.asker, place)
    counters.answers += 1
    publish(
      .give, about: state.lane.board,
      .standing(Standing(answer: answer, seal: state.headSeal, cosignature: cosignature)))
  }

  private func lastCosignature(of asker: Address, _ place: Int) -> Signed<Cosignature>? {
    let state = lanes[place]
    guard state.entry.witness(asker) != nil else { return nil }
    var height = state.head.height
    let oldest = height - min(height, SyncLimits.recentHeights - 1)
    while height > oldest {
      if let slot = state.recent[height],
        let item = slot.cosignatures.last(where: { $0.signer == asker })
      {
        return item.signed
      }
      height -= 1
    }
    return nil
  }

  /// The owner answers at once; others after a random while, unless somebody has answered.
  private mutating func answerLater(_ want: Want, _ place: Int) {
    let state = lanes[place]
    guard want.first > 0, want.first <= want.last, want.first <= state.head.height,
      !state.isInDoubt || !state.isOwn
    else { return }
    guard answers.count < SyncLimits.waitingAnswers else {
      counters.overRate += 1
      return
    }
    let delay =
      state.isOwn ? 0 : random.between(SyncLimits.earliestAnswer, SyncLimits.latestAnswer)
    let last = min(want.last, want.first + SyncLimits.answeredBlocks - 1, state.head.height)
    answers.append(
      WaitingAnswer(
        place: place, first: want.first, last: last, hash: want.hash, due: now + delay))
  }

  /// Somebody gave this block: whoever asked has it.
  mutating func suppress(_ place: Int, _ height: UInt64) {
    let before = answers.count
    answers.removeAll {
      $0.place == place && $0.first == height && $0.hash.isZero && $0.snapshotAsk == nil
    }
    counters.suppressed += UInt64(before - answers.count)
  }

  mutating func releaseAnswers() {
    guard answers.contains(where: { $0.due <= now }) else { return }
    let due = answers.filter { $0.due <= now }
    answers.removeAll { $0.due <= now }
    for answer in due where isConnected {
      guard answer.snapshotAsk == nil else {
        readSnapshot(answer)
        continue
      }
      load(
        answer.place, answer.first, answer.last - answer.first + 1, needsBlocks: true,
        .answer(answer.place))
    }
  }

  mutating func didLoad(_ ticket: UInt64, _ blocks: [SealedBlock]) {
    guard let index = loads.firstIndex(where: { $0.ticket == ticket }) else { return }
    let purpose = loads.remove(at: index).purpose
    switch purpose {
    case .outbox(let place): didLoadOutbox(place, blocks)
    case .recent(let place):
      for block in blocks { remember(block, place) }
      for block in blocks { checkFinal(place, block.height) }
    case .compare(let place, let message, let topic):
      didCompare(place, message, topic, blocks)
    case .answer(let place):
      guard isConnected, !blocks.isEmpty else { return }
      counters.answers += 1
      for message in SyncMessage.messages(carrying: blocks) {
        publish(.give, about: lanes[place].lane.board, message)
      }
    }
  }
}
