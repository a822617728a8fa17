import CLinux
import Synchronization

/// A thread of the kernel. Whoever starts one joins it; letting go of the last reference joins too.
public final class NativeThread: Sendable {
  private let handle: pthread_t
  private let joined = Atomic<Bool>(false)

  /// Starts the body on a thread of its own; pthread_create(3). The stack is rounded up to whole
  /// pages, and is all that the thread gets: it does not grow. The name, at most 15 bytes, is what
  /// `top -H` shows.
  public init(
    name: String, stackBytes: Int = Limits.threadStack, body: @escaping @Sendable () -> Void
  ) throws(SystemError) {
    precondition(name.utf8.count <= Limits.threadName, "Linux keeps 15 bytes of a thread's name")
    handle = try NativeThread.start(ThreadBody(name, body), stackBytes: stackBytes)
  }

  deinit { join() }

  /// Waits until the body has returned; pthread_join(3). Joining again does nothing.
  public func join() {
    // Relaxed: only the exchange decides who joins; pthread_join orders the thread's writes.
    if joined.exchange(true, ordering: .relaxed) { return }
    if pthread_equal(pthread_self(), handle) != 0 {
      // The thread itself held the last reference, so nobody can wait for it any more.
      pthread_detach(handle)
      return
    }
    let status = pthread_join(handle, nil)
    precondition(status == 0, "a thread is joined once")
  }
}

/// Carries a body into its thread.
private final class ThreadBody: Sendable {
  let name: String
  let body: @Sendable () -> Void

  init(_ name: String, _ body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}

extension NativeThread {
  private static func start(
    _ body: ThreadBody, stackBytes: Int
  ) throws(SystemError) -> pthread_t {
    var attributes = pthread_attr_t()
    try SystemCall.check("pthread_attr_init", unsafe pthread_attr_init(&attributes))
    defer { _ = unsafe pthread_attr_destroy(&attributes) }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let size = (stackBytes + page - 1) / page * page
    let sized = unsafe pthread_attr_setstacksize(&attributes, size)
    try SystemCall.check("pthread_attr_setstacksize", sized)

    // Safe: the new thread takes over this reference; it is taken back when no thread was made.
    let context = unsafe Unmanaged.passRetained(body).toOpaque()
    var handle = pthread_t()
    let status = unsafe pthread_create(&handle, &attributes, entry, context)
    if status != 0 { unsafe Unmanaged<ThreadBody>.fromOpaque(context).release() }
    try SystemCall.check("pthread_create", status)
    return handle
  }

  private static let entry: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
    {
      guard let context = unsafe $0 else { return nil }
      // Safe: the pointer is the retained body that `start` handed over, once.
      let thread = unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue()
      unsafe cairn_name_thread(thread.name)
      thread.body()
      return nil
    }
}
