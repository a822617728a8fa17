import ChainTypes
import CommandLineKit
import FleetAggregator
import FleetLink
import Statements

enum InitVerb {
  static var verb: Verb {
    Verb(
      "init", "make an aggregator and its fleet: keys, the first manifest, a configuration",
      options: [
        VerbOption("data", value: "DIR", "the data folder, made if missing"),
        VerbOption("name", value: "TEXT", "what people call the fleet (default: fleet)"),
        VerbOption("broker", value: "URL", "mqtts://HOST or, in the open, mqtt://HOST"),
        VerbOption(
          "fleet-key", value: "FILE", "the fleet's key (default: a new one in the data folder)"),
      ], example: "--data /var/lib/cairn-aggregator --broker mqtts://broker.example", body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    guard let data = invocation.value("data"), let broker = invocation.value("broker") else {
      throw CommandError(
        .usage, "--data and --broker are wanted", next: invocation.advice)
    }
    let folder = AggregatorFolder(data)
    let order = AggregatorInitialisation(
      folder: folder, name: invocation.value("name") ?? "fleet",
      fleetKey: invocation.value("fleet-key"), broker: broker)
    let made: AggregatorInitialisation.Result
    do throws(LinkFailure) { made = try order.perform() } catch {
      throw CommandError(.world, error.text, next: "Nothing that was there has been changed.")
    }
    console.line(invocation.wantsJSON ? json(made).text() : text(made, folder))
    return .yes
  }

  private static func json(_ made: AggregatorInitialisation.Result) -> JSONValue {
    .object([
      ("fleet", .string(made.fleet.hex)), ("fleetKey", .string(made.fleetKey.hex)),
      ("aggregator", .string(made.aggregator.hex)),
      ("wasThere", .array(made.kept.map { .string($0) })),
    ])
  }

  private static func text(
    _ made: AggregatorInitialisation.Result, _ folder: AggregatorFolder
  ) -> String {
    let kept = made.kept.isEmpty ? "" : "\nKept as it was: \(made.kept.joined(separator: ", "))\n"
    return """
      The fleet is \(made.fleet.hex)
        its key        \(made.fleetKey.checksummed)
        aggregator     \(made.aggregator.checksummed)
        configuration  \(folder.config)
        for boards     \(folder.fleet)
      \(kept)
      \(folder.fleetKey) decides who belongs to the fleet. Move it to where this machine is not,
      and give it back with --fleet-key when a board is admitted or revoked.

      Next:
        cairn-aggregator run --data \(folder.path)
      and on each board, with a copy of \(folder.fleet):
        cairn init --data /var/lib/cairn --fleet-file fleet.json
        cairn run --data /var/lib/cairn
      and when it asks, here:
        cairn-aggregator admit BOARD --data \(folder.path)
      """
  }
}
