import CLinux

/// Descriptors that one thread waits for together; poll(2). A few dozen of them cost less than an
/// epoll set would need to be kept in step.
public struct PollSet {
  /// What is waited for.
  public struct Interest: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let readable = Interest(rawValue: 1)
    public static let writable = Interest(rawValue: 2)
  }

  /// A descriptor that can go on.
  public struct Ready: Equatable, Sendable {
    /// The number under which it was added.
    public let token: Int
    public let isReadable: Bool
    public let isWritable: Bool
    /// The other side has gone or the device failed; what it left can still be read.
    public let isHungUp: Bool
  }

  private var entries: [pollfd] = []
  private var tokens: [Int] = []

  public init() {}

  public mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
  }

  /// Adds a descriptor. It has to stay open until the set is emptied.
  public mutating func add(
    _ file: borrowing FileDescriptor, for interest: Interest = .readable, token: Int
  ) {
    var events: Int32 = 0
    if interest.contains(.readable) { events |= POLLIN }
    if interest.contains(.writable) { events |= POLLOUT }
    entries.append(pollfd(fd: file.number, events: Int16(events), revents: 0))
    tokens.append(token)
  }

  /// Adds a signal, which is readable while it is raised.
  public mutating func add(_ signal: WakeSignal, token: Int) {
    add(signal.descriptor, token: token)
  }

  /// Waits until a descriptor is ready or the deadline has passed; without one, for ever. Empty
  /// when it was the deadline.
  public mutating func wait(until deadline: Deadline?) throws(SystemError) -> [Ready] {
    while true {
      let left = deadline.map { Int32(clamping: $0.millisecondsLeft) } ?? -1
      let count = Int32(entries.count)
      // Safe: the kernel writes into the entries that it was given, no more.
      let ready = unsafe entries.withUnsafeMutableBufferPointer {
        unsafe cairn_poll_set($0.baseAddress, count, left)
      }
      if ready > 0 { return collect() }
      if ready == 0 {
        if let deadline, deadline.millisecondsLeft > 0 { continue }
        return []
      }
      let code = ErrorCode.last
      // A signal shortens the wait; the deadline tells how much is left.
      if code != .interrupted { throw SystemError(code, call: "poll") }
    }
  }

  private func collect() -> [Ready] {
    var found: [Ready] = []
    for (index, entry) in entries.enumerated() where entry.revents != 0 {
      let events = Int32(entry.revents)
      found.append(
        Ready(
          token: tokens[index], isReadable: events & POLLIN != 0,
          isWritable: events & POLLOUT != 0,
          isHungUp: events & (POLLHUP | POLLERR | POLLNVAL) != 0))
    }
    return found
  }
}

extension FileDescriptor {
  /// Waits until there is something to read or the other side has gone; false when the deadline
  /// passed before.
  public func waitReadable(until deadline: Deadline) throws(SystemError) -> Bool {
    var set = PollSet()
    set.add(self, token: 0)
    return try set.wait(until: deadline).count == 1
  }

  /// Waits until there is room to write; false when the deadline passed before.
  public func waitWritable(until deadline: Deadline) throws(SystemError) -> Bool {
    var set = PollSet()
    set.add(self, for: .writable, token: 0)
    return try set.wait(until: deadline).count == 1
  }

  /// Reads what is there, waiting for the first byte until the deadline.
  public func read(
    into buffer: inout [UInt8], until deadline: Deadline
  ) throws(SystemError) -> ReadResult {
    guard try waitReadable(until: deadline) else { return .wouldBlock }
    return try read(into: &buffer)
  }
}
