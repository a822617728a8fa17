import LinuxIO

/// Answers GET and HEAD over HTTP/1.1, for what watches a server: no bodies, no files, no TLS (put
/// a proxy in front for that). It has no thread: its owner waits for its descriptors together with
/// everything else, and hands over what is ready.
public final class HTTPServer {
  private let listener: NetworkListener
  private let limits: WebLimits
  /// Tokens of a poll set from here up to `lastToken` belong to the server: the listener's, then a
  /// place for each client.
  private let firstToken: Int
  private var connections: [Int: WebConnection] = [:]
  private var buffer = [UInt8](repeating: 0, count: WebLimits.readChunk)

  /// Listens at an address in digits; port 0 is any that is free.
  public init(
    address: String, port: Int, firstToken: Int, limits: WebLimits = WebLimits()
  ) throws(SystemError) {
    listener = try NetworkListener(address: address, port: port)
    self.limits = limits
    self.firstToken = firstToken
  }

  public var port: Int { listener.port }
  public var clientCount: Int { connections.count }

  private var lastToken: Int { firstToken + limits.connections }

  /// Adds what the server waits for.
  public func add(to set: inout PollSet) {
    if connections.count < limits.connections { set.add(listener.descriptor, token: firstToken) }
    for (token, connection) in connections {
      set.add(connection.descriptor, for: connection.interest, token: token)
    }
  }

  /// When a client's patience ends, in monotonic milliseconds; `.max` without clients.
  public var nextDeadline: UInt64 {
    var next = UInt64.max
    for connection in connections.values { next = min(next, connection.due) }
    return next
  }

  /// Does what one ready descriptor allows; false when it is not the server's.
  public func handle(
    _ ready: PollSet.Ready, now: UInt64, _ answer: (HTTPRequest) -> HTTPAnswer
  ) -> Bool {
    guard ready.token >= firstToken, ready.token <= lastToken else { return false }
    if ready.token == firstToken {
      accept(now)
      return true
    }
    guard let connection = connections[ready.token] else { return true }
    connection.handle(ready, &buffer, now: now, answer)
    if connection.isClosed { connections[ready.token] = nil }
    return true
  }

  /// Drops the clients that took too long. To be called now and then, at `nextDeadline` at the
  /// latest.
  public func dropSlow(now: UInt64) {
    for (token, connection) in connections {
      connection.close(at: now)
      if connection.isClosed { connections[token] = nil }
    }
  }

  private func accept(_ now: UInt64) {
    while connections.count < limits.connections {
      // A client that has gone before it was let in is no concern.
      guard let descriptor = try? listener.accept() else { return }
      guard let token = (firstToken + 1...lastToken).first(where: { connections[$0] == nil })
      else { return }
      connections[token] = WebConnection(descriptor, limits: limits, now: now)
    }
  }
}
