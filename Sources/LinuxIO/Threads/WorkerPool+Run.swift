extension WorkerPool {
  /// What a participant does, told its own number: 0 is the caller, workers count from 1.
  public typealias Task = @Sendable (_ participant: Int) -> Void

  /// Calls the body once for each index below `count`, on as many threads as are free, and returns
  /// when all are done. The body also learns the number of its participant, for arenas of its own.
  /// Workers that come too late are not waited for, so a small run costs its caller little. At most
  /// `helpers` of them take part.
  ///
  /// One run at a time: a run inside or beside another would give two bodies the same participant
  /// number, so it traps. After `shutDown` the caller does everything.
  public func run(
    count: Int, helpers: Int = .max, _ body: @Sendable (_ index: Int, _ participant: Int) -> Void
  ) {
    withoutActuallyEscaping(body) { body in
      let task: Task = { [board] participant in
        while let index = board.takeIndex(below: count) { body(index, participant) }
      }
      if board.begin(task, wanted: min(count - 1, workers, helpers)) {
        task(0)
        board.finish(awaiting: 0)
      } else {
        for index in 0..<count { body(index, 0) }
      }
    }
  }

  /// Calls the body once on each participant at the same time, the caller being 0, and returns when
  /// all are done: for work in which the participants have different parts.
  ///
  /// Not inside or beside another run, nor after `shutDown`: the workers would never come. It
  /// traps.
  public func runOnEach(_ body: Task) {
    guard workers > 0 else { return body(0) }
    withoutActuallyEscaping(body) { body in
      let begun = board.begin(body, wanted: workers)
      precondition(begun, "the workers are shut down")
      body(0)
      board.finish(awaiting: workers)
    }
  }
}
