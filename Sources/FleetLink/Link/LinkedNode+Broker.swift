import BrokerClient
import ChainTypes
import FleetManifest
import Ledger
import Statements
import SyncProtocol

extension LinkedNode {
  /// What the connection tells, as the protocol's events.
  func take(_ event: BrokerEvent) {
    switch event {
    case .connected(let facts):
      didConnect(facts.version.text)
      events.append(.connected)
      tellOrigins()
    case .disconnected(let error, let pause):
      didDisconnect(error.text, pause)
      drop()
      events.append(.disconnected)
    case .acknowledged(let token, _): answered(token) { .acknowledged($0) }
    case .refused(let token, let why):
      answered(token) { .refused($0) }
      notices.append(.topicRefused("a message", why: why.text))
    case .unconfirmed(let token): answered(token) { .unconfirmed($0) }
    case .subscribed: break
    case .subscriptionRefused(let filter, let code):
      notices.append(.topicRefused(filter, why: code.text))
    case .received(let message):
      if takeOrigin(message) { return }
      events.append(.received(topic: message.topic, payload: message.payload))
    }
  }

  private func answered(_ token: MessageToken, _ event: (UInt64) -> SyncEvent) {
    if token.rawValue < LinkLimits.ownTokens { events.append(event(token.rawValue)) }
    sendWaiting()
  }

  func publish(_ publication: SyncPublication) {
    let message = OutgoingMessage(
      topic: publication.topic, payload: publication.payload,
      isRetained: publication.isRetained)
    publish(OutgoingEntry(message: message, token: publication.token))
  }

  private func publish(_ entry: OutgoingEntry) {
    if !waiting.isEmpty || !send(entry) {
      guard waiting.count < LinkLimits.waitingPublications else {
        fate(entry) { .unconfirmed($0) }
        return
      }
      waiting.append(entry)
    }
  }

  /// False when it has to wait.
  private func send(_ entry: OutgoingEntry) -> Bool {
    switch connection.publish(entry.message, as: MessageToken(entry.token)) {
    case .accepted: return true
    case .windowFull: return false
    case .offline: fate(entry) { .unconfirmed($0) }
    case .tooLarge, .invalidTopic: fate(entry) { .refused($0) }
    }
    return true
  }

  private func sendWaiting() {
    var sent = 0
    for entry in waiting {
      if !send(entry) { break }
      sent += 1
    }
    waiting.removeFirst(sent)
  }

  private func drop() {
    for entry in waiting { fate(entry) { .unconfirmed($0) } }
    waiting = []
  }

  private func fate(_ entry: OutgoingEntry, _ event: (UInt64) -> SyncEvent) {
    if entry.token < LinkLimits.ownTokens { events.append(event(entry.token)) }
  }
}

// How lanes begin. The protocol knows the hash of each genesis from the manifest and no more: here
// it is told, retained, under a kind of its own. Whoever hears it computes the hash, so that it
// does not matter who said it.

extension LinkedNode {
  private static let kind = "genesis"

  private func originTopic(_ subject: Address) -> String {
    let digits = Hex.digits(subject.bytes)
    return prefix + String(digits.prefix(1)) + "/" + Hex.digits(key.address.bytes) + "/"
      + LinkedNode.kind + "/" + digits
  }

  /// Tells how the own lane begins, and those of others that are stored here: their boards may be
  /// gone, and the broker forgets what it kept when it starts anew.
  private func tellOrigins() {
    if let own, let origin { tellOrigin(origin, of: own.lane) }
    for book in shelf.books.values where book !== own {
      guard let document = try? StoredLane.genesisDocument(in: book.ledger.store),
        let origin = LaneOrigin(genesis: document)
      else { continue }
      tellOrigin(origin, of: book.lane)
    }
  }

  /// Asks how a lane begins, by a message without content: brokers such as RabbitMQ do not give
  /// what was retained to filters with wildcards.
  func askOrigin(_ board: Address) {
    let now = LinkedNode.now
    guard isConnected, now >= asked[board] ?? 0,
      asked[board] != nil || asked.count < LinkLimits.knownPlans
    else { return }
    asked[board] = now + LinkLimits.originPause
    nextToken += 1
    publish(
      OutgoingEntry(
        message: OutgoingMessage(topic: originTopic(board), payload: [], isRetained: false),
        token: nextToken))
  }

  /// The owner answers, and an aggregator, since the owner may be gone.
  private func answerOrigin(_ board: Address) {
    let now = LinkedNode.now
    guard now >= told[board] ?? 0, told[board] != nil || told.count < LinkLimits.knownPlans else {
      return
    }
    if let own {
      guard let origin, own.lane.board == board else { return }
      told[board] = now + LinkLimits.answerPause
      return tellOrigin(origin, of: own.lane)
    }
    told[board] = now + LinkLimits.answerPause
    for book in shelf.books.values where book.lane.board == board {
      guard let document = try? StoredLane.genesisDocument(in: book.ledger.store),
        let origin = LaneOrigin(genesis: document)
      else { continue }
      tellOrigin(origin, of: book.lane)
    }
  }

  private func tellOrigin(_ origin: LaneOrigin, of lane: Lane) {
    nextToken += 1
    publish(
      OutgoingEntry(
        message: OutgoingMessage(
          topic: originTopic(lane.board), payload: origin.bytes, isRetained: true),
        token: nextToken))
  }

  /// True when the message is about how a lane begins.
  private func takeOrigin(_ message: IncomingMessage) -> Bool {
    guard message.topic.hasPrefix(prefix) else { return false }
    let parts = message.topic.dropFirst(prefix.count).split(
      separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[2] == LinkedNode.kind else { return false }
    guard let board = Address(hex: "0x" + String(parts[3])),
      message.payload.count <= LinkLimits.genesisBytes
    else { return true }
    if message.payload.isEmpty {
      if String(parts[1]) != key.address.plain { answerOrigin(board) }
      return true
    }
    let origin = LaneOrigin(bytes: message.payload)
    for entry in manifests.current.manifest.lanes where entry.lane.board == board {
      if shelf.books[entry.lane] != nil { continue }
      if open(entry.lane, entry.genesisHash, origin) { return true }
    }
    keep(origin, of: board)
    return true
  }

  /// For the version of the manifest that will name it. Three are enough for a board: what it has,
  /// what it had, and what somebody else claims.
  private func keep(_ origin: LaneOrigin, of board: Address) {
    guard plans.count < LinkLimits.knownPlans, origin.bytes.count < 1_024 else { return }
    var known = plans[board] ?? []
    if known.contains(where: { $0.bytes == origin.bytes }) { return }
    if known.count >= 3 { known.removeFirst() }
    known.append(origin)
    plans[board] = known
  }

  func open(_ lane: Lane, _ hash: Hash, _ origin: LaneOrigin) -> Bool {
    do throws(LinkFailure) {
      return try shelf.create(lane, origin, genesisHash: hash)
    } catch {
      notices.append(.failed(error.text))
      return false
    }
  }
}
