import CommandLineKit
import LinuxIO
import Synchronization
import SyncSimulation

enum SimulateVerb {
  static let verb = Verb(
    "simulate", "play a fleet with faults and lies in one process, from a seed",
    options: [
      VerbOption("seed", value: "S", "the first seed; 1 unless given"),
      VerbOption("seeds", value: "COUNT", "so many runs, each with the next seed; 1 unless given"),
      VerbOption("boards", value: "N", "boards in the fleet; 4 unless given"),
      VerbOption("hours", value: "H", "simulated hours of each run; 1 unless given"),
      .jobs,
    ],
    example: "--seed 1 --seeds 200 --boards 4 --hours 1"
  ) { invocation, console throws(CommandError) in
    let seed = try invocation.integer("seed", in: 0...Int(Int64.max), default: 1)
    let seeds = try invocation.integer("seeds", in: 1...SimulationLimits.seeds, default: 1)
    let boards = try invocation.integer("boards", in: 1...SimulationLimits.boards, default: 4)
    let hours = try invocation.integer("hours", in: 1...SimulationLimits.hours, default: 1)
    let jobs = try invocation.integer("jobs", in: 1...Limits.jobs, default: Processors.usable)
    let total = Guarded(SimulationTotal(seed: seed, boards: boards, hours: hours))
    let next = Atomic<Int>(0)
    let pool: WorkerPool
    do throws(SystemError) {
      pool = try WorkerPool(
        workers: min(jobs, seeds) - 1, name: "simulate", stackBytes: Limits.jobStack)
    } catch {
      throw CommandError(error)
    }
    // In portions, so that somebody who waits for hours sees where it is.
    var told = 0
    let portion = max(jobs, Limits.simulationPortion)
    for begin in stride(from: 0, to: seeds, by: portion) {
      let end = min(seeds, begin + portion)
      pool.runOnEach { _ in
        while true {
          // Relaxed: the numbers only have to be different.
          let index = next.add(1, ordering: .relaxed).oldValue
          guard index < end else { return }
          let plan = SimulationPlan(
            seed: UInt64(seed) &+ UInt64(index), boards: boards, hours: Double(hours))
          let report = Simulation.run(plan)
          total.withLock { $0.add(report) }
        }
      }
      next.store(end, ordering: .relaxed)
      if seeds > portion {
        let failures = total.withLock { $0.failures }
        // At once: whoever waits for hours can look at a seed meanwhile.
        for failure in failures[told...] { console.error("FAIL \(failure)\n") }
        told = failures.count
        console.error("\(end) of \(seeds) runs, \(told) violations\n")
      }
    }
    let result = total.withLock { $0 }
    if invocation.wantsJSON { console.line(result.json) } else { console.output(result.text) }
    return result.isGood ? .yes : .no
  }
}

struct SimulationTotal {
  var seed: Int
  var boards: Int
  var hours: Int
  var runs = 0
  var messages: UInt64 = 0
  var blocks: UInt64 = 0
  var crashes: UInt64 = 0
  var cardsLost: UInt64 = 0
  var snapshots: UInt64 = 0
  var told = 0
  var found = 0
  var failures: [String] = []
  let begin = MonotonicClock.now()

  mutating func add(_ report: SimulationReport) {
    runs += 1
    messages += report.messages
    blocks += report.blocks
    crashes += report.crashes
    cardsLost += report.cardsLost
    snapshots += report.snapshots
    if report.told { told += 1 }
    if report.found { found += 1 }
    for violation in report.violations {
      failures.append("seed \(report.seed): \(violation)")
    }
  }

  var isGood: Bool { failures.isEmpty }

  private var milliseconds: Int { Int((MonotonicClock.now() - begin) / 1_000_000) }

  var text: String {
    var lines = failures.sorted().reduce("") { $0 + "FAIL \($1)\n" }
    lines +=
      "\(runs) runs of \(hours) h with \(boards) boards from seed \(seed): \(blocks) blocks, "
    lines += "\(messages) messages, \(crashes) crashes, \(cardsLost) cards lost, "
    lines += "\(snapshots) states taken, "
    lines += "\(found) of \(told) lies found, \(milliseconds) ms\n"
    return lines + (isGood ? "passed\n" : "failed\n")
  }

  var json: String {
    var line = JSONLine()
    line.add("seed", seed)
    line.add("runs", runs)
    line.add("boards", boards)
    line.add("hours", hours)
    line.add("blocks", Int(blocks))
    line.add("messages", Int(messages))
    line.add("crashes", Int(crashes))
    line.add("cards_lost", Int(cardsLost))
    line.add("states", Int(snapshots))
    line.add("lies_told", told)
    line.add("lies_found", found)
    line.add("milliseconds", milliseconds)
    line.add("ok", isGood)
    line.add("failures", failures.sorted().reduce("") { $0 + $1 + "\n" })
    return line.text
  }
}
