/// What bounds the demo: generous, since it has to work on two cores that others use as well.
public enum DemoLimits {
  /// Seconds that it may be asked to take.
  public static let seconds = 20...3_600
  /// Seconds unless told otherwise.
  public static let defaultSeconds = 60
  /// Milliseconds in which something that normally takes one second has to happen.
  static let patience = 90_000
  /// Milliseconds that a broker may take to begin to listen.
  static let brokerPatience = 15_000
  /// Milliseconds that a process may take to end when it is asked to.
  static let goodbye = 5_000
  /// Milliseconds between two looks at everybody.
  static let look = 500
  /// Milliseconds that a member may take to answer how it is.
  static let answer = 3_000
  /// Bytes that the relay takes from one side before the other had its turn.
  static let relayChunk = 16 << 10
  /// Bytes that wait for a side that does not take them, before its partner is not read any more.
  static let relayBacklog = 256 << 10
  /// Bytes behind the kind in a block's topic at which its header stands: 40 digits, the packet's
  /// number, a seal of some 220 bytes, and half of a header.
  static let behindTopic = 40 + 500
  /// Bytes of a member's log that are looked at.
  static let logBytes = 1 << 20
}
