import BoardAgent
import BoardConfig
import ChainTypes
import CommandLineKit
import ControlSocket
import Ledger
import LedgerCommands
import LinuxIO
import ReadingProofs
import RPCMethods

/// Makes the proof of a reading: asks the running agent, or looks itself where none runs.
enum ProveVerb {
  static var verb: Verb {
    Verb(
      "prove", "write the proof of a reading into one file, for whoever wants to check it",
      options: [
        VerbOption("sensor", value: "NAME", "whose reading"),
        VerbOption("counter", value: "N", "which one (default: the newest in a block)"),
        VerbOption(
          "fleet-key", value: "ADDRESS", "the fleet's key, where the board does not know it"),
        ProofOutput.option,
        BoardPlace.dataOption, BoardPlace.configOption, BoardPlace.socketOption,
      ], example: "--sensor system/load --out proof.json --data /var/lib/cairn", body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    guard let sensor = invocation.value("sensor") else {
      throw CommandError(.usage, "the sensor is missing", at: "--sensor", next: invocation.advice)
    }
    let counter = try counter(invocation)
    let key = try address(invocation, "fleet-key")
    try ProofOutput.tell(
      try proof(invocation, sensor, counter, key), of: sensor, invocation, console)
    return .yes
  }

  private static func counter(_ invocation: Invocation) throws(CommandError) -> UInt64? {
    guard let text = invocation.value("counter") else { return nil }
    guard let counter = UInt64(text) else {
      throw CommandError(
        .usage, "\"\(text)\" is no counter", at: "--counter", next: invocation.advice)
    }
    return counter
  }

  static func address(
    _ invocation: Invocation, _ name: String
  ) throws(CommandError) -> Address? {
    guard let text = invocation.value(name) else { return nil }
    guard let address = Address(hex: text), Address.hasValidChecksum(text) else {
      throw CommandError(
        .usage, "\"\(text)\" is no address", at: "--\(name)",
        next: "Write 0x and 40 hexadecimal digits; capitals are a checksum (EIP-55).")
    }
    return address
  }

  private static func proof(
    _ invocation: Invocation, _ sensor: String, _ counter: UInt64?, _ key: Address?
  ) throws(CommandError) -> JSONValue {
    let socket = try BoardPlace.socket(invocation)
    if Folder.kind(socket) != nil, var client = try? ControlClient(path: socket) {
      do throws(ControlClient.Failure) {
        return try client.call(
          "cairn_prove",
          [
            .string(sensor), counter.map { .string(Word($0).hex) } ?? .null,
            key.map { .string($0.hex) } ?? .null,
          ])
      } catch { throw CommandError(.world, error.text, at: sensor, next: advice) }
    }
    let folder = try BoardPlace.folder(invocation)
    do throws(AgentFailure) {
      let (ledger, identity) = try LaneOpening.open(
        folder, settings: LedgerSettings(), mapSize: 512_000_000)
      let proofs = try BoardProofs(ledger, identity: identity, folder: folder)
      return try proofs.prove(sensor, counter: counter, fleetKey: key).json
    } catch { throw CommandError(.world, error.text, at: folder.path, next: advice) }
  }

  private static let advice = "`cairn sensors` and `cairn status` tell names and counters."
}
