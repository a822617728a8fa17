import BoardConfig
import ChainTypes
import CommandLineKit
import ControlSocket
import FleetAggregator
import FleetManifest
import KeyCustody
import LinuxIO
import RPCMethods
import Signing
import Statements
import SyncProtocol

/// Where verbs find an aggregator: its configuration, its data, its socket; and the fleet's key.
enum AggregatorPlace {
  static let config = VerbOption(
    "config", value: "FILE",
    "the configuration (default: /etc/cairn/aggregator.yaml, or that in the data folder)")
  static let data = VerbOption(
    "data", value: "DIR", "the data folder (default: what the configuration says)")
  static let fleetKey = VerbOption(
    "fleet-key", value: "FILE",
    "the file of the fleet's key (default: fleet.key in the data folder)")
  static let bytes = 1 << 20

  static func settings(_ invocation: Invocation) throws(CommandError) -> AggregatorSettings {
    let path = path(invocation)
    let text: [UInt8]
    do throws(SystemError) { text = try WholeFile.read(path, limit: bytes) } catch {
      throw CommandError(
        .world, "the configuration cannot be read: \(error.text)", at: path,
        next: "Run `cairn-aggregator init`, or name the file with --config.")
    }
    do throws(SettingProblems) {
      var settings = try AggregatorSettings(parsing: text)
      if let data = invocation.value("data") { settings.dataFolder = data }
      return settings
    } catch {
      throw CommandError(
        .usage,
        error.problems.map { "line \($0.line): \($0.what). \($0.advice)" }
          .joined(separator: "\n"), at: path, next: "See configs/aggregator.yaml.")
    }
  }

  private static func path(_ invocation: Invocation) -> String {
    if let given = invocation.value("config") { return given }
    if let data = invocation.value("data") {
      let own = AggregatorFolder(data).config
      if Folder.kind(own) == .file { return own }
    }
    return "/etc/cairn/aggregator.yaml"
  }

  static func folder(_ invocation: Invocation) throws(CommandError) -> AggregatorFolder {
    if let data = invocation.value("data") { return AggregatorFolder(data) }
    return AggregatorFolder(try settings(invocation).dataFolder)
  }

  /// Asks the running aggregator one thing.
  static func ask(
    _ invocation: Invocation, _ method: String, _ parameters: [JSONValue] = []
  ) throws(CommandError) -> JSONValue {
    let path = try folder(invocation).socket
    let started: ControlClient
    do throws(SystemError) { started = try ControlClient(path: path) } catch {
      throw CommandError(
        .world, "no aggregator answers: \(error.text)", at: path,
        next: "Start it with `cairn-aggregator run`.")
    }
    var client = started
    do throws(ControlClient.Failure) { return try client.call(method, parameters) } catch {
      if case .refused(let refusal) = error {
        throw CommandError(.world, refusal.message, next: "See `cairn-aggregator status`.")
      }
      throw CommandError(.world, error.text, next: "See the aggregator's log.")
    }
  }

  /// The manifest as it is now, changed, signed by the fleet's key, and told to the fleet.
  static func change(
    _ invocation: Invocation, _ body: (Manifest) throws(ManifestEditError) -> Manifest
  ) throws(CommandError) -> UInt64 {
    let current = try manifest(invocation)
    let next: Manifest
    do throws(ManifestEditError) { next = try body(current.manifest) } catch {
      throw CommandError(.world, error.description, next: "Nothing has been changed.")
    }
    let key = try loadFleetKey(invocation)
    let signed: SignedManifest
    do throws(ManifestSigningError<Never>) {
      signed = try SignedManifest(signing: next, after: current, by: key)
    } catch {
      throw CommandError(
        .world, "the manifest is refused: \(reason(error))", next: "Nothing has been changed.")
    }
    _ = try ask(invocation, "aggregator_announce", [.string(Hex.encode(signed.bytes))])
    return signed.version
  }

  /// The running aggregator's.
  static func manifest(_ invocation: Invocation) throws(CommandError) -> SignedManifest {
    let text = try ask(invocation, "aggregator_manifest").asString ?? ""
    guard let bytes = try? Hex.decode(text),
      let current = try? SignedManifest(bytes: bytes, using: LibraryRecovery())
    else {
      throw CommandError(
        .world, "the aggregator's manifest cannot be read", next: "Compare the versions of both.")
    }
    return current
  }

  static func loadFleetKey(_ invocation: Invocation) throws(CommandError) -> SigningKey {
    let usual = try folder(invocation).fleetKey
    let path = invocation.value("fleet-key") ?? usual
    do throws(KeyError) { return try KeyVault.load(.file(path)) } catch {
      throw CommandError(
        .world, error.text, at: path, next: "Name the fleet's key with --fleet-key.")
    }
  }

  /// A board's lane that has not ended, with the last block of it that is stored.
  static func runningLane(
    _ board: Address, _ invocation: Invocation
  ) throws(CommandError) -> (lane: Lane, head: BlockPoint) {
    let lanes = try ask(invocation, "aggregator_lanes").asArray ?? []
    let running = lanes.last {
      $0["board"]?.asString == board.hex && $0["ended"]?.isNull == true
    }
    guard let running, let term = running["term"]?.asInteger,
      let height = running["head"]?.asInteger,
      let hash = Hash(hex: running["headHash"]?.asString ?? "")
    else {
      throw CommandError(
        .world, "\(board.hex) has no lane that runs", next: "See `cairn-aggregator lanes`.")
    }
    return (
      Lane(board: board, term: UInt64(max(0, term))),
      BlockPoint(height: UInt64(max(0, height)), hash: hash)
    )
  }

  private static func reason(_ error: ManifestSigningError<Never>) -> String {
    switch error {
    case .manifest(let reason): reason.description
    }
  }

  /// The one operand of verbs about a board.
  static func board(_ invocation: Invocation) throws(CommandError) -> Address {
    guard let text = invocation.operands.first, invocation.operands.count == 1 else {
      throw CommandError(.usage, "one board's address is wanted", next: invocation.advice)
    }
    return try address(text, invocation)
  }

  static func address(_ text: String, _ invocation: Invocation) throws(CommandError) -> Address {
    guard let address = Address(hex: text) else {
      throw CommandError(
        .usage, "\"\(text)\" is no address",
        next: "Write 0x and 40 hexadecimal digits. " + invocation.advice)
    }
    return address
  }
}
