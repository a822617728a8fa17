import CLinux

/// What a person needs to know about an error code.
struct ErrorFacts {
  let number: Int32
  let symbol: String
  let meaning: String
  let advice: String

  init(_ number: Int32, _ symbol: String, _ meaning: String, _ advice: String) {
    self.number = number
    self.symbol = symbol
    self.meaning = meaning
    self.advice = advice
  }
}

extension ErrorCode {
  /// The name that the manual pages use, such as ENOENT.
  public var symbol: String { facts?.symbol ?? "errno \(number)" }

  /// What it means, in words.
  public var meaning: String { facts?.meaning ?? "the system reports error \(number)" }

  /// What to do next, as a sentence.
  public var advice: String { facts?.advice ?? "See: man 3 errno." }

  private var facts: ErrorFacts? { ErrorCode.table.first { $0.number == number } }

  /// errno(3), those that files, devices, sockets and threads give.
  private static var table: [ErrorFacts] { fileTable + networkTable }

  private static var fileTable: [ErrorFacts] {
    [
      ErrorFacts(EPERM, "EPERM", "this user may not do that", "Run it as root."),
      ErrorFacts(ENOENT, "ENOENT", "it does not exist", "Check the path."),
      ErrorFacts(EINTR, "EINTR", "a signal interrupted it", "Try again."),
      ErrorFacts(EIO, "EIO", "the device failed", "Check the card or cable, then: dmesg | tail"),
      ErrorFacts(ENXIO, "ENXIO", "no device is there", "Check the wiring and the overlay."),
      ErrorFacts(
        EREMOTEIO, "EREMOTEIO", "no device answers at that address", "Check wiring and address."),
      ErrorFacts(EBADF, "EBADF", "the descriptor is closed", "This is a defect: report it."),
      ErrorFacts(EAGAIN, "EAGAIN", "a resource is used up for now", "Try again later."),
      ErrorFacts(ENOMEM, "ENOMEM", "memory is used up", "Stop other programs or add memory."),
      ErrorFacts(
        EACCES, "EACCES", "this user has no permission",
        "Check owner and mode with ls -l, or the user's groups with id."),
      ErrorFacts(EBUSY, "EBUSY", "somebody else is using it", "See who does: fuser -v PATH"),
      ErrorFacts(EEXIST, "EEXIST", "it exists already", "Choose another name or remove it."),
      ErrorFacts(ENODEV, "ENODEV", "no such device", "Check the wiring and the overlay."),
      ErrorFacts(ENOTDIR, "ENOTDIR", "a part of the path is no folder", "Check the path."),
      ErrorFacts(EISDIR, "EISDIR", "it is a folder", "Name a file inside it."),
      ErrorFacts(EINVAL, "EINVAL", "the system refuses an argument", "Check the values given."),
      ErrorFacts(EMFILE, "EMFILE", "too many files are open", "Raise the limit: ulimit -n"),
      ErrorFacts(ENOTTY, "ENOTTY", "it is not a terminal or such device", "Check the path."),
      ErrorFacts(EFBIG, "EFBIG", "it is larger than allowed", "Check that it is the right file."),
      ErrorFacts(ENOSPC, "ENOSPC", "the disk is full", "Make room; see: df -h"),
      ErrorFacts(EDQUOT, "EDQUOT", "the quota is used up", "Make room, or ask for more."),
      ErrorFacts(EROFS, "EROFS", "the file system is read-only", "Check the card: dmesg | tail"),
      ErrorFacts(ENAMETOOLONG, "ENAMETOOLONG", "the path is too long", "Use a shorter one."),
      ErrorFacts(ELOOP, "ELOOP", "too many symbolic links", "Check the links on the path."),
      ErrorFacts(ENOSYS, "ENOSYS", "this kernel cannot do that", "Use a newer kernel."),
      ErrorFacts(EDEADLK, "EDEADLK", "it would wait for itself", "This is a defect: report it."),
    ]
  }

  private static var networkTable: [ErrorFacts] {
    [
      ErrorFacts(EPIPE, "EPIPE", "the reader has gone", "Start the reader again."),
      ErrorFacts(EADDRINUSE, "EADDRINUSE", "the address is in use", "Stop the other program."),
      ErrorFacts(ENETUNREACH, "ENETUNREACH", "no network", "Check the cable and: ip route"),
      ErrorFacts(ECONNRESET, "ECONNRESET", "the other side hung up", "Try again."),
      ErrorFacts(ENOTCONN, "ENOTCONN", "it is not connected", "Connect first."),
      ErrorFacts(ETIMEDOUT, "ETIMEDOUT", "it took too long", "Check the other side, try again."),
      ErrorFacts(
        ECONNREFUSED, "ECONNREFUSED", "nobody listens there", "Check that the service runs."),
      ErrorFacts(EHOSTUNREACH, "EHOSTUNREACH", "the host is out of reach", "Check: ip route"),
    ]
  }
}
