import Synchronization

/// Where the caller of a pool posts a task and the workers find it. All state changes under one
/// lock; the atomics repeat parts of it for threads that look without locking.
final class WorkBoard: Sendable {
  struct State {
    /// What is to be done; nil when nothing is, or when late workers shall not begin any more.
    var task: WorkerPool.Task?
    /// How many workers may take the task, and how many have.
    var wanted = 0
    var entered = 0
    /// Workers inside the task.
    var active = 0
    var parked = 0
    /// A run has begun and is not finished.
    var isBusy = false
    var isClosed = false
  }

  let lock = Lock()
  let work: Condition
  let done: Condition
  // Safe: touched only inside `lock.withLock`.
  nonisolated(unsafe) var state = State()

  /// Counts the tasks posted. Stored under the lock with relaxed ordering: who sees it change takes
  /// the lock next, and the lock orders everything else.
  let generation = Atomic<UInt32>(0)
  /// `state.active`, under the same rule.
  let active = Atomic<Int>(0)
  /// The next index of a run. Relaxed: the number itself is all that is passed.
  let nextIndex = Atomic<Int>(0)
  /// How long a thread looks out before it parks; 0 where another thread could not run meanwhile.
  let spinNanoseconds: UInt64

  init(workers: Int) {
    work = Condition(of: lock)
    done = Condition(of: lock)
    spinNanoseconds = Processors.usable > 1 ? Limits.poolSpinNanoseconds : 0
  }

  func takeIndex(below count: Int) -> Int? {
    let index = nextIndex.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }
}
