import ChainTypes
import LinuxIO

/// Serves JSON-RPC on a Unix socket, as go-ethereum's IPC: documents one after the other, answers a
/// line each. It has no thread: its owner waits for its descriptors together with everything else,
/// and hands over what is ready.
public final class ControlServer {
  private let listener: LocalListener
  private let limits: ControlLimits
  /// Tokens of a poll set from here on belong to the server: the listener's, then the clients'.
  private let firstToken: Int
  private var connections: [Int: ControlConnection] = [:]
  private var nextToken: Int
  private var buffer = [UInt8](repeating: 0, count: ControlLimits.readChunk)

  /// Listens at the path with these permissions. A socket that a killed program left is replaced.
  public init(
    path: String, mode: UInt32 = 0o660, firstToken: Int, limits: ControlLimits = ControlLimits()
  ) throws(SystemError) {
    listener = try LocalListener(path: path, mode: mode)
    self.limits = limits
    self.firstToken = firstToken
    nextToken = firstToken + 1
  }

  public var clientCount: Int { connections.count }

  /// Adds what the server waits for.
  public func add(to set: inout PollSet) {
    if connections.count < limits.connections { set.add(listener.descriptor, token: firstToken) }
    for (token, connection) in connections {
      set.add(connection.descriptor, for: connection.interest, token: token)
    }
  }

  /// Does what one ready descriptor allows; false when it is not the server's. `answer` gets parsed
  /// documents.
  public func handle(
    _ ready: PollSet.Ready, _ answer: (JSONValue) -> JSONValue?
  ) -> Bool {
    if ready.token == firstToken {
      accept()
      return true
    }
    guard let connection = connections[ready.token] else { return ready.token > firstToken }
    connection.handle(ready, &buffer, answer)
    if connection.isClosed { connections[ready.token] = nil }
    return true
  }

  private func accept() {
    while connections.count < limits.connections {
      // A client that has gone before it was let in is no concern.
      guard let descriptor = try? listener.accept() else { return }
      connections[nextToken] = ControlConnection(descriptor, limits: limits)
      nextToken += 1
    }
  }
}
