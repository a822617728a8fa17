import CLinux

/// Parks threads until another thread announces a change; pthread_cond_wait(3). A parked thread
/// uses no processor and never wakes on its own.
@safe
public final class Condition: Sendable {
  private let lock: Lock
  // Safe: written once here; pthreads synchronises what is behind it.
  nonisolated(unsafe) private let condition: UnsafeMutablePointer<pthread_cond_t>

  /// A condition about what the lock protects.
  public init(of lock: Lock) {
    self.lock = lock
    unsafe condition = .allocate(capacity: 1)
    unsafe condition.initialize(to: pthread_cond_t())
    let failed = unsafe pthread_cond_init(condition, nil)
    precondition(failed == 0, "a default condition needs no resources")
  }

  deinit {
    _ = unsafe pthread_cond_destroy(condition)
    unsafe condition.deallocate()
  }

  /// Gives up the lock, parks until the statement is true, and has the lock again. The caller is
  /// inside `withLock`. Asked anew after each wake-up, since wake-ups may be spurious.
  public func wait(until isTrue: () -> Bool) {
    while !isTrue() {
      let failed = unsafe pthread_cond_wait(condition, lock.mutex)
      precondition(failed == 0, "the caller holds the lock")
    }
  }

  /// Wakes one parked thread.
  public func signal() { _ = unsafe pthread_cond_signal(condition) }

  /// Wakes every parked thread.
  public func broadcast() { _ = unsafe pthread_cond_broadcast(condition) }
}
