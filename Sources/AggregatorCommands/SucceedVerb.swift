import ChainTypes
import CommandLineKit
import FleetAggregator
import FleetLink
import FleetManifest
import KeyCustody
import LinuxIO
import RPCMethods
import Signing
import Statements
import SyncProtocol

/// A board's card or state is lost: signs that its lane ends at what is stored here, and that
/// another follows.
enum SucceedVerb {
  static var verb: Verb {
    Verb(
      "succeed", "sign that another lane goes on for a board whose card or state is lost",
      operands: "BOARD",
      options: [
        AggregatorPlace.config, AggregatorPlace.data, AggregatorPlace.fleetKey,
        VerbOption(
          "new", value: "ADDRESS",
          "the board that goes on, by `cairn key new file:DIR/board.key` there (default: the same "
            + "one, with its key from a backup)"),
        VerbOption("out", value: "FILE", "where to write it (default: succession.json)"),
      ],
      example: "0x7e5f4552091a69125d5dfcb7b8c2659029395bdf "
        + "--new 0x2b5ad5c4795c026514f8317c7a215e218dccd6cf", body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let board = try AggregatorPlace.board(invocation)
    var successor = board
    if let given = invocation.value("new") {
      successor = try AggregatorPlace.address(given, invocation)
    }
    let running = try AggregatorPlace.runningLane(board, invocation)
    let manifest = try AggregatorPlace.manifest(invocation)
    let term =
      manifest.manifest.lanes.filter { $0.lane.board == successor }
      .map { $0.lane.term }.max() ?? 0
    let content = Succession(
      old: running.lane, height: running.head.height, blockHash: running.head.hash,
      new: Lane(board: successor, term: term + 1), role: 0, manifestHash: manifest.hash)
    let key = try AggregatorPlace.loadFleetKey(invocation)
    guard manifest.manifest.maySucceed(key.address) else {
      throw CommandError(
        .world, "\(key.address) is neither the fleet's key nor one of its delegates",
        next: "Name the fleet's key with --fleet-key.")
    }
    let signed = Signed(content, in: manifest.manifest.domain, by: key)
    let path = invocation.value("out") ?? "succession.json"
    let document = SuccessionFile.json(signed, fleet: manifest.manifest.fleet)
    do throws(SystemError) {
      try WholeFile.write(Array((document.text(pretty: true) + "\n").utf8), to: path)
    } catch {
      throw CommandError(.world, error.text, at: path, next: "Name another file with --out.")
    }
    console.line(invocation.wantsJSON ? document.text() : words(content, path))
    return .yes
  }

  private static func words(_ content: Succession, _ path: String) -> String {
    """
    \(content.new.board.checksummed) goes on, in term \(content.new.term), for \
    \(content.old.board.hex) behind block \(content.height): \(path)

    Next, on the new board with a copy of it and of fleet.json:
      cairn init --data /var/lib/cairn --fleet-file fleet.json --succession \(path)
      cairn run --data /var/lib/cairn
    and when it asks, here:
      cairn-aggregator admit \(content.new.board.hex) --succession \(path)
    """
  }
}
