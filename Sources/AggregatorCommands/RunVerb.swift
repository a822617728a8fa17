import CommandLineKit
import FleetAggregator
import FleetLink
import LinuxIO

enum RunVerb {
  static var verb: Verb {
    Verb(
      "run", "follow the fleet: verify, store, receipt, and answer on the socket",
      options: [AggregatorPlace.config, AggregatorPlace.data],
      example: "--config /etc/cairn/aggregator.yaml", body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    SignalReader.hold(.hangUp)
    ProcessMemory.mapLarge()
    let settings = try AggregatorPlace.settings(invocation)
    do throws(LinkFailure) { try AggregatorService(settings).run() } catch {
      throw CommandError(.world, error.text, next: "See the log above for what came before.")
    }
    return .yes
  }
}
