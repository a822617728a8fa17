import LinuxIO

extension BenchRegistry {
  static var threadsBench: Bench {
    let lock = Lock()
    return Bench(
      name: "threads", summary: "what sharing work costs before any work is done",
      cases: [
        BenchCase("lock") { repetitions in
          var count: UInt64 = 0
          for _ in 0..<repetitions { lock.withLock { count &+= 1 } }
          return count
        },
        BenchCase("run") { repetitions in poolLoop(repetitions) { $0.run(count: 2) { _, _ in } } },
        BenchCase("run-on-each") { repetitions in poolLoop(repetitions) { $0.runOnEach { _ in } } },
      ])
  }

  /// One worker beside the caller, since a board may have two processors only.
  private static func poolLoop(_ repetitions: Int, _ body: (WorkerPool) -> Void) -> UInt64 {
    guard let pool = try? WorkerPool(workers: 1) else { return 0 }
    for _ in 0..<repetitions { body(pool) }
    return UInt64(repetitions)
  }
}
