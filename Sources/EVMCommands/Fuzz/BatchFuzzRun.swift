import BlockExecution
import CommandLineKit
import LinuxIO
import Synchronization

/// `fuzz --parallel`: batch fuzzers on all jobs until time or number of batches is reached.
struct BatchFuzzRun {
  let seed: UInt64
  let seconds: Int
  let jobs: Int
  let batches: Int
  let workers: Int

  init(
    _ invocation: Invocation, seed: UInt64, seconds: Int, jobs: Int
  ) throws(CommandError) {
    self.seed = seed
    self.seconds = seconds
    self.jobs = jobs
    batches = try invocation.integer("batches", in: 1...Int(Int32.max), default: Int(Int32.max))
    workers = try invocation.integer("workers", in: 0...Limits.jobs, default: 0)
  }

  private struct Sum {
    var batches = 0
    var report = BatchReport()
    var failures: [String] = []
  }

  func run(_ wantsJSON: Bool, _ console: Console) throws(CommandError) -> ExitStatus {
    let end = MonotonicClock.now() + UInt64(seconds) * 1_000_000_000
    let sum = Guarded(Sum())
    // Relaxed: a count, and a little more than asked for does no harm.
    let done = Atomic<Int>(0)
    do throws(SystemError) {
      let pool = try WorkerPool(workers: jobs - 1, name: "fuzz", stackBytes: Limits.jobStack)
      pool.runOnEach { participant in
        let part = work(participant, end, done)
        sum.withLock {
          $0.batches += part.batches
          $0.report.add(part.report)
          $0.failures += part.failures
        }
      }
    } catch {
      throw CommandError(error)
    }
    let result = sum.withLock { $0 }
    console.line(wantsJSON ? json(result) : text(result))
    return result.failures.isEmpty ? .yes : .no
  }

  private func work(_ participant: Int, _ end: UInt64, _ done: borrowing Atomic<Int>) -> Sum {
    var sum = Sum()
    let own = seed &+ UInt64(participant) &* 0x9e37_79b9
    do throws(SystemError) {
      let fuzzer = try BatchFuzzer(seed: own, threads: workers)
      while sum.failures.isEmpty, MonotonicClock.now() < end,
        done.wrappingAdd(1, ordering: .relaxed).oldValue < batches
      {
        do throws(BatchFuzzer.Disagreement) { try fuzzer.step() } catch {
          sum.failures.append("seed \(own), \(error.text)")
        }
      }
      sum.batches = fuzzer.batches
      sum.report = fuzzer.report
    } catch {
      sum.failures.append(error.text)
    }
    return sum
  }

  private func text(_ sum: Sum) -> String {
    let report = sum.report
    return sum.failures.reduce("") { $0 + "FAIL \($1)\n" }
      + "seed \(seed): \(sum.batches) batches, \(report.transactions) transactions; ahead "
      + "\(report.speculated), of which \(report.adopted) applied, \(report.repeated) repeated; "
      + "\(report.preparedByWorkers) prepared by workers\n"
      + (sum.failures.isEmpty ? "passed" : "failed")
  }

  private func json(_ sum: Sum) -> String {
    var line = JSONLine()
    line.add("seed", Int(truncatingIfNeeded: seed))
    line.add("batches", sum.batches)
    line.add("transactions", sum.report.transactions)
    line.add("speculated", sum.report.speculated)
    line.add("adopted", sum.report.adopted)
    line.add("repeated", sum.report.repeated)
    line.add("prepared_by_workers", sum.report.preparedByWorkers)
    line.add("ok", sum.failures.isEmpty)
    line.add("failures", sum.failures.reduce("") { $0 + $1 + "\n" })
    return line.text
  }
}
