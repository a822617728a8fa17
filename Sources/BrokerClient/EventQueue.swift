/// What waits for the owner, in order. It never drops: who fills it looks at `isFull` and stops
/// reading, so that the network slows the sender down.
struct EventQueue {
  private let messageLimit: Int
  private var events: [BrokerEvent] = []
  private var head = 0
  private(set) var messages = 0
  private(set) var bytes = 0

  init(messageLimit: Int) { self.messageLimit = messageLimit }

  var isEmpty: Bool { head == events.count }

  /// Messages that came in are as many or as large as allowed.
  var isFull: Bool { messages >= messageLimit || bytes >= Limits.inboxBytes }

  /// Half of it is free again. Reading on at the first free place would stop again at once.
  var hasRoom: Bool { messages <= messageLimit / 2 && bytes <= Limits.inboxBytes / 2 }

  /// The owner does not even take notice of the connection's own events.
  var isIgnored: Bool { events.count - head - messages >= Limits.inboxNotices }

  mutating func append(_ event: BrokerEvent) {
    if case .received(let message) = event {
      messages += 1
      bytes += message.size
    }
    events.append(event)
  }

  mutating func next() -> BrokerEvent? {
    guard head < events.count else { return nil }
    let event = events[head]
    head += 1
    if case .received(let message) = event {
      messages -= 1
      bytes -= message.size
    }
    compact()
    return event
  }

  /// Half of the array is behind us: the rest moves to its start, which costs a constant for each
  /// event.
  private mutating func compact() {
    if head == events.count {
      events.removeAll(keepingCapacity: true)
      head = 0
    } else if head >= 64, head * 2 >= events.count {
      events.removeSubrange(..<head)
      head = 0
    }
  }
}
