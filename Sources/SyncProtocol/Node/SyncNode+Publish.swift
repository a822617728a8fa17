import ChainTypes
import Statements

extension SyncNode {
  /// Queues a message of our own; false when it cannot be said now.
  @discardableResult
  mutating func publish(
    _ kind: SyncKind, about subject: Address, _ message: SyncMessage, isRetained: Bool = false
  ) -> Bool {
    let payload = message.encoded
    guard isConnected, payload.count <= SyncLimits.messageBytes else {
      counters.unsent += 1
      return false
    }
    let topic = SyncTopic(sender: own, kind: kind, subject: subject).text(prefix)
    guard outbox.add(topic: topic, payload: payload, isRetained: isRetained) else {
      counters.unsent += 1
      return false
    }
    return true
  }

  /// Hands over what the broker may have now.
  mutating func drain() {
    guard isConnected else { return }
    if let ownPlace { pumpOutbox(ownPlace) }
    while let publication = outbox.next() {
      counters.published += 1
      actions.append(.publish(publication))
    }
  }

  mutating func connect() {
    isConnected = true
    outbox.clear()
    actions.append(.subscribe(SyncTopic.filter(.manifest, prefix)))
    actions.append(.subscribe(SyncTopic.filter(.evidence, prefix)))
    for aggregator in view.aggregators { subscribeLog(aggregator) }
    if view.aggregators.contains(own) {
      actions.append(.subscribe(SyncTopic.filter(.enrol, prefix)))
      for shard in settings.shards {
        actions.append(.subscribe(SyncTopic.filter(shard: shard, prefix)))
      }
    }
    for place in lanes.indices where lanes[place].isFollowed {
      subscribe(to: place)
      lanes[place].ask = AskState()
      // A request for every lane at once would be a flood from whoever follows thousands.
      lanes[place].ask.next = now + random.between(0, 1_000 + UInt64(lanes.count) * 20)
      lanes[place].ask.asksStanding = !lanes[place].isOwn
      lanes[place].shouldRepeat = true
      lanes[place].outbox.sent = delivered(place)
      lanes[place].outbox.progress = now
      lanes[place].outbox.announced = 0
      if lanes[place].isInDoubt { lanes[place].doubt?.ask = AskState() }
      if lanes[place].takesState { lanes[place].snapshot?.ask = AskState() }
    }
    nextManifestAsk = now + random.between(0, SyncLimits.announceInterval)
    enrolmentAsk = AskState()
    announceOwn()
    for evidence in evidences { tell(evidence.evidence) }
  }

  mutating func subscribe(to place: Int) {
    if lanes[place].isStored { return }
    actions.append(.subscribe(SyncTopic.filter(about: lanes[place].lane.board, prefix)))
  }

  mutating func subscribeLog(_ log: Address) {
    guard !(view.aggregators.contains(own) && settings.shards.contains(SyncTopic.shard(of: log)))
    else { return }
    actions.append(.subscribe(SyncTopic.filter(about: log, prefix)))
  }

  /// Who no longer is an aggregator is not listened to, and does not listen as one.
  mutating func forgetLogs(_ before: [Address]) {
    guard isConnected else { return }
    for log in before where !view.aggregators.contains(log) {
      guard log == own else {
        actions.append(.unsubscribe(SyncTopic.filter(about: log, prefix)))
        continue
      }
      actions.append(.unsubscribe(SyncTopic.filter(.enrol, prefix)))
      for shard in settings.shards {
        actions.append(.unsubscribe(SyncTopic.filter(shard: shard, prefix)))
      }
      for place in lanes.indices where lanes[place].isFollowed { subscribe(to: place) }
    }
  }

  /// What we are, for those who have just come, or who lost it.
  mutating func announceOwn() {
    publishStatus()
    askForEnrolment()
    if let ownPlace { announceHead(ownPlace) }
    if view.aggregators.contains(own), let offer { announceVersions(offer) }
  }

  mutating func publishStatus() {
    guard statusText.count <= 4_096 else { return }
    publish(
      .status, about: own, .status(isOnline: true, text: statusText), isRetained: true)
  }

  mutating func askForEnrolment() {
    guard let enrolment, view.entry(enrolment.0.content.lane) == nil else { return }
    enrolmentAsk.didAsk(now, jitter: random.between(0, SyncLimits.beat))
    publish(.enrol, about: own, .enrolment(enrolment.0, text: enrolment.text))
  }

  mutating func announceHead(_ place: Int) {
    guard let seal = lanes[place].headSeal else { return }
    let checkpoint = logs.last?.checkpoints.last
    lanes[place].outbox.announced = lanes[place].head.height
    publish(.head, about: lanes[place].lane.board, .head(seal, checkpoint), isRetained: true)
  }

  mutating func load(
    _ place: Int, _ first: UInt64, _ count: UInt64, needsBlocks: Bool,
    _ purpose: PendingLoad.Purpose
  ) {
    lastTicket += 1
    loads.append(PendingLoad(ticket: lastTicket, purpose: purpose))
    actions.append(
      .load(
        LoadRequest(
          ticket: lastTicket, lane: lanes[place].lane, first: first, count: count,
          needsBlocks: needsBlocks)))
  }

  /// Makes values durable that wait for no block.
  mutating func store(
    lane place: Int?, beside: [BesideItem] = [], values: [SyncValue] = [],
    _ purpose: PendingValues.Purpose
  ) {
    lastTicket += 1
    stores.append(PendingValues(ticket: lastTicket, purpose: purpose))
    actions.append(
      .store(
        StoreRequest(
          ticket: lastTicket, lane: place.map { lanes[$0].lane }, beside: beside,
          values: values)))
  }
}
