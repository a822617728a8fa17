/// What the control socket holds at most.
public struct ControlLimits: Sendable, Equatable {
  /// Clients at once. More are let in when one goes.
  public var connections: Int
  /// Bytes of one request or batch of requests.
  public var requestBytes: Int
  /// Bytes of answers that a client has not taken yet, before it is dropped.
  public var answerBytes: Int

  public init(
    connections: Int = 16, requestBytes: Int = 1 << 20, answerBytes: Int = 16 << 20
  ) {
    precondition(connections > 0 && requestBytes > 0 && answerBytes > 0)
    self.connections = connections
    self.requestBytes = requestBytes
    self.answerBytes = answerBytes
  }

  /// Bytes that are read from one client before the next has its turn.
  static let readChunk = 16 << 10
}
