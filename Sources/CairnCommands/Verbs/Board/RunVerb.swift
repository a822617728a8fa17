import BoardAgent
import ChainTypes
import CommandLineKit
import SystemCrypto

enum RunVerb {
  static var verb: Verb {
    Verb(
      "run", "run the agent: read sensors, seal blocks, answer on the socket",
      options: [BoardPlace.configOption, BoardPlace.dataOption],
      example: "--config /etc/cairn/board.yaml", body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let (settings, text) = try BoardPlace.settings(invocation)
    do throws(AgentFailure) {
      let version = Agent.Version(
        text: Build.version, configuration: Keccak256.hash(text))
      try Agent.open(settings, version: version).run()
    } catch {
      throw CommandError(.world, error.text, next: "See the log above for what came before.")
    }
    return .yes
  }
}
