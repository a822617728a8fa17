// Work that goes on beside its caller: started, called to, ended.

extension WorkerPool {
  /// Starts work on the workers and returns at once. Each worker, numbered from 1, calls the step
  /// again and again until it answers false; then it is as idle as between runs, and comes back
  /// when it is called. Until `finish` no other run may begin.
  public func start(_ step: @escaping @Sendable (_ participant: Int) -> Bool) {
    let task: Task = { participant in while step(participant) {} }
    _ = board.begin(task, wanted: workers > 0 ? .max : 0)
  }

  /// Tells the workers that have left what was started that there is more to do. It costs little
  /// when none sleeps.
  public func call() { board.callAgain() }

  /// Ends what was started: waits until the last step has returned. Without a start it does
  /// nothing.
  public func finish() { board.finishStarted() }

  /// What a thread does that waits for another one for some nanoseconds.
  @inline(__always)
  public static func pause() { WorkBoard.pause() }
}
