import ChainTypes
import CommandLineKit
import FleetAggregator
import FleetLink
import LedgerCommands
import LinuxIO
import RPCMethods
import ReadingProofs
import Statements

/// Makes the proof of a reading from what is stored here: asks the running aggregator, or looks
/// itself where none runs. The file is the same as that of `cairn prove`.
enum ProveVerb {
  static var verb: Verb {
    Verb(
      "prove", "write the proof of a reading into one file, for whoever wants to check it",
      options: [
        VerbOption("board", value: "ADDRESS", "whose reading"),
        VerbOption("sensor", value: "NAME", "of which sensor"),
        VerbOption("counter", value: "N", "which one (default: the newest in a block)"),
        VerbOption("term", value: "N", "of which life of the board (default: the last)"),
        ProofOutput.option,
        AggregatorPlace.config, AggregatorPlace.data,
      ],
      example: "--board 0x7e5f4552091a69125d5dfcb7b8c2659029395bdf --sensor system/load "
        + "--out proof.json", body: run)
  }

  private struct Wish {
    var board: Address
    var sensor: String
    var counter: Int64?
    var term: Int64?
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    guard let board = invocation.value("board"), let sensor = invocation.value("sensor") else {
      throw CommandError(.usage, "--board and --sensor are wanted", next: invocation.advice)
    }
    let wish = Wish(
      board: try AggregatorPlace.address(board, invocation), sensor: sensor,
      counter: try number("counter", invocation), term: try number("term", invocation))
    try ProofOutput.tell(try proof(wish, invocation), of: sensor, invocation, console)
    return .yes
  }

  private static func number(
    _ name: String, _ invocation: Invocation
  ) throws(CommandError) -> Int64? {
    guard let text = invocation.value(name) else { return nil }
    guard let number = Int64(text), number >= 0 else {
      throw CommandError(
        .usage, "\"\(text)\" is no number", at: "--\(name)", next: invocation.advice)
    }
    return number
  }

  private static func proof(
    _ wish: Wish, _ invocation: Invocation
  ) throws(CommandError) -> JSONValue {
    let folder = try AggregatorPlace.folder(invocation)
    if Folder.kind(folder.socket) != nil {
      return try AggregatorPlace.ask(
        invocation, "aggregator_prove",
        [
          .string(wish.board.hex), .string(wish.sensor), wish.counter.map { .integer($0) } ?? .null,
          wish.term.map { .integer($0) } ?? .null,
        ])
    }
    do throws(LinkFailure) {
      let lane = try lane(wish, folder)
      guard let book = try LaneShelf.book(lane, in: folder.lanes) else {
        throw .settings("no lane of \(wish.board.hex) is stored here")
      }
      return try AggregatorProofs(folder).prove(
        book, sensor: wish.sensor, counter: wish.counter.map { UInt64($0) }
      ).json
    } catch {
      throw CommandError(
        .world, error.text, at: folder.path, next: "`cairn-aggregator lanes` tells the boards.")
    }
  }

  /// The last term of the board that is stored, unless one is wished for.
  private static func lane(_ wish: Wish, _ folder: AggregatorFolder) throws(LinkFailure) -> Lane {
    if let term = wish.term { return Lane(board: wish.board, term: UInt64(term)) }
    do throws(SystemError) {
      let terms = try Folder.names(folder.lanes).compactMap { LaneShelf.lane($0) }
        .filter { $0.board == wish.board }.map { $0.term }
      return Lane(board: wish.board, term: terms.max() ?? 1)
    } catch { throw .system(error) }
  }
}
