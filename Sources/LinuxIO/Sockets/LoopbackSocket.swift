import CLinux

/// A TCP socket that programs of this machine connect to, at 127.0.0.1 only; ip(7).
public struct LoopbackListener: ~Copyable, Sendable {
  public let descriptor: FileDescriptor
  public let port: Int

  /// Listens at the port, or at one that is free.
  public init(port: Int = 0) throws(SystemError) {
    var chosen = Int32(clamping: port)
    let number = unsafe cairn_loopback_listen(&chosen, Limits.socketBacklog)
    if number < 0 { throw SystemError(.last, call: "bind", subject: "127.0.0.1:\(port)") }
    descriptor = FileDescriptor(owning: number)
    self.port = Int(chosen)
  }

  /// The next connection, which does not wait either; nil when nobody asks for one.
  public func accept() throws(SystemError) -> FileDescriptor? {
    do throws(SystemError) {
      let number = try SystemCall.retrying("accept", "127.0.0.1") {
        cairn_accept(descriptor.number)
      }
      return FileDescriptor(owning: number)
    } catch {
      if error.code == .wouldBlock { return nil }
      throw error
    }
  }
}

/// The other side of such a socket.
public enum LoopbackSocket {
  /// Connects to a port of this machine; reads and writes of the result do not wait.
  public static func connect(port: Int) throws(SystemError) -> FileDescriptor {
    let number = try SystemCall.retrying("connect", "127.0.0.1:\(port)") {
      cairn_loopback_connect(Int32(clamping: port))
    }
    return FileDescriptor(owning: number)
  }

  /// A port that was free a moment ago. Somebody else may take it before it is used, and so may the
  /// next call: who needs two asks for both at once.
  public static func freePort() throws(SystemError) -> Int { try LoopbackListener().port }

  /// Two different ones.
  public static func twoFreePorts() throws(SystemError) -> (Int, Int) {
    // Both are held until both are known.
    let first = try LoopbackListener()
    let second = try LoopbackListener()
    return (first.port, second.port)
  }
}
