/// The bounds of this module.
public enum Limits {
  /// Bytes of a message either way: what the strictest of the common brokers takes (AWS IoT).
  public static let messageBytes = 131_072
  /// Bytes of a topic that we publish or subscribe to; MQTT itself allows 65,535.
  public static let topicBytes = 512
  /// Levels of a topic are divided by at most this many slashes (AWS IoT).
  public static let topicSlashes = 7
  /// Messages that wait for the broker's acknowledgement at once.
  public static let windowMessages = 8
  /// Bytes of them together; at least one message of the largest size always fits.
  public static let windowBytes = 262_144
  /// Messages that came in and wait for the owner. When they are this many the socket is not read
  /// any more; what a TLS record of 16 KB has brought already is added to them.
  public static let inboxMessages = 512
  /// Bytes of them together.
  public static let inboxBytes = 2_097_152
  /// Events of the connection itself that wait for the owner; then no new attempt is made.
  static let inboxNotices = 256
  /// Subscriptions of one connection.
  public static let subscriptions = 64
  /// The shortest keep-alive that libmosquitto takes.
  static let shortestKeepAlive = 5
  /// How often a message may be alone in flight when the broker hangs up, until it is blamed.
  static let lonelyLosses = 3
  /// How long a poll lasts while the TLS handshake may want to go on without the socket saying so.
  static let handshakePoll = 50
  /// The longest poll: libmosquitto counts its keep-alive in whole seconds.
  static let longestPoll = 1000
}
