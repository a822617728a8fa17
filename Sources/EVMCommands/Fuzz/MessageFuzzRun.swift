import CommandLineKit
import LinuxIO
import SyncSimulation

/// `fuzz --messages`: altered messages and noise into the sync protocol's decoder and a node.
struct MessageFuzzRun {
  let seed: UInt64
  let messages: Int
  let jobs: Int

  private struct Sum {
    var tried: UInt64 = 0
    var taken: UInt64 = 0
    var failures: [String] = []
  }

  func run(_ wantsJSON: Bool, _ console: Console) throws(CommandError) -> ExitStatus {
    let begin = MonotonicClock.now()
    let sum = Guarded(Sum())
    do throws(SystemError) {
      let pool = try WorkerPool(workers: jobs - 1, name: "fuzz", stackBytes: Limits.jobStack)
      pool.runOnEach { participant in
        let part = work(participant)
        sum.withLock {
          $0.tried += part.tried
          $0.taken += part.taken
          $0.failures += part.failures
        }
      }
    } catch {
      throw CommandError(error)
    }
    let result = sum.withLock { $0 }
    let milliseconds = Int((MonotonicClock.now() - begin) / 1_000_000)
    console.line(wantsJSON ? json(result, milliseconds) : text(result, milliseconds))
    return result.failures.isEmpty ? .yes : .no
  }

  /// Each job has numbers of its own, the first the seed's, and the first takes what is left over.
  private func work(_ participant: Int) -> Sum {
    let own = seed &+ UInt64(participant) &* 0x9e37_79b9
    var fuzzer = MessageFuzzer(seed: own)
    let count = messages / jobs + (participant == 0 ? messages % jobs : 0)
    for _ in 0..<count {
      guard let failure = fuzzer.step() else { continue }
      return Sum(
        tried: fuzzer.tried, taken: fuzzer.taken, failures: ["seed \(own), \(failure)"])
    }
    return Sum(tried: fuzzer.tried, taken: fuzzer.taken)
  }

  private func text(_ sum: Sum, _ milliseconds: Int) -> String {
    sum.failures.reduce("") { $0 + "FAIL \($1)\n" }
      + "seed \(seed): \(sum.tried) messages, \(sum.taken) of them taken and given to a node, "
      + "\(milliseconds) ms\n" + (sum.failures.isEmpty ? "passed" : "failed")
  }

  private func json(_ sum: Sum, _ milliseconds: Int) -> String {
    var line = JSONLine()
    line.add("seed", Int(truncatingIfNeeded: seed))
    line.add("messages", Int(sum.tried))
    line.add("taken", Int(sum.taken))
    line.add("milliseconds", milliseconds)
    line.add("ok", sum.failures.isEmpty)
    line.add("failures", sum.failures.reduce("") { $0 + $1 + "\n" })
    return line.text
  }
}
