import LinuxIO

/// Threads that read sensors. A read may hang in the kernel for ever, so there are as many threads
/// as reads that are out at worst, and one that hangs is replaced. Since a sensor has one read out
/// at most, there are never more threads than sensors.
final class InputWorkers: Sendable {
  typealias Job = @Sendable () -> Void

  private struct State {
    var queue: [(job: Job, since: UInt64)] = []
    var threads: [Int: NativeThread] = [:]
    var nextThread = 0
    var idle = 0
    var isClosed = false
  }

  private let lock = Lock()
  private let work: Condition
  // Safe: touched only inside `lock.withLock`.
  nonisolated(unsafe) private var state = State()
  private let mostThreads: Int

  /// Threads that hang at the end of their owner: nobody can join them, and letting go would wait.
  private static let abandoned = Guarded<[NativeThread]>([])

  init(mostThreads: Int) {
    self.mostThreads = mostThreads
    work = Condition(of: lock)
  }

  /// How many threads there are.
  var threadCount: Int { lock.withLock { unsafe state.threads.count } }

  /// Takes a job. It begins at once if a thread is idle.
  func submit(_ job: @escaping Job, now: UInt64) {
    lock.withLock {
      unsafe state.queue.append((job, now))
      if unsafe state.threads.isEmpty { addThread() }
      work.signal()
    }
  }

  /// Makes another thread when jobs have waited because all threads are at work or hang. Returns
  /// when to look again; nil when nothing waits.
  func tend(now: UInt64) -> UInt64? {
    lock.withLock {
      guard let first = unsafe state.queue.first, unsafe state.idle < state.queue.count else {
        return nil
      }
      let end = first.since + SensorInputLimits.queuePatience
      if now < end { return end }
      addThread()
      return now + SensorInputLimits.queuePatience
    }
  }

  /// Ends the threads that can end. The others go with the process.
  func close() {
    lock.withLock {
      unsafe state.isClosed = true
      unsafe state.queue.removeAll()
      work.broadcast()
    }
    var patience = SensorInputLimits.closePatience
    while threadCount > 0, patience > 0 {
      MonotonicClock.sleep(milliseconds: 1)
      patience -= 1
    }
    let rest = lock.withLock { unsafe Array(state.threads.values) }
    InputWorkers.abandoned.withLock { $0 += rest }
  }

  /// Inside the lock. A board without room for a thread goes on with those that it has.
  private func addThread() {
    guard unsafe state.threads.count < mostThreads, unsafe !state.isClosed else { return }
    let number = unsafe state.nextThread
    unsafe state.nextThread += 1
    let body: @Sendable () -> Void = { [self] in run(number) }
    let thread = try? NativeThread(
      name: "sensor", stackBytes: SensorInputLimits.threadStack, body: body)
    if let thread { unsafe state.threads[number] = thread }
  }

  private func run(_ number: Int) {
    while let job = next(number) { job() }
  }

  /// The next job, waiting for it; nil when this thread is not needed any more.
  private func next(_ number: Int) -> Job? {
    lock.withLock {
      while true {
        if unsafe !state.queue.isEmpty { return unsafe state.queue.removeFirst().job }
        if unsafe state.isClosed || state.idle >= SensorInputLimits.idleThreads {
          unsafe state.threads[number] = nil
          return nil
        }
        unsafe state.idle += 1
        work.wait { unsafe !state.queue.isEmpty || state.isClosed }
        unsafe state.idle -= 1
      }
    }
  }
}
