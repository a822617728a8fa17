import LinuxIO

extension SelfTest {
  static var linuxChecks: [SelfTestCheck] {
    [
      SelfTestCheck(
        "linux: the monotonic clock does not run backwards",
        holds: {
          let first = MonotonicClock.now()
          return MonotonicClock.now() >= first
        }),
      SelfTestCheck(
        "linux: the wall clock has been set since 2025",
        holds: {
          WallClock.milliseconds() > 1_735_689_600_000
        }),
      SelfTestCheck("linux: a missing file is told by name", expect: "ENOENT") {
        do throws(SystemError) {
          _ = try FileDescriptor(opening: "/proc/self/no-such-file", for: .read)
          return "an open file"
        } catch {
          return error.code.symbol
        }
      },
      SelfTestCheck("threads: a pool works on each index once", expect: poolSum, { poolRun() }),
    ]
  }

  private static let poolSum = "499500"

  /// Adds the numbers below 1,000 on three threads.
  private static func poolRun() -> String {
    let sum = Guarded(0)
    do throws(SystemError) {
      let pool = try WorkerPool(workers: 2)
      pool.run(count: 1_000) { index, _ in sum.withLock { $0 += index } }
    } catch {
      return error.text
    }
    return "\(sum.withLock { $0 })"
  }
}
