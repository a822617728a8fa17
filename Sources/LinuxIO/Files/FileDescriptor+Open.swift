import CLinux

extension FileDescriptor {
  /// How a file is opened.
  public enum Access: Sendable {
    case read
    /// Reading and writing without creating: devices.
    case readWrite
    /// Reading without waiting for the device: a read says `wouldBlock` instead.
    case readWithoutWaiting
    /// Reading and writing a serial line without waiting and without becoming its session's
    /// terminal.
    case serialLine
    /// Writing, created when missing, emptied when there; mode 0644 less the umask.
    case replace
    /// Writing at the end, created when missing.
    case append
    /// Writing a file that must not exist yet, readable by its owner only: keys.
    case createSecret
    /// Reading and writing a file that only its owner sees, created when missing.
    case lock

    var flags: Int32 {
      switch self {
      case .read: O_RDONLY
      case .readWrite: O_RDWR
      case .readWithoutWaiting: O_RDONLY | O_NONBLOCK
      case .serialLine: O_RDWR | O_NOCTTY | O_NONBLOCK
      case .replace: O_WRONLY | O_CREAT | O_TRUNC
      case .append: O_WRONLY | O_CREAT | O_APPEND
      case .createSecret: O_WRONLY | O_CREAT | O_EXCL
      case .lock: O_RDWR | O_CREAT
      }
    }

    var mode: mode_t {
      switch self {
      case .createSecret, .lock: 0o600
      default: 0o644
      }
    }
  }

  /// Opens a path, never handing the descriptor down to child processes; open(2) with O_CLOEXEC.
  public init(opening path: String, for access: Access) throws(SystemError) {
    let number = try SystemCall.retrying("open", path) {
      unsafe cairn_open(path, access.flags | O_CLOEXEC, access.mode)
    }
    self.init(owning: number)
  }

  /// A pipe: what is written to one end is read from the other; pipe2(2) with O_CLOEXEC.
  public static func pipe() throws(SystemError) -> Pipe {
    var ends: (Int32, Int32) = (-1, -1)
    let status = unsafe cairn_pipe(&ends.0, &ends.1)
    if status != 0 { throw SystemError(.last, call: "pipe2") }
    return Pipe(reader: FileDescriptor(owning: ends.0), writer: FileDescriptor(owning: ends.1))
  }
}

/// Both ends of a pipe.
public struct Pipe: ~Copyable, Sendable {
  public var reader: FileDescriptor
  public var writer: FileDescriptor
}
