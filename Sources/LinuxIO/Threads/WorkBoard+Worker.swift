import CLinux
import Synchronization

extension WorkBoard {
  /// The life of a worker: look out, park, work, until the board closes.
  func serve(as participant: Int) {
    var seen: UInt32 = 0
    while true {
      spin { generation.load(ordering: .relaxed) != seen }
      switch performNext(&seen, participant) {
      case .worked: leave()
      case .tooLate: continue
      case .closed: return
      }
    }
  }

  private enum Outcome {
    case worked
    case tooLate
    case closed
  }

  private enum Found {
    case work(WorkerPool.Task)
    case tooLate
    case closed
  }

  /// Not inlined, so that the reference to the task is gone before the worker leaves: the task
  /// belongs to the stack of the caller, who returns when everybody has left.
  @inline(never)
  private func performNext(_ seen: inout UInt32, _ participant: Int) -> Outcome {
    switch nextTask(&seen) {
    case .work(let task):
      task(participant)
      return .worked
    case .tooLate: return .tooLate
    case .closed: return .closed
    }
  }

  private func nextTask(_ seen: inout UInt32) -> Found {
    lock.withLock {
      unsafe state.parked += 1
      work.wait { unsafe state.isClosed || generation.load(ordering: .relaxed) != seen }
      unsafe state.parked -= 1
      if unsafe state.isClosed, generation.load(ordering: .relaxed) == seen { return .closed }
      seen = generation.load(ordering: .relaxed)
      guard let task = unsafe state.task, unsafe state.entered < state.wanted else {
        return .tooLate
      }
      unsafe state.entered += 1
      unsafe state.active += 1
      active.add(1, ordering: .relaxed)
      return .work(task)
    }
  }

  private func leave() {
    lock.withLock {
      unsafe state.active -= 1
      active.subtract(1, ordering: .relaxed)
      if unsafe state.active == 0 { done.signal() }
    }
  }

  /// Waits a few microseconds for something that is likely soon.
  func spin(until isTrue: () -> Bool) {
    let end = MonotonicClock.now() &+ spinNanoseconds
    while !isTrue(), MonotonicClock.now() < end { WorkBoard.pause() }
  }

  @inline(__always)
  static func pause() {
    for _ in 0..<Limits.spinHints { cairn_spin_hint() }
  }
}
