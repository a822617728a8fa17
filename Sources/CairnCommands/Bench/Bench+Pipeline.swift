import BoardAgent
import CommandLineKit
import LinuxIO

extension BenchRegistry {
  /// 10,000 readings for each second, through everything between a sensor and the disk.
  static var pipelineBench: Bench {
    Bench("pipeline", "10,000 readings a second: attested, batched, executed, committed") {
      (settings) throws(CommandError) in
      let first = try emptyFolder(settings)
      let second = try emptyFolder(settings)
      return [try figures(first.path, second.path)]
    }
  }

  private static func emptyFolder(
    _ settings: BenchSettings
  ) throws(CommandError) -> TemporaryFolder {
    do throws(SystemError) {
      return try TemporaryFolder(prefix: "cairn-bench-", below: settings.folder)
    } catch {
      throw CommandError(
        .world, "there is no folder to work in: \(error.text)", at: settings.folder,
        next: "Choose a folder on a medium with room: --folder DIR")
    }
  }

  private static func figures(
    _ first: String, _ second: String
  ) throws(CommandError) -> BenchFigures {
    let load = PipelineLoad(perSecond: 10_000, seconds: 10)
    let found: PipelineLoad.Figures
    do throws(AgentFailure) { found = try load.run(first, second) } catch {
      throw CommandError(
        .world, "the pipeline bench failed: \(error.text)",
        next: "Choose a folder on a medium with room: --folder DIR")
    }
    var figures = BenchFigures(bench: "pipeline", name: "readings")
    let parts = max(1, found.attestation + found.execution + found.commit)
    figures.add("readings", Int(clamping: found.readings))
    figures.add("sealed", Int(clamping: found.sealed))
    figures.add("refused", Int(clamping: found.refused))
    figures.add("blocks", Int(clamping: found.blocks))
    figures.add(
      "readings_per_second",
      Int(clamping: found.readings &* 1_000_000_000 / max(1, found.whole)))
    figures.add("ratio_to_parts", thousandths: Int(clamping: found.whole &* 1_000 / parts))
    let each = max(1, found.readings)
    figures.add("whole_us", thousandths: Int(clamping: found.whole / each))
    figures.add("attestation_us", thousandths: Int(clamping: found.attestation / each))
    figures.add("execution_us", thousandths: Int(clamping: found.execution / each))
    figures.add("commit_us", thousandths: Int(clamping: found.commit / each))
    return figures
  }
}
