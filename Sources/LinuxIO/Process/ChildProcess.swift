import CLinux

/// What a program printed and how it ended.
public struct ProcessResult: Equatable, Sendable {
  public enum End: Equatable, Sendable {
    case exited(Int)
    /// Ended by a signal that was not ours.
    case killed(signal: Int)
    /// It was still running at the deadline, and was ended with all that it started.
    case timedOut
    /// It printed more than allowed, and was ended likewise.
    case printedTooMuch
  }

  public let end: End
  public let output: [UInt8]
  /// The beginning of what it printed to its standard error.
  public let errors: [UInt8]
}

/// Runs other programs.
public enum ChildProcess {
  /// Runs a program (found by PATH when the name has no slash) until it ends or the deadline has
  /// passed. It gets no input, and a process group of its own that is killed as a whole.
  public static func run(
    _ words: [String], until deadline: Deadline, outputLimit: Int = Limits.childOutput
  ) throws(SystemError) -> ProcessResult {
    precondition(!words.isEmpty, "the first word is the program")
    let output = try FileDescriptor.pipe()
    let errors = try FileDescriptor.pipe()
    let process = try spawn(words, output.writer.number, errors.writer.number)
    let reader = output.closingWriter()
    let errorReader = errors.closingWriter()
    var child = RunningChild(process: process, limit: outputLimit)
    do throws(SystemError) {
      try child.collect(reader, errorReader, until: deadline)
    } catch {
      child.stop(.timedOut)
      throw error
    }
    return child.result(until: deadline)
  }

  private static func spawn(
    _ words: [String], _ output: Int32, _ errors: Int32
  ) throws(SystemError) -> pid_t {
    var process: pid_t = 0
    // Safe: strdup(3) makes texts that end with a zero; each is freed below, after the call.
    var arguments: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
    unsafe arguments.append(nil)
    defer { unsafe arguments.forEach { unsafe free($0) } }
    let status = unsafe arguments.withUnsafeMutableBufferPointer { list in
      unsafe cairn_spawn_here(words[0], list.baseAddress, output, errors, &process)
    }
    if status != 0 {
      throw SystemError(ErrorCode(status), call: "posix_spawn", subject: words[0])
    }
    return process
  }
}

extension Pipe {
  /// The reading end alone: who reads to the end must not hold the other one open.
  consuming func closingWriter() -> FileDescriptor { reader }
}

/// A program that was started: reads what it prints, ends it, and collects its status.
private struct RunningChild {
  let process: pid_t
  let limit: Int
  var output: [UInt8] = []
  var errors: [UInt8] = []
  var stopped: ProcessResult.End?

  mutating func collect(
    _ reader: borrowing FileDescriptor, _ errorReader: borrowing FileDescriptor,
    until deadline: Deadline
  ) throws(SystemError) {
    var chunk = [UInt8](repeating: 0, count: Limits.serialChunk)
    var isOpen = [true, true]
    while isOpen[0] || isOpen[1] {
      var set = PollSet()
      if isOpen[0] { set.add(reader, token: 0) }
      if isOpen[1] { set.add(errorReader, token: 1) }
      let ready = try set.wait(until: deadline)
      if ready.isEmpty { return stop(.timedOut) }
      for one in ready {
        let result =
          try one.token == 0 ? reader.read(into: &chunk) : errorReader.read(into: &chunk)
        guard case .bytes(let count) = result else {
          isOpen[one.token] = false
          continue
        }
        if one.token == 0 { output += chunk[..<count] } else { keep(chunk[..<count]) }
        if output.count > limit { return stop(.printedTooMuch) }
      }
    }
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    errors += bytes.prefix(max(0, Limits.childErrors - errors.count))
  }

  /// Kills the whole group: a shell's children hold the pipe open.
  mutating func stop(_ reason: ProcessResult.End) {
    stopped = reason
    _ = kill(-process, SIGKILL)
  }

  /// Waits for the end. A process that closed its output and runs on gets until the deadline; one
  /// that does not even die of SIGKILL hangs in the kernel and is left to init.
  mutating func result(until deadline: Deadline) -> ProcessResult {
    var end = stopped
    while true {
      var status: Int32 = 0
      let state = unsafe cairn_reap(process, 0, &status)
      if state == 1 || state == 2 {
        let natural: ProcessResult.End =
          state == 1 ? .exited(Int(status)) : .killed(signal: Int(status))
        // What it left running in its group goes as well.
        _ = kill(-process, SIGKILL)
        return made(end ?? natural)
      }
      if state < 0 { return made(end ?? .timedOut) }
      if end == nil, deadline.millisecondsLeft == 0 {
        stop(.timedOut)
        end = .timedOut
      }
      if end != nil, deadline.millisecondsPast > Limits.childPatience { return made(.timedOut) }
      MonotonicClock.sleep(milliseconds: 1)
    }
  }

  private func made(_ end: ProcessResult.End) -> ProcessResult {
    ProcessResult(end: end, output: output, errors: errors)
  }
}
