/// A message to publish.
public struct OutgoingMessage: Hashable, Sendable {
  public var topic: String
  public var payload: [UInt8]
  /// Whether the broker keeps it for those who subscribe later.
  public var isRetained: Bool
  /// False for QoS 0: sent once, never acknowledged. For projections only.
  public var isAcknowledged: Bool

  public init(
    topic: String, payload: [UInt8], isRetained: Bool = false, isAcknowledged: Bool = true
  ) {
    self.topic = topic
    self.payload = payload
    self.isRetained = isRetained
    self.isAcknowledged = isAcknowledged
  }

  var size: Int { topic.utf8.count + payload.count }
}

/// A message as it came in.
public struct IncomingMessage: Hashable, Sendable {
  public let topic: String
  public let payload: [UInt8]
  /// True when the broker kept it from before we subscribed.
  public let isRetained: Bool

  var size: Int { topic.utf8.count + payload.count }
}

/// The owner's name for a message: what happens to it is told under this name.
public struct MessageToken: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }
  public init(_ value: UInt64) { rawValue = value }
}

/// The answer to a request to publish. Only after `accepted` will the token's fate be told.
public enum PublishAnswer: Hashable, Sendable {
  /// On its way.
  case accepted
  /// As many messages as allowed wait for the broker: try again after the next event.
  case windowFull
  /// There is no connection: try again after `connected`. Nothing was kept.
  case offline
  /// Larger than we or this broker take: it can never be sent.
  case tooLarge(limit: Int)
  /// The topic has wildcards, or is too long.
  case invalidTopic
}

/// Why the broker will not take a message.
public enum PublishRefusal: Hashable, Sendable {
  case reason(ReasonCode)
  /// Each time it is sent the broker hangs up: in MQTT 3.1.1 the only sign of a message too large.
  case brokerHangsUp
  /// libmosquitto would not send it; in its own words.
  case library(String)

  public var text: String {
    switch self {
    case .reason(let code): code.text
    case .brokerHangsUp: "the broker hangs up whenever it is sent; it is probably too large"
    case .library(let text): text
    }
  }
}

/// What a connection is like.
public struct ConnectionFacts: Hashable, Sendable {
  public let version: ProtocolVersion
  /// Whether the broker remembered our session.
  public let sessionPresent: Bool
  /// The largest packet that this broker takes, if it said so.
  public let maximumPacketSize: Int?
}

/// What happened, in order.
public enum BrokerEvent: Hashable, Sendable {
  case connected(ConnectionFacts)
  /// The connection ended, or an attempt failed; the next one comes after the pause.
  case disconnected(BrokerError, nextAttempt: Int)
  /// The broker has taken the message. That is no delivery: only an application's receipt is.
  /// `subscribers` is false when the broker said that there is nobody to send it to.
  case acknowledged(MessageToken, subscribers: Bool)
  /// The broker will never take this message.
  case refused(MessageToken, PublishRefusal)
  /// The connection ended before the acknowledgement: the broker may have the message or not, and
  /// it is up to the owner to publish it again.
  case unconfirmed(MessageToken)
  case subscribed(filter: String)
  case subscriptionRefused(filter: String, ReasonCode)
  case received(IncomingMessage)
}
