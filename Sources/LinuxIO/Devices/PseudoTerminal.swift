import CLinux

/// A terminal that exists in the kernel alone: a serial line without a wire, for tests and for
/// trying a configuration without the device; pty(7).
public final class PseudoTerminal: Sendable {
  /// Where a program opens the line.
  public let path: String
  /// Reads and writes what the device at the other end would.
  public let device: FileDescriptor

  public init() throws(SystemError) {
    device = try FileDescriptor(opening: "/dev/ptmx", for: .serialLine)
    let controller = device.number
    let number = try SystemCall.retrying("ioctl TIOCGPTN", "/dev/ptmx") {
      cairn_terminal_number(controller)
    }
    path = "/dev/pts/\(number)"
  }
}
