import CLinux

/// A program that runs beside this one, and never outlives it: it is killed when its owner lets go,
/// and by the kernel when the thread that started it ends without doing so.
public final class BackgroundProcess {
  public enum State: Equatable, Sendable {
    case running
    case exited(Int)
    case killed(signal: Int)
  }

  private let process: pid_t
  private var end: State?

  /// Starts a program by its path. What it prints goes to the end of a file.
  public init(_ words: [String], output path: String) throws(SystemError) {
    precondition(!words.isEmpty, "the first word is the program")
    let output = try FileDescriptor(opening: path, for: .append)
    // Safe: strdup(3) makes texts that end with a zero; each is freed below, after the call.
    var arguments: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
    unsafe arguments.append(nil)
    defer { unsafe arguments.forEach { unsafe free($0) } }
    let number = unsafe arguments.withUnsafeMutableBufferPointer { list in
      unsafe cairn_start_bound(words[0], list.baseAddress, output.number)
    }
    if number < 0 { throw SystemError(.last, call: "fork", subject: words[0]) }
    process = number
  }

  deinit { kill() }

  /// Its process number.
  public var number: Int { Int(process) }

  public var state: State {
    if let end { return end }
    var status: Int32 = 0
    switch unsafe cairn_reap(process, 0, &status) {
    case 0: return .running
    case 1: end = .exited(Int(status))
    case 2: end = .killed(signal: Int(status))
    default: end = .exited(127)
    }
    return end ?? .running
  }

  /// Asks it to end; SIGTERM.
  public func terminate() {
    if state == .running { _ = CLinux.kill(process, SIGTERM) }
  }

  /// Ends it at once, with all of its group; SIGKILL.
  public func kill() {
    guard state == .running else { return }
    _ = CLinux.kill(-process, SIGKILL)
    _ = CLinux.kill(process, SIGKILL)
    _ = wait(milliseconds: Limits.childPatience)
  }

  /// Waits until it has ended; false when it has not in time.
  public func wait(milliseconds: Int) -> Bool {
    let deadline = Deadline.after(milliseconds: milliseconds)
    while state == .running {
      if deadline.millisecondsLeft == 0 { return false }
      MonotonicClock.sleep(milliseconds: 2)
    }
    return true
  }
}
