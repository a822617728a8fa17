import CommandLineKit
import FleetLink
import LinuxIO

/// How many blocks an aggregator takes on this machine, beside what the work consists of.
enum BenchVerb {
  static var verb: Verb {
    Verb(
      "bench", "measure how fast blocks are verified, stored and receipted here, and its parts",
      options: [
        VerbOption("readings", value: "N", "readings of each transaction (1, then 100)"),
        VerbOption("blocks", value: "N", "blocks of each lane in a run (50)"),
        VerbOption("lanes", value: "N", "boards that send at the same time (8)"),
        VerbOption("workers", value: "K", "processors to be used (those of this machine)"),
        VerbOption("runs", value: "R", "runs, of which the median is told (7)"),
        VerbOption("folder", value: "DIR", "where it keeps its databases meanwhile (/var/tmp)"),
      ],
      example: "--readings 100 --json", body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let given = try invocation.integer("readings", in: 1...BenchLimits.readings, default: 1)
    let blocks = try invocation.integer("blocks", in: 1...BenchLimits.blocks, default: 50)
    let lanes = try invocation.integer("lanes", in: 1...BenchLimits.lanes, default: 8)
    let workers = try invocation.integer(
      "workers", in: 1...BenchLimits.workers,
      default: min(Processors.usable, BenchLimits.workers))
    let runs = try invocation.integer("runs", in: 1...BenchLimits.runs, default: 7)
    for readings in invocation.value("readings") == nil ? [1, 100] : [given] {
      let options = AggregatorBench.Options(
        readings: readings, blocks: blocks, lanes: lanes, workers: workers, runs: runs,
        folder: invocation.value("folder") ?? "/var/tmp")
      let result: AggregatorBench.Result
      do throws(LinkFailure) { result = try AggregatorBench.run(options) } catch {
        throw CommandError(
          .world, error.text, at: options.folder,
          next: "Choose a folder on a medium with room: --folder DIR")
      }
      console.line(invocation.wantsJSON ? json(options, result) : text(options, result))
    }
    return .yes
  }

  private static func perSecond(_ result: AggregatorBench.Result) -> Int {
    Int(clamping: 1_000_000_000 / max(1, result.whole))
  }

  private static func text(
    _ options: AggregatorBench.Options, _ result: AggregatorBench.Result
  ) -> String {
    let parts = result.parts
    return "\(options.readings) readings a transaction, \(options.lanes) lanes, "
      + "\(options.workers) processors: \(perSecond(result)) blocks a second, "
      + "\(perSecond(result) * options.readings) readings; "
      + "a block takes \(result.whole / 1000) µs, its parts \(parts.sum / 1000): "
      + "recovery \(parts.recovery / 1000), "
      + "signing \(parts.signing / 1000), execution \(parts.execution / 1000), "
      + "Keccak \(parts.keccak / 1000), LMDB \(parts.lmdb / 1000); "
      + "ratio \(Decimal.text(thousandths: result.ratio)), "
      + "of processors' time \(Decimal.text(thousandths: result.processorRatio)) "
      + "(\(result.parts.processors / 1000) of \(result.processors / 1000) µs), "
      + "control \(Decimal.text(thousandths: result.control))"
  }

  private static func json(
    _ options: AggregatorBench.Options, _ result: AggregatorBench.Result
  ) -> String {
    var line = JSONLine()
    line.add("bench", "aggregator")
    line.add("readings", options.readings)
    line.add("blocks", options.blocks)
    line.add("lanes", options.lanes)
    line.add("workers", options.workers)
    line.add("threads", result.threads)
    line.add("runs", options.runs)
    line.add("blocks_per_second", perSecond(result))
    line.add("readings_per_second", perSecond(result) * options.readings)
    line.add("whole_ns", Int(clamping: result.whole))
    line.add("parts_ns", Int(clamping: result.parts.sum))
    line.add("recovery_ns", Int(clamping: result.parts.recovery))
    line.add("signing_ns", Int(clamping: result.parts.signing))
    line.add("execution_ns", Int(clamping: result.parts.execution))
    line.add("keccak_ns", Int(clamping: result.parts.keccak))
    line.add("lmdb_ns", Int(clamping: result.parts.lmdb))
    line.add("whole_processor_ns", Int(clamping: result.processors))
    line.add("parts_processor_ns", Int(clamping: result.parts.processors))
    line.add("processor_ratio", thousandths: result.processorRatio)
    line.add("permutations", result.permutations)
    line.add("ratio", thousandths: result.ratio)
    line.add("control", thousandths: result.control)
    return line.text
  }
}

/// What bounds the bench.
enum BenchLimits {
  /// A call of the reading log takes as many.
  static let readings = 256
  static let blocks = 10_000
  static let lanes = 64
  static let workers = 16
  static let runs = 1_000
}
