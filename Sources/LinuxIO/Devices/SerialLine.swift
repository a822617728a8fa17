import CLinux

/// A serial line with raw bytes of eight bits; termios(3).
public struct SerialLine: ~Copyable, Sendable {
  public enum Parity: Sendable {
    case none
    case even
    case odd

    var letter: Int32 {
      switch self {
      case .none: 78  // N
      case .even: 69  // E
      case .odd: 79  // O
      }
    }
  }

  /// The speeds in bits a second that `init` takes.
  public static let speeds = [
    1200, 2400, 4800, 9600, 19200, 38400, 57600, 115_200, 230_400, 460_800, 921_600,
  ]

  public let descriptor: FileDescriptor
  private let path: String

  /// Opens the line for this program alone. Reads and writes never wait.
  public init(
    opening path: String, baud: Int, parity: Parity = .none, stopBits: Int = 1
  ) throws(SystemError) {
    let file = try FileDescriptor(opening: path, for: .serialLine)
    let number = file.number
    _ = try SystemCall.retrying("tcsetattr", path) {
      cairn_serial_raw(number, Int32(clamping: baud), parity.letter, Int32(clamping: stopBits))
    }
    _ = try SystemCall.retrying("ioctl TIOCEXCL", path) { cairn_serial_exclusive(number) }
    descriptor = file
    self.path = path
  }

  /// Forgets what arrived and was not read: it is older than the question; tcflush(3).
  public func discardInput() throws(SystemError) {
    _ = try SystemCall.retrying("tcflush", path) { cairn_serial_discard(descriptor.number) }
  }

  /// Everything that has arrived, at most `limit` bytes. An adapter that was pulled out is EIO.
  public func available(limit: Int = Limits.serialRead) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(limit, Limits.serialChunk))
    while bytes.count < limit {
      switch try read(&chunk) {
      case .bytes(0), .wouldBlock: return bytes
      case .bytes(let count): bytes += chunk[..<count]
      // With VMIN 0 a terminal says "end of file" for "nothing there"; one that hung up says so
      // in poll(2).
      case .endOfFile:
        try refuseHungUp()
        return bytes
      }
    }
    return bytes
  }

  private func read(_ chunk: inout [UInt8]) throws(SystemError) -> ReadResult {
    do throws(SystemError) { return try descriptor.read(into: &chunk) } catch {
      throw SystemError(error.code, call: error.call, subject: path)
    }
  }

  private func refuseHungUp() throws(SystemError) {
    var set = PollSet()
    set.add(descriptor, token: 0)
    if try set.wait(until: .after(milliseconds: 0)).contains(where: { $0.isHungUp }) {
      throw SystemError(.inputOutput, call: "read", subject: path)
    }
  }

  /// Sends the bytes, waiting for room until the deadline.
  public func send(_ bytes: [UInt8], until deadline: Deadline) throws(SystemError) {
    try descriptor.write(all: bytes, until: deadline, subject: path)
  }
}
