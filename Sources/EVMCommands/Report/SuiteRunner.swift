import ChainTypes
import CommandLineKit
import LinuxIO
import Synchronization

/// Runs a suite over files, on as many threads as asked for, and reports.
enum SuiteRunner {
  static func run<Worker: SuiteWorker & SendableMetatype>(
    _ type: Worker.Type, _ invocation: Invocation, _ options: SuiteOptions, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let all = try FixtureFiles.collect(invocation.operands, advice: invocation.advice)
    let files = FixtureFiles.sample(all, percent: options.percent)
    let tallies = try runAll(type, files, options)
    var total = Tally()
    for tally in tallies { total.add(tally) }
    SuiteReport.write(total, files: files.count, json: invocation.wantsJSON, console)
    return total.failed == 0 ? .yes : .no
  }

  /// One tally for each file, in their order.
  private static func runAll<Worker: SuiteWorker & SendableMetatype>(
    _ type: Worker.Type, _ files: [String], _ options: SuiteOptions
  ) throws(CommandError) -> [Tally] {
    let results = Guarded([Tally](repeating: Tally(), count: files.count))
    // Relaxed: the number itself is all that is passed; the results have a lock.
    let next = Atomic<Int>(0)
    let pool: WorkerPool
    do throws(SystemError) {
      pool = try WorkerPool(
        workers: max(0, min(options.jobs, files.count) - 1), name: "suite",
        stackBytes: Limits.jobStack)
    } catch {
      throw CommandError(error)
    }
    pool.runOnEach { _ in
      let worker = Worker(options)
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < files.count else { return }
        let tally = run(worker, files[index], options)
        results.withLock { $0[index] = tally }
      }
    }
    return results.withLock { $0 }
  }

  private static func run<Worker: SuiteWorker>(
    _ worker: Worker, _ file: String, _ options: SuiteOptions
  ) -> Tally {
    var tally = Tally()
    if options.verbose { StandardStream.error.write("\(file)\n") }
    switch FixtureText.parse(file) {
    case .success(let content):
      worker.run(JSONDocument(file: file, content: content), into: &tally)
    case .failure(let reason):
      if let skip = reason.reasonToSkip {
        tally.skip(skip)
      } else {
        tally.fail(file, "", "", reason.text)
      }
    }
    return tally
  }
}

/// Writes what came of a suite.
enum SuiteReport {
  static func write(_ tally: Tally, files: Int, json: Bool, _ console: Console) {
    for failure in tally.failures { console.line(json ? failure.json : failure.line) }
    let reasons = tally.skips.sorted { $0.key < $1.key }
    if json {
      console.line(closingObject(tally, reasons, files))
      return
    }
    for (reason, count) in reasons { console.line("SKIP \(count)  \(reason)") }
    console.line(tally.closingLine)
  }

  private static func closingObject(
    _ tally: Tally, _ reasons: [(key: String, value: Int)], _ files: Int
  ) -> String {
    JSONValue.object([
      (key: "files", value: .integer(Int64(files))),
      (key: "passed", value: .integer(Int64(tally.passed))),
      (key: "failed", value: .integer(Int64(tally.failed))),
      (key: "skipped", value: .integer(Int64(tally.skipped))),
      (
        key: "skips",
        value: .object(reasons.map { (key: $0.key, value: .integer(Int64($0.value))) })
      ),
    ]).text()
  }
}

extension Failure {
  var line: String {
    let name = test.isEmpty ? "" : " \(test)"
    let position = place.isEmpty ? "" : " [\(place)]"
    return "FAIL \(file)\(name)\(position): \(what)"
  }

  var json: String {
    JSONValue.object([
      (key: "file", value: .string(file)), (key: "test", value: .string(test)),
      (key: "place", value: .string(place)), (key: "pass", value: .bool(false)),
      (key: "error", value: .string(what)),
    ]).text()
  }
}
