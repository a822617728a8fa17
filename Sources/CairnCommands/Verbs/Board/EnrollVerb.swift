import BoardAgent
import BoardConfig
import ChainTypes
import CommandLineKit
import ControlSocket
import FleetLink
import KeyCustody
import Lanes
import Ledger
import LinuxIO
import Readings
import Signing
import Statements

/// Asks to be taken into the fleet, by a file that the operator admits. A board that has a broker
/// and the fleet's manifest asks by itself, too.
enum EnrollVerb {
  static var verb: Verb {
    Verb(
      "enroll", "write the signed request with which the operator takes this board into the fleet",
      options: [
        VerbOption("label", value: "TEXT", "what people call the board (default: its name)"),
        VerbOption("challenge", value: "HASH", "what the operator gave, 0x and 64 digits"),
        VerbOption("out", value: "FILE", "where to write it (default: standard output)"),
        BoardPlace.dataOption, BoardPlace.configOption, BoardPlace.socketOption,
      ], example: "--label barn --out barn.json --data /var/lib/cairn", body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let settings = try BoardPlace.settings(invocation).settings
    let folder = AgentFolder(settings.board.dataFolder)
    let label = invocation.value("label") ?? settings.board.name ?? ""
    guard label.utf8.count <= Hash.byteCount else {
      throw CommandError(
        .usage, "the label has more than 32 bytes", at: "--label", next: invocation.advice)
    }
    var challenge = Hash.zero
    if let text = invocation.value("challenge") {
      guard let given = Hash(hex: text) else {
        throw CommandError(
          .usage, "\"\(text)\" is no hash", at: "--challenge", next: invocation.advice)
      }
      challenge = given
    }
    let (identity, genesis) = try lane(invocation, folder)
    let content = Enrolment(
      lane: identity.lane, genesisHash: genesis, label: Hash(label: label), challenge: challenge)
    let request = try sign(content, settings, folder, identity)
    let text = EnrolmentFile.json(request, fleet: identity.fleet).text(pretty: true)
    guard let path = invocation.value("out") else {
      console.line(text)
      return .yes
    }
    do throws(SystemError) { try WholeFile.write(Array("\(text)\n".utf8), to: path) } catch {
      throw CommandError(.world, error.text, at: path, next: "Name another file with --out.")
    }
    console.line(
      invocation.wantsJSON
        ? JSONValue.object([("file", .string(path))]).text()
        : "\(path): board \(identity.lane.board), term \(identity.lane.term). Compare the address "
          + "with the board's own word before admitting it.")
    return .yes
  }

  /// Which lane, and the hash of its first block: of the running agent, or of the folder.
  private static func lane(
    _ invocation: Invocation, _ folder: AgentFolder
  ) throws(CommandError) -> (LaneIdentity, Hash) {
    let socket = try BoardPlace.socket(invocation)
    if Folder.kind(socket) != nil, var client = try? ControlClient(path: socket) {
      do throws(ControlClient.Failure) {
        let status = try client.call("cairn_status")
        let block = try client.call("eth_getBlockByNumber", ["0x0", false])
        guard let fleet = status["fleet"]?.asString.flatMap({ Hash(hex: $0) }),
          let board = status["board"]?.asString.flatMap({ Address(hex: $0) }),
          let term = status["term"]?.asInteger, term >= 0,
          let hash = block["hash"]?.asString.flatMap({ Hash(hex: $0) })
        else { throw .malformed }
        let lane = Lane(board: board, term: UInt64(term))
        return (LaneIdentity(fleet: fleet, lane: lane), hash)
      } catch { throw AskVerbs.unanswered(error) }
    }
    do throws(AgentFailure) {
      let (ledger, identity) = try LaneOpening.open(
        folder, settings: LedgerSettings(), mapSize: 512_000_000)
      return (identity, ledger.genesisHash)
    } catch {
      throw CommandError(.world, error.text, at: folder.path, next: "See `cairn status`.")
    }
  }

  private static func sign(
    _ content: Enrolment, _ settings: BoardSettings, _ folder: AgentFolder,
    _ identity: LaneIdentity
  ) throws(CommandError) -> Signed<Enrolment> {
    let location = settings.keys.board ?? "file:\(folder.key)"
    let request: (signed: Signed<Enrolment>, signer: Address)
    do throws(KeyError) {
      let key = try KeyVault.load(try KeyLocation(location))
      request = (Signed(content, in: identity.domain, by: key), key.address)
    } catch { throw CommandError(.world, error.text, at: location, next: "See `cairn key`.") }
    guard request.signer == content.lane.board else {
      throw CommandError(
        .world, "the key is that of \(request.signer), the lane is \(content.lane.board)'s",
        at: location, next: "Name the board's key in the configuration.")
    }
    return request.signed
  }
}
