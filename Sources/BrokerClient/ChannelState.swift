/// What a connection's thread and its owner share, under one lock.
struct ChannelState {
  var status = BrokerStatus()
  var window: SendWindow
  var inbox: EventQueue
  /// Accepted for publishing, not yet handed to libmosquitto.
  var outbox: [QueuedMessage] = []
  /// Filters to subscribe to or to give up on the next occasion.
  var requests: [SubscriptionRequest] = []
  /// What is subscribed to at each connection.
  var filters: [String]
  var largest = Limits.messageBytes
  var isPaused = false
  /// When the thread shall be gone, in milliseconds of its clock.
  var stopBefore: UInt64?

  init(_ settings: BrokerSettings) {
    window = SendWindow(limit: settings.window)
    inbox = EventQueue(messageLimit: settings.inbox)
    filters = settings.subscriptions.map { $0.filter }
  }
}

struct QueuedMessage {
  let token: MessageToken
  let message: OutgoingMessage
}

struct SubscriptionRequest {
  let filter: String
  let isWanted: Bool
}

/// How a connection stands, for people and for `status`.
public struct BrokerStatus: Hashable, Sendable {
  public enum Phase: Hashable, Sendable {
    case waiting
    case connecting
    case online
    case stopped
  }

  public internal(set) var phase = Phase.waiting
  /// The version spoken or tried last.
  public internal(set) var version: ProtocolVersion?
  /// Why there is no connection; nil while there is one.
  public internal(set) var lastError: BrokerError?
  public internal(set) var counters = BrokerCounters()
  /// Messages that wait for the broker, and messages that wait for the owner.
  public internal(set) var inFlight = 0
  public internal(set) var inInbox = 0
}

/// What has happened since the connection was made.
public struct BrokerCounters: Hashable, Sendable {
  public internal(set) var attempts: UInt64 = 0
  public internal(set) var connections: UInt64 = 0
  public internal(set) var acknowledged: UInt64 = 0
  public internal(set) var refused: UInt64 = 0
  public internal(set) var unconfirmed: UInt64 = 0
  public internal(set) var received: UInt64 = 0
  /// How often reading stopped because the owner did not keep up.
  public internal(set) var pauses: UInt64 = 0
  /// Messages that came in larger than we take, and were dropped.
  public internal(set) var oversized: UInt64 = 0
}
