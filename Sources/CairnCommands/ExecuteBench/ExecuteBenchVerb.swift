// Left out on boards: it would bring a second ledger and executor, specialised for it alone.
#if !hasFeature(Embedded)
  import BlockExecution
  import CommandLineKit
  import LinuxIO

  /// `bench execute`.
  enum ExecuteBenchVerb {
    static let options = [
      VerbOption("workload", value: "NAME", "execute: attestations, erc20, swap, …; all of them"),
      VerbOption("transactions", value: "N", "execute: transactions of a batch (200)"),
      VerbOption("workers", value: "K", "execute: threads at most, the caller among them (2)"),
      VerbOption("senders-given", "execute: without decoding and recovering senders"),
      VerbOption(
        "list-given", "execute: in parallel from the block's access list, as verifiers do"),
    ]

    static func run(
      _ invocation: Invocation, _ console: Console, rounds: Int
    ) throws(CommandError) -> ExitStatus {
      for workload in try workloads(invocation) {
        let options = ExecuteBench.Options(
          workload: workload,
          transactions: try invocation.integer("transactions", in: 1...10_000, default: 200),
          workers: try invocation.integer("workers", in: 1...64, default: 2),
          sendersGiven: invocation.has("senders-given"),
          listGiven: invocation.has("list-given"), rounds: rounds)
        let bench: ExecuteBench
        do throws(SystemError) { bench = try ExecuteBench(options) } catch {
          throw CommandError(.world, error.text, next: "Ask for fewer workers.")
        }
        guard let result = bench.run() else {
          console.line("\(workload.rawValue): the roots differ")
          return .no
        }
        console.line(
          invocation.wantsJSON ? json(options, result) : text(options, result))
      }
      return .yes
    }

    private static func workloads(
      _ invocation: Invocation
    ) throws(CommandError) -> [BatchWorkload] {
      guard let name = invocation.value("workload") else { return BatchWorkload.allCases }
      if let workload = BatchWorkload(rawValue: name) { return [workload] }
      let names = BatchWorkload.allCases.reduce("") {
        $0.isEmpty ? $1.rawValue : "\($0), \($1.rawValue)"
      }
      throw CommandError(
        .usage, "no workload \"\(name)\"", at: "--workload", next: "Workloads: \(names).")
    }

    private static func text(
      _ options: ExecuteBench.Options, _ result: ExecuteBench.Result
    ) -> String {
      let ratio = Decimal.text(thousandths: result.ratio)
      let control = Decimal.text(thousandths: result.control)
      let given =
        (options.sendersGiven ? ", senders given" : "") + (options.listGiven ? ", list given" : "")
      let report = result.report
      let times = report.times
      return "\(options.workload.rawValue) \(options.transactions) transactions, "
        + "\(options.workers) threads\(given): serial \(result.serial / 1000) µs, parallel "
        + "\(result.parallel / 1000) µs, ratio \(ratio), control \(control); ahead "
        + "\(report.speculated), applied \(report.adopted), repeated \(report.repeated), late "
        + "\(report.late), prepared \(report.preparedByWorkers), blooms \(report.completed); µs: "
        + "prepare \(times.prepare / 1000), plan \(times.plan / 1000), execute "
        + "\(times.execute / 1000), blooms \(times.complete / 1000), "
        + "apply \(times.validate / 1000), wait \(times.wait / 1000), root "
        + "\(result.parallelRoot / 1000) (serial \(result.serialParts.root / 1000))"
    }

    private static func json(
      _ options: ExecuteBench.Options, _ result: ExecuteBench.Result
    ) -> String {
      var line = JSONLine()
      let report = result.report
      line.add("bench", "execute")
      line.add("workload", options.workload.rawValue)
      line.add("transactions", options.transactions)
      line.add("workers", options.workers)
      line.add("senders_given", options.sendersGiven)
      line.add("list_given", options.listGiven)
      line.add("rounds", options.rounds)
      line.add("serial_ns", Int(clamping: result.serial))
      line.add("parallel_ns", Int(clamping: result.parallel))
      line.add("ratio", thousandths: result.ratio)
      line.add("control", thousandths: result.control)
      line.add("recover_ns", Int(clamping: report.times.prepare))
      line.add("plan_ns", Int(clamping: report.times.plan))
      line.add("execute_ns", Int(clamping: report.times.execute))
      line.add("bloom_ns", Int(clamping: report.times.complete))
      line.add("validate_ns", Int(clamping: report.times.validate))
      line.add("wait_ns", Int(clamping: report.times.wait))
      line.add("root_ns", Int(clamping: result.parallelRoot))
      line.add("serial_execute_ns", Int(clamping: result.serialParts.execute))
      line.add("serial_root_ns", Int(clamping: result.serialParts.root))
      line.add("speculated", report.speculated)
      line.add("adopted", report.adopted)
      line.add("repeated", report.repeated)
      line.add("late", report.late)
      line.add("prepared_by_workers", report.preparedByWorkers)
      line.add("blooms_by_workers", report.completed)
      line.add("helpers", result.helpers)
      line.add("serial_memory", result.serialMemory)
      line.add("parallel_memory", result.parallelMemory)
      return line.text
    }
  }
#endif
