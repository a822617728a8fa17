import ChainTypes
import CommandLineKit
import EVM
import LinuxIO
import Synchronization

enum FuzzVerb {
  static let verb = Verb(
    "fuzz", "execute random and mutated contracts on every tier and compare",
    options: [
      VerbOption("seconds", value: "N", "how long; 10 unless given"),
      VerbOption("seed", value: "S", "begins here instead of at a number from the clock"),
      .jobs,
      VerbOption("parallel", "random batches on the parallel executor against the serial loop"),
      VerbOption("batches", value: "N", "with --parallel: ends after so many, or the seconds"),
      VerbOption("workers", value: "K", "with --parallel: threads for each batch beside schedules"),
      VerbOption("messages", value: "N", "so many altered messages into the sync protocol instead"),
    ],
    example: "--seconds 60 --seed 1"
  ) { invocation, console throws(CommandError) in
    let seconds = try invocation.integer("seconds", in: 1...Limits.fuzzSeconds, default: 10)
    let clock = Int(MonotonicClock.now() % 1_000_000_007)
    let seed = try invocation.integer("seed", in: 0...Int(Int64.max), default: clock)
    let jobs = try invocation.integer("jobs", in: 1...Limits.jobs, default: Processors.usable)
    if invocation.has("messages") {
      let messages = try invocation.integer(
        "messages", in: 1...Limits.fuzzMessages, default: 1_000_000)
      return try MessageFuzzRun(seed: UInt64(seed), messages: messages, jobs: jobs)
        .run(invocation.wantsJSON, console)
    }
    if invocation.has("parallel") {
      return try BatchFuzzRun(invocation, seed: UInt64(seed), seconds: seconds, jobs: jobs)
        .run(invocation.wantsJSON, console)
    }
    let result = try run(seconds: seconds, seed: UInt64(seed), jobs: jobs)
    let report = FuzzReport(
      seed: seed, seconds: seconds, executions: result.executions,
      disagreements: result.disagreements, peakKilobytes: PeakMemory.kilobytes)
    console.line(invocation.wantsJSON ? report.json : report.text)
    return report.isGood ? .yes : .no
  }

  private struct Run {
    var executions = 0
    var disagreements: [String] = []
  }

  private static func run(
    seconds: Int, seed: UInt64, jobs: Int
  ) throws(CommandError) -> Run {
    let end = MonotonicClock.now() + UInt64(seconds) * 1_000_000_000
    let result = Guarded(Run())
    let pool: WorkerPool
    do throws(SystemError) {
      pool = try WorkerPool(workers: jobs - 1, name: "fuzz", stackBytes: Limits.jobStack)
    } catch {
      throw CommandError(error)
    }
    pool.runOnEach { participant in
      // Each job has numbers of its own, and the first the seed's.
      let fuzzer = Fuzzer(seed: seed &+ UInt64(participant) &* 0x9e37_79b9)
      var found: [String] = []
      while MonotonicClock.now() < end && found.isEmpty {
        for _ in 0..<64 where found.isEmpty {
          if let disagreement = fuzzer.step() { found.append(disagreement.description) }
        }
      }
      result.withLock {
        $0.executions += fuzzer.executions
        $0.disagreements += found
      }
    }
    return result.withLock { $0 }
  }
}

struct FuzzReport {
  var seed: Int
  var seconds: Int
  var executions: Int
  var disagreements: [String]
  var peakKilobytes: Int

  var isGood: Bool { disagreements.isEmpty && peakKilobytes <= Limits.fuzzKilobytes }

  var text: String {
    var lines = disagreements.reduce("") { $0 + "FAIL \($1)\n" }
    if peakKilobytes > Limits.fuzzKilobytes {
      lines += "FAIL memory grew to \(peakKilobytes) KB, at most \(Limits.fuzzKilobytes)\n"
    }
    lines += "seed \(seed): \(executions) executions in \(seconds) s, "
    lines += "\(executions / max(1, seconds)) a second, at most \(peakKilobytes) KB\n"
    return lines + (isGood ? "passed" : "failed")
  }

  var json: String {
    var line = JSONLine()
    line.add("seed", seed)
    line.add("seconds", seconds)
    line.add("executions", executions)
    line.add("peak_kb", peakKilobytes)
    line.add("ok", isGood)
    line.add("failures", disagreements.reduce("") { $0 + $1 + "\n" })
    return line.text
  }
}

/// The most memory that this process has held.
enum PeakMemory {
  /// VmHWM of /proc/self/status (proc(5)); 0 where that cannot be read.
  static var kilobytes: Int {
    guard let bytes = try? WholeFile.read("/proc/self/status", limit: 65_536) else { return 0 }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    where line.hasPrefix("VmHWM:") {
      let digits = line.filter { $0.isNumber }
      return Int(digits) ?? 0
    }
    return 0
  }
}
