import CLinux

/// A stream socket in the file system that programs on this machine connect to; unix(7).
public struct LocalListener: ~Copyable, Sendable {
  public let descriptor: FileDescriptor
  public let path: String

  /// Listens at the path, which owner and group may use (mode 0660 unless told otherwise). A socket
  /// that a killed program left there is replaced; one that somebody listens at is EADDRINUSE.
  public init(path: String, mode: UInt32 = 0o660) throws(SystemError) {
    self.path = path
    if Folder.kind(path) == .other {
      if (try? LocalSocket.connect(to: path)) != nil {
        throw SystemError(.addressInUse, call: "bind", subject: path)
      }
      _ = unsafe unlink(path)
    }
    let number = unsafe cairn_local_listen(path, mode, Limits.socketBacklog)
    if number < 0 { throw SystemError(.last, call: "bind", subject: path) }
    descriptor = FileDescriptor(owning: number)
  }

  /// The next connection, which does not wait either; nil when nobody asks for one.
  public func accept() throws(SystemError) -> FileDescriptor? {
    do throws(SystemError) {
      let number = try SystemCall.retrying("accept", path) { cairn_accept(descriptor.number) }
      return FileDescriptor(owning: number)
    } catch {
      if error.code == .wouldBlock { return nil }
      throw error
    }
  }

  deinit { _ = unsafe unlink(path) }
}

/// The other side of a local socket.
public enum LocalSocket {
  /// Connects to a listener; reads and writes of the result wait.
  public static func connect(to path: String) throws(SystemError) -> FileDescriptor {
    let number = try SystemCall.retrying("connect", path) { unsafe cairn_local_connect(path, 0) }
    return FileDescriptor(owning: number)
  }

  /// Sends one datagram to a path or, with a leading `@`, to an abstract name.
  static func sendDatagram(_ text: String, to path: String) throws(SystemError) {
    let number = try SystemCall.retrying("connect", path) { unsafe cairn_local_connect(path, 1) }
    let socket = FileDescriptor(owning: number)
    let bytes = Array(text.utf8)
    // Safe: the kernel reads as many bytes as the array has.
    _ = try SystemCall.retrying("send", path) {
      unsafe bytes.withUnsafeBytes { unsafe cairn_send(socket.number, $0.baseAddress, $0.count) }
    }
  }
}
