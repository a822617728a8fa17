/// What libmosquitto tells about a session.
public enum BrokerEvent: Hashable, Sendable {
  /// The broker answered: nil when it let us in.
  case connected(BrokerError?)
  /// The connection ended: nil when we ended it.
  case disconnected(BrokerError?)
  /// The broker acknowledged a message. That is no delivery: only an application's receipt is.
  case acknowledged(message: Int)
  /// A message came in.
  case received(BrokerMessage)
}

/// A message as it came in.
public struct BrokerMessage: Hashable, Sendable {
  public let topic: String
  public let payload: [UInt8]
  /// True when the broker kept it from before we subscribed.
  public let isRetained: Bool
}
