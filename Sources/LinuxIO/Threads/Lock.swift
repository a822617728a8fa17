import CLinux

/// Mutual exclusion; pthread_mutex_lock(3). Not recursive: a thread that locks twice waits for
/// ever.
///
/// The mutex stands on the heap because it must not move while threads wait on it.
@safe
public final class Lock: Sendable {
  // Safe: written once here; pthreads synchronises what is behind it.
  nonisolated(unsafe) let mutex: UnsafeMutablePointer<pthread_mutex_t>

  public init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    let failed = unsafe pthread_mutex_init(mutex, nil)
    precondition(failed == 0, "a default mutex needs no resources")
  }

  deinit {
    let busy = unsafe pthread_mutex_destroy(mutex)
    precondition(busy == 0, "a lock is released before it goes")
    unsafe mutex.deallocate()
  }

  /// Runs the body while no other thread is in a body of this lock.
  public func withLock<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let failed = unsafe pthread_mutex_lock(mutex)
    precondition(failed == 0, "the mutex is initialised")
    defer { _ = unsafe pthread_mutex_unlock(mutex) }
    return try body()
  }
}
