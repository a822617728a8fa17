import BoardAgent
import ChainTypes
import CommandLineKit
import FleetLink
import FleetManifest
import Lanes
import LinuxIO
import Statements

enum InitVerb {
  static var verb: Verb {
    Verb(
      "init", "make a board of this machine: key, lane, configuration",
      options: [
        VerbOption("data", value: "DIR", "the data folder, made if missing"),
        VerbOption(
          "fleet", value: "ID", "the fleet's id, 0x and 64 digits (default: a fleet of its own)"),
        VerbOption(
          "fleet-file", value: "FILE",
          "the fleet's file, from its operator: says fleet and owner, and is copied"),
        VerbOption(
          "succession", value: "FILE",
          "of `cairn-aggregator succeed`: this board goes on for one whose card is lost"),
        VerbOption(
          "owner", value: "ADDRESS", "who sets rules on the lane (default: the board itself)"),
      ], example: "--data /var/lib/cairn", body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    guard let data = invocation.value("data") else {
      throw CommandError(
        .usage, "the data folder is missing", at: "--data", next: invocation.advice)
    }
    let file = try fleetFile(invocation)
    let manifest = file?.last?.manifest
    let given = (fleet: try fleet(invocation), owner: try owner(invocation))
    var order = BoardInitialisation(
      folder: AgentFolder(data), fleet: given.fleet ?? manifest?.fleet,
      owner: given.owner ?? manifest?.rulesOwner)
    order.succession = try succession(invocation, order.fleet)
    let made: BoardInitialisation.Result
    do throws(AgentFailure) { made = try order.perform() } catch {
      throw CommandError(.world, error.text, next: "Nothing that was there has been changed.")
    }
    if let file { try write(file, to: made.folder.fleet) }
    console.line(invocation.wantsJSON ? json(made).text() : text(made, program: "cairn"))
    return .yes
  }

  private static func fleetFile(
    _ invocation: Invocation
  ) throws(CommandError) -> [SignedManifest]? {
    guard let path = invocation.value("fleet-file") else { return nil }
    do throws(LinkFailure) { return try FleetFile.read(path) } catch {
      throw CommandError(
        .world, error.text, at: path, next: "Ask the operator for fleet.json of the aggregator.")
    }
  }

  private static func succession(
    _ invocation: Invocation, _ fleet: Hash?
  ) throws(CommandError) -> Succession? {
    guard let path = invocation.value("succession") else { return nil }
    do throws(LinkFailure) {
      let read = try SuccessionFile.read(path)
      guard read.fleet == fleet else {
        throw .settings("it is of the fleet \(read.fleet.hex); give that one's --fleet-file")
      }
      return read.signed.content
    } catch {
      throw CommandError(
        .world, error.text, at: path, next: "Name a file of `cairn-aggregator succeed`.")
    }
  }

  private static func write(_ file: [SignedManifest], to path: String) throws(CommandError) {
    do throws(SystemError) {
      try WholeFile.write(Array(FleetFile.text(file).utf8), to: path)
    } catch {
      throw CommandError(.world, error.text, at: path, next: "Make room, or name another folder.")
    }
  }

  private static func fleet(_ invocation: Invocation) throws(CommandError) -> Hash? {
    guard let text = invocation.value("fleet") else { return nil }
    guard let fleet = Hash(hex: text) else {
      throw CommandError(
        .usage, "\"\(text)\" is no fleet id", at: "--fleet",
        next: "Write 0x and 64 hexadecimal digits, as `cairn-aggregator status` shows it.")
    }
    return fleet
  }

  private static func owner(_ invocation: Invocation) throws(CommandError) -> Address? {
    guard let text = invocation.value("owner") else { return nil }
    guard let owner = Address(hex: text) else {
      throw CommandError(
        .usage, "\"\(text)\" is no address", at: "--owner",
        next: "Write 0x and 40 hexadecimal digits.")
    }
    return owner
  }

  private static func json(_ made: BoardInitialisation.Result) -> JSONValue {
    .object([
      ("board", .string(made.identity.lane.board.hex)), ("fleet", .string(made.identity.fleet.hex)),
      ("chainId", .integer(Int64(clamping: made.identity.chainID))),
      ("key", .string(made.folder.key)), ("genesis", .string(made.folder.genesis)),
      ("config", .string(made.config)), ("wasThere", .array(made.kept.map { .string($0) })),
    ])
  }

  private static func text(_ made: BoardInitialisation.Result, program: String) -> String {
    let kept = made.kept.isEmpty ? "" : "\nKept as it was: \(made.kept.joined(separator: ", "))\n"
    return """
      This board is \(made.identity.lane.board.checksummed)
        chain id       \(made.identity.chainID)
        fleet          \(made.identity.fleet.hex)
        key            \(made.folder.key)
        configuration  \(made.config)
      \(kept)
      Back up the key now; whoever has it is this board, and without it the lane ends:
        \(program) key export --from file:\(made.folder.key) --to keystore:board-keystore.json

      Next:
        \(program) sensors --config \(made.config)     what this machine has to measure
        \(program) check --config \(made.config)       the configuration, and what it costs a day
        \(program) run --config \(made.config)
        \(program) status --data \(made.folder.path)
      """
  }
}
