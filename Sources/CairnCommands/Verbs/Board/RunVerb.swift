import BoardAgent
import ChainTypes
import CommandLineKit
import LinuxIO
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
    SignalReader.hold(.hangUp)
    ProcessMemory.mapLarge()
    let (settings, text) = try BoardPlace.settings(invocation)
    let world = AgentWorld(settings: { reread(invocation) })
    do throws(AgentFailure) {
      var current = (settings, version(text))
      var agent: Agent? = try Agent.open(current.0, version: current.1, world: world)
      while case .changed(let read, let other)? = try agent?.run() {
        // The database is open once in a process: the one goes before the other comes.
        agent = nil
        do throws(AgentFailure) {
          agent = try Agent.open(read, version: other, world: world)
          current = (read, other)
        } catch {
          console.error("error: reload why=\"\(error.text)\" note=\"goes on as before\"\n")
          agent = try Agent.open(current.0, version: current.1, world: world)
        }
      }
    } catch {
      throw CommandError(.world, error.text, next: "See the log above for what came before.")
    }
    return .yes
  }

  private static func version(_ text: [UInt8]) -> Agent.Version {
    Agent.Version(text: Build.version, configuration: Keccak256.hash(text))
  }

  private static func reread(_ invocation: Invocation) -> ReadSettings {
    do throws(CommandError) {
      let (settings, text) = try BoardPlace.settings(invocation)
      return .read(settings, version(text))
    } catch {
      return .refused([error.text])
    }
  }
}
