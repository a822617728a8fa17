import BoardConfig
import ChainTypes
import CommandLineKit
import FleetLink
import LinuxIO

#if !hasFeature(Embedded)
  import FleetAggregator
  import FleetDemo
#endif

/// A fleet on this machine, and what can happen to it.
enum DemoVerb {
  static var verb: Verb {
    Verb(
      "demo", "run a fleet on this machine, break some of it, and tell what was noticed",
      options: [
        VerbOption(
          "seconds", value: "N",
          "about how long it takes (default: \(defaultSeconds))")
      ], example: "--seconds 40", body: run)
  }

  #if hasFeature(Embedded)
    private static let defaultSeconds = 60
    private static let aggregatorName = "demo-aggregator"
  #else
    private static let aggregatorName = DemoSettings.aggregatorVerb
    private static let defaultSeconds = DemoLimits.defaultSeconds
  #endif

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    #if hasFeature(Embedded)
      // A board has no room for an aggregator that it never runs.
      throw CommandError(
        .world, "this build is for boards, and has no aggregator",
        next: "Run the demo on a workstation: swift run -c release cairn demo")
    #else
      let seconds = try invocation.integer(
        "seconds", in: DemoLimits.seconds, default: DemoLimits.defaultSeconds)
      if !invocation.wantsJSON { console.line("\(VersionVerb.text(invocation.program))\n") }
      do throws(DemoFailure) {
        let demo = try Demo(
          DemoSettings(seconds: seconds, isQuiet: invocation.wantsJSON),
          output: { console.output($0) })
        try demo.run()
        if invocation.wantsJSON { console.line(demo.report.json.text()) }
        return demo.report.holds ? .yes : .no
      } catch {
        throw CommandError(.world, error.what, next: error.next)
      }
    #endif
  }

  /// The aggregator of the demo, as a process of its own.
  static var aggregator: Verb {
    Verb(
      aggregatorName, "the aggregator of the demo",
      options: [BoardPlace.configOption], example: "--config aggregator.yaml", isHidden: true,
      body: runAggregator)
  }

  @Sendable
  private static func runAggregator(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    #if hasFeature(Embedded)
      throw CommandError(.usage, "this build has no aggregator", next: invocation.advice)
    #else
      let path = invocation.value("config") ?? "aggregator.yaml"
      let text: [UInt8]
      do throws(SystemError) {
        text = try WholeFile.read(path, limit: BoardPlace.configBytes)
      } catch {
        throw CommandError(.world, error.text, at: path, next: "Name it with --config.")
      }
      let settings: AggregatorSettings
      do throws(SettingProblems) { settings = try AggregatorSettings(parsing: text) } catch {
        throw CommandError(.usage, error.text(file: path), at: path, next: "Correct the file.")
      }
      do throws(LinkFailure) { try AggregatorService(settings).run() } catch {
        throw CommandError(.world, error.text, next: "See the log above for what came before.")
      }
      return .yes
    #endif
  }
}
