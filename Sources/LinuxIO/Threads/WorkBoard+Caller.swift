import Synchronization

extension WorkBoard {
  /// Posts a task for some workers; false when the board is closed or nobody is wanted.
  func begin(_ task: @escaping WorkerPool.Task, wanted: Int) -> Bool {
    guard wanted > 0 else { return false }
    return lock.withLock {
      if unsafe state.isClosed { return false }
      precondition(unsafe !state.isBusy, "a pool does one run at a time")
      unsafe state.isBusy = true
      unsafe state.task = task
      unsafe state.wanted = wanted
      unsafe state.entered = 0
      nextIndex.store(0, ordering: .relaxed)
      generation.wrappingAdd(1, ordering: .relaxed)
      for _ in 0..<min(wanted, unsafe state.parked) { work.signal() }
      return true
    }
  }

  /// Lets no more workers in than must come, waits for those inside, and frees the board.
  func finish(awaiting required: Int) {
    if required == 0 {
      lock.withLock { unsafe state.task = nil }
      spin { active.load(ordering: .relaxed) == 0 }
    }
    lock.withLock {
      done.wait { unsafe state.entered >= required && state.active == 0 }
      unsafe state.task = nil
      unsafe state.isBusy = false
    }
  }

  /// Lets workers that have left the task enter it again.
  func callAgain() {
    lock.withLock {
      guard unsafe state.task != nil, unsafe !state.isClosed else { return }
      generation.wrappingAdd(1, ordering: .relaxed)
      for _ in 0..<(unsafe state.parked) { work.signal() }
    }
  }

  /// `finish` for a task that may not have begun, because the board was closed or has no workers.
  func finishStarted() {
    let isBusy = lock.withLock { unsafe state.isBusy }
    if isBusy { finish(awaiting: 0) }
  }

  /// Sends the workers home. A run that has begun is finished first by those inside it.
  func close() {
    lock.withLock {
      unsafe state.isClosed = true
      work.broadcast()
    }
  }
}
