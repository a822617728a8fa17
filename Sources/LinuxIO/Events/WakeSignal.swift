import CLinux

/// Wakes a thread that waits in poll(2) or epoll(7): its descriptor is readable from `raise()` to
/// `clear()`; eventfd(2). Raising it often wakes once.
public final class WakeSignal: Sendable {
  let descriptor: FileDescriptor

  public init() throws(SystemError) {
    let number = cairn_eventfd()
    if number < 0 { throw SystemError(.last, call: "eventfd") }
    descriptor = FileDescriptor(owning: number)
  }

  /// Makes the descriptor readable. Any thread may.
  public func raise() {
    var one: UInt64 = 1
    // Safe: 8 bytes, as eventfd(2) demands. It can only fail when the counter is full, and then the
    // descriptor is readable already.
    _ = unsafe CLinux.write(descriptor.number, &one, 8)
  }

  /// Makes the descriptor silent again. Who waits clears first and looks for work after it, so that
  /// nothing that comes in between is missed.
  public func clear() {
    var count: UInt64 = 0
    // Safe: 8 bytes. It fails when the counter is zero, which is what was wanted.
    _ = unsafe CLinux.read(descriptor.number, &count, 8)
  }

  /// Waits until the signal is raised, and tells whether it was; poll(2). Zero only looks.
  public func wait(milliseconds: Int) -> Bool {
    Readiness.wait(
      for: self, and: nil, readable: false, writable: false, milliseconds: milliseconds
    ).isSignalled
  }
}
