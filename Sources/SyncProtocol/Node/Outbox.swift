/// Publications on their way: as many as allowed at the broker, the others waiting, both bounded.
/// Nothing in it is lost for good when it is lost: every sender says again what is still of use.
struct Outbox {
  private var queue: [SyncPublication] = []
  private var first = 0
  private var queuedBytes = 0
  private var inFlight: [UInt64] = []
  private var lastToken: UInt64 = 0

  var hasRoom: Bool {
    queue.count - first < SyncLimits.queuedMessages && queuedBytes < SyncLimits.queuedBytes
  }

  /// False when there is no room.
  mutating func add(topic: String, payload: [UInt8], isRetained: Bool) -> Bool {
    guard hasRoom else { return false }
    lastToken += 1
    queue.append(
      SyncPublication(topic: topic, payload: payload, isRetained: isRetained, token: lastToken))
    queuedBytes += payload.count
    return true
  }

  /// The next one that may go.
  mutating func next() -> SyncPublication? {
    guard first < queue.count, inFlight.count < SyncLimits.unacknowledged else { return nil }
    let publication = queue[first]
    first += 1
    queuedBytes -= publication.payload.count
    if first == queue.count || first >= 256 {
      queue.removeFirst(first)
      first = 0
    }
    inFlight.append(publication.token)
    return publication
  }

  /// Whether this token was in flight.
  mutating func settle(_ token: UInt64) -> Bool {
    guard let index = inFlight.firstIndex(of: token) else { return false }
    inFlight.remove(at: index)
    return true
  }

  mutating func clear() {
    queue = []
    inFlight = []
    (first, queuedBytes) = (0, 0)
  }
}
