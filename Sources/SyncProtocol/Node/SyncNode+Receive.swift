import ChainTypes
import Statements

extension SyncNode {
  /// A message from the broker, which is believed nothing: who says it has to have signed it.
  mutating func receive(_ text: String, _ payload: [UInt8]) {
    counters.received += 1
    guard let topic = SyncTopic(text, prefix: prefix) else {
      counters.malformed += 1
      return
    }
    if isEcho(topic) { return }
    do throws(MessageError) {
      take(try SyncMessage(decoding: payload), topic)
    } catch { counters.malformed += 1 }
  }

  mutating func hear(_ message: SyncMessage, _ topic: SyncTopic) {
    counters.received += 1
    if !isEcho(topic) { take(message, topic) }
  }

  /// Our own words come back; only a seal can be somebody else's in our name.
  private func isEcho(_ topic: SyncTopic) -> Bool {
    topic.sender == own && !(topic.subject == own && topic.kind.carriesSeals)
  }

  mutating func take(_ message: SyncMessage, _ topic: SyncTopic) {
    switch (message, topic.kind) {
    case (.blocks(let blocks), .block), (.blocks(let blocks), .give):
      for block in blocks { take(block, message, topic) }
    case (.chunk(let chunk), .block), (.chunk(let chunk), .give), (.chunk(let chunk), .manifest):
      take(chunk, topic)
    case (.head(let seal, let checkpoint), .head):
      guard let place = place(seal.content.lane, topic), topic.sender == topic.subject else {
        return
      }
      if note(seal, place, message, topic) == .good {
        didHear(seal, place)
        hasten(place, topic.sender)
      }
      if let checkpoint { take(checkpoint) }
    case (.cosignature(let cosignature, let seal), .cosign):
      take(cosignature, seal, message, topic)
    case (.receipt(let receipt, let seal), .receipt): take(receipt, seal, message, topic)
    case (.covering(let lane, let checkpoint, let proof), .receipt):
      guard topic.sender == checkpoint.content.log, lane.board == own, take(checkpoint) else {
        return
      }
      actions.append(.covering(lane: lane, checkpoint: checkpoint, proof: proof))
    case (.checkpoints(let checkpoints), .checkpoint):
      for checkpoint in checkpoints where checkpoint.content.log == topic.subject {
        take(checkpoint)
      }
    case (.want(let want), .want): take(want, topic)
    case (.standing(let standing), .give): take(standing, topic)
    case (.snapshot(let part), .snapshot): take(part, topic)
    default: takeRest(message, topic)
    }
  }

  private mutating func takeRest(_ message: SyncMessage, _ topic: SyncTopic) {
    switch (message, topic.kind) {
    case (.transaction(let bytes), .tx): take(transaction: bytes, topic)
    case (.manifest(let offer), .manifest): take(offer)
    case (.evidence(let evidence), .evidence): take(evidence)
    case (.thaw(let thaw), .evidence): obey(thaw)
    case (.succession(let succession), .evidence): obey(succession)
    case (.enrolment(let enrolment, let text), .enrol):
      guard view.aggregators.contains(own), topic.sender == enrolment.content.lane.board,
        signer(of: enrolment) == topic.sender, text.count <= 4_096
      else { return reject() }
      actions.append(.enrolment(enrolment, text: text))
    case (.status(let isOnline, let text), .status):
      guard topic.sender == topic.subject, text.count <= 4_096 else { return reject() }
      actions.append(.status(sender: topic.sender, text: text, isOnline: isOnline))
    default: counters.malformed += 1
    }
  }

  private mutating func take(transaction bytes: [UInt8], _ topic: SyncTopic) {
    guard let ownPlace, topic.subject == own,
      lanes[ownPlace].entry.senders.contains(topic.sender)
    else { return reject() }
    actions.append(
      .transaction(lane: lanes[ownPlace].lane, sender: topic.sender, bytes: bytes))
  }

  private mutating func take(_ chunk: Chunk, _ topic: SyncTopic) {
    switch chunk.ticket {
    case .block(let seal):
      guard topic.kind != .manifest, let place = place(seal.content.lane, topic) else { return }
      guard isWanted(seal, place) else {
        counters.ignored += 1
        return
      }
      guard note(seal, place, .chunk(chunk), topic) == .good else { return }
    case .manifest(let version):
      guard topic.kind == .manifest, version.content.version > view.version,
        signer(of: version) == view.fleetKey
      else { return reject() }
    }
    let limit = settings.assembledBytes
    guard let body = assembler.add(chunk, from: topic.sender, limit: limit, now: now) else {
      return
    }
    var reader = MessageReader(body)
    do throws(MessageError) {
      switch chunk.ticket {
      case .block(let seal):
        let block = try SealedBlock(seal: seal, body: &reader)
        try reader.finish()
        take(block, .blocks([block]), topic)
      case .manifest:
        let offer = try ManifestOffer(from: &reader)
        try reader.finish()
        take(offer)
      }
    } catch { counters.malformed += 1 }
  }

  /// Pieces of what we have, or of what is too far ahead, are not collected.
  private func isWanted(_ seal: Signed<Seal>, _ place: Int) -> Bool {
    let state = lanes[place]
    let height = seal.content.height
    if let snapshot = state.snapshot {
      return snapshot.phase == .choosing && height > state.head.height
    }
    return !state.isOwn && height > state.head.height && state.waiting[height] == nil
      && height <= state.head.height + SyncLimits.waitingBlocks
  }

  /// The lane's place here, if we follow it and the topic is about it.
  mutating func place(_ lane: Lane, _ topic: SyncTopic) -> Int? {
    guard lane.board == topic.subject, let place = places[lane], lanes[place].isFollowed else {
      counters.ignored += 1
      return nil
    }
    return place
  }

  mutating func reject() { counters.forged += 1 }

  func signer<Content: Statement>(of signed: Signed<Content>) -> Address? {
    do throws(SignatureError) {
      return try signed.signer(in: view.domain, using: crypto)
    } catch { return nil }
  }
}

extension SyncKind {
  /// In which a seal of ours can come that we did not make.
  var carriesSeals: Bool {
    switch self {
    case .block, .head, .give: true
    default: false
    }
  }
}
