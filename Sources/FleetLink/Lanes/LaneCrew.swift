import LinuxIO
import Statements
import SyncProtocol

/// Threads that execute and store blocks of several lanes at the same time; what is to be done for
/// one lane is done in order. Without threads its owner does everything himself.
///
/// A lane's ledger belongs to the crew from `submit` until its outcome is there, and to the owner
/// otherwise: `LaneBook.ledger` waits for that.
final class LaneCrew: Sendable {
  /// What is done for one lane, or was.
  struct Job: Sendable {
    var book: LaneBook
    var work: LaneWork
  }

  private struct State {
    /// The first of a lane's jobs is being done, or waits for a thread.
    var queues: [Lane: [Job]] = [:]
    /// Lanes whose first job waits for a thread.
    var ready: [Lane] = []
    var done: [LaneOutcome] = []
    var isOpen = true
  }

  private let lock = Lock()
  private let more: Condition
  private let settled: Condition
  // Safe: touched only inside `lock.withLock`.
  nonisolated(unsafe) private var state = State()

  init() {
    more = Condition(of: lock)
    settled = Condition(of: lock)
  }
}

extension LaneCrew {
  func submit(_ job: Job) {
    lock.withLock {
      let lane = job.book.lane
      let isFirst = unsafe state.queues[lane] == nil
      unsafe state.queues[lane, default: []].append(job)
      if isFirst {
        unsafe state.ready.append(lane)
        more.signal()
      }
    }
  }

  /// What has been done since the last time.
  func takeDone() -> [LaneOutcome] {
    lock.withLock {
      let done = unsafe state.done
      unsafe state.done = []
      return done
    }
  }

  /// Waits until nothing is being done for a lane.
  func settle(_ lane: Lane) {
    lock.withLock { settled.wait { unsafe state.queues[lane] == nil } }
  }

  /// What each thread does until the crew is closed and nothing is left; `signal` is raised when
  /// there are outcomes.
  func serve(_ signal: WakeSignal) {
    while let job = next() {
      // Whoever clears the signal takes all that is done after it, so one for several is enough.
      if finish(job, job.book.perform(job.work)) { signal.raise() }
    }
  }

  private func next() -> Job? {
    lock.withLock {
      more.wait { unsafe !state.ready.isEmpty || !state.isOpen }
      guard let lane = unsafe state.ready.first else { return nil }
      unsafe state.ready.removeFirst()
      return unsafe state.queues[lane]?.first
    }
  }

  /// True when it is the first outcome that waits to be taken.
  private func finish(_ job: Job, _ outcome: LaneOutcome) -> Bool {
    lock.withLock {
      let lane = job.book.lane
      let isFirst = unsafe state.done.isEmpty
      unsafe state.done.append(outcome)
      unsafe state.queues[lane]?.removeFirst()
      if unsafe state.queues[lane]?.isEmpty != false {
        unsafe state.queues[lane] = nil
        settled.broadcast()
      } else {
        unsafe state.ready.append(lane)
        more.signal()
      }
      return isFirst
    }
  }

  /// Lets the threads finish what is there, and end.
  func close() {
    lock.withLock {
      unsafe state.isOpen = false
      more.broadcast()
    }
  }
}

/// What is to be done with a lane's store.
enum LaneWork: Sendable {
  case verify(VerifyRequest)
  case discard
  case store(StoreRequest)
  case load(LoadRequest)
  /// A part of a state for somebody, or a block whose state is here and that so many cosigned.
  case page(SnapshotRead, threshold: Int)
}

/// What came of it.
struct LaneOutcome: Sendable {
  var book: LaneBook
  /// For the protocol; nil when nobody waits for an answer.
  var event: SyncEvent?
  /// Blocks that have become durable, in their order.
  var stored: [StoredOutcome] = []
}
