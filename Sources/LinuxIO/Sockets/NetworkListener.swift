import CLinux

/// A TCP socket at an address of this machine, written in digits; ip(7), ipv6(7).
public struct NetworkListener: ~Copyable, Sendable {
  public let descriptor: FileDescriptor
  public let address: String
  public let port: Int

  /// Listens at the port, or at one that is free. A name instead of an address is EINVAL: which
  /// machine a name means is not this machine's to say.
  public init(address: String, port: Int = 0) throws(SystemError) {
    var chosen = Int32(clamping: port)
    let number = unsafe cairn_network_listen(address, &chosen, Limits.socketBacklog)
    if number < 0 { throw SystemError(.last, call: "bind", subject: "\(address) port \(port)") }
    descriptor = FileDescriptor(owning: number)
    self.address = address
    self.port = Int(chosen)
  }

  /// The next connection, which does not wait either; nil when nobody asks for one.
  public func accept() throws(SystemError) -> FileDescriptor? {
    do throws(SystemError) {
      let number = try SystemCall.retrying("accept", address) { cairn_accept(descriptor.number) }
      return FileDescriptor(owning: number)
    } catch {
      if error.code == .wouldBlock { return nil }
      throw error
    }
  }
}
