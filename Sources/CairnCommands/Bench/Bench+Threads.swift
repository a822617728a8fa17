import LinuxIO

extension BenchRegistry {
  static var threadsBench: Bench {
    Bench("threads", "what sharing work costs before any work is done") {
      let lock = Lock()
      let locking = BenchCase("lock") { repetitions in
        var count: UInt64 = 0
        for _ in 0..<repetitions { lock.withLock { count &+= 1 } }
        return count
      }
      // One worker beside the caller, since a board may have two processors only.
      guard let pool = try? WorkerPool(workers: 1) else { return [locking] }
      return [
        locking,
        BenchCase("run") { repetitions in
          for _ in 0..<repetitions { pool.run(count: 2) { _, _ in } }
          return UInt64(repetitions)
        },
        BenchCase("run-on-each") { repetitions in
          for _ in 0..<repetitions { pool.runOnEach { _ in } }
          return UInt64(repetitions)
        },
      ]
    }
  }
}
