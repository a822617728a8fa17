/// What the server holds at most. Times are milliseconds.
public struct WebLimits: Sendable, Equatable {
  /// Clients at once. One more waits in the kernel until another goes.
  public var connections: Int
  /// Bytes of a request: its line and its fields. It has no body.
  public var requestBytes: Int
  /// From the first byte of a request, or from the connection, to its end; and for an answer to be
  /// taken.
  public var patience: UInt64
  /// Between two requests on one connection.
  public var idle: UInt64

  public init(
    connections: Int = 16, requestBytes: Int = 8 << 10, patience: UInt64 = 5_000,
    idle: UInt64 = 15_000
  ) {
    precondition(connections > 0 && requestBytes >= 64 && patience > 0 && idle > 0)
    self.connections = connections
    self.requestBytes = requestBytes
    self.patience = patience
    self.idle = idle
  }

  /// Fields of a request, and bytes of its path.
  static let fields = 64
  static let pathBytes = 1_024
  /// Bytes that are read from one client before the next has its turn.
  static let readChunk = 4 << 10
}
