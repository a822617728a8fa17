import ChainTypes
import CommandLineKit
import FleetLink
import FleetManifest
import KeyCustody
import Statements
import SyncProtocol

/// Takes a board that asks into the fleet.
enum AdmitVerb {
  static var verb: Verb {
    Verb(
      "admit", "take a board that asks into the fleet", operands: "BOARD",
      options: [
        AggregatorPlace.config, AggregatorPlace.data, AggregatorPlace.fleetKey,
        VerbOption(
          "witness", value: "ADDRESS", "who executes its blocks again and cosigns; several times"),
        VerbOption(
          "threshold", value: "N",
          "cosignatures that make a block final (default: more than half of the witnesses)"),
        VerbOption(
          "succession", value: "FILE",
          "of `cairn-aggregator succeed`: it goes on for a lost one, with that one's witnesses"),
      ], example: "0x7e5f4552091a69125d5dfcb7b8c2659029395bdf --fleet-key /media/key/fleet.key",
      body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let board = try AggregatorPlace.board(invocation)
    var witnesses: [Address] = []
    for text in invocation.values("witness") {
      witnesses.append(try AggregatorPlace.address(text, invocation))
    }
    let threshold = try invocation.integer(
      "threshold", in: 0...ManifestLimits.laneWitnesses,
      default: witnesses.isEmpty ? 0 : witnesses.count / 2 + 1)
    let answer = try AggregatorPlace.ask(
      invocation, "aggregator_enrolment", [.string(board.hex)])
    guard let bytes = try? Hex.decode(answer.asString ?? ""),
      let request = try? Signed<Enrolment>(bytes: bytes)
    else {
      throw CommandError(
        .world, "the request cannot be read", next: "Compare the versions of both programs.")
    }
    let set = Manifest.WitnessSet(witnesses, threshold: UInt32(threshold))
    let succession = try succession(invocation, request)
    if let succession {
      _ = try AggregatorPlace.ask(
        invocation, "aggregator_succeed", [.string(Hex.encode(succession.bytes))])
    }
    let version = try AggregatorPlace.change(invocation) { (manifest) throws(ManifestEditError) in
      if let succession {
        return try manifest.succeeding(
          succession, genesisHash: request.content.genesisHash, using: LibraryRecovery())
      }
      var next = manifest
      // Every board may witness others; the lanes say who does.
      for address in (witnesses + [board]) where next.witness(address) == nil {
        next.witnesses.append(WitnessMember(address: address))
        next.witnesses.sort { $0.address < $1.address }
      }
      return try next.admitting(request, witnessedBy: set, using: LibraryRecovery())
    }
    console.line(
      invocation.wantsJSON
        ? JSONValue.object([
          ("board", .string(board.hex)), ("version", .integer(Int64(clamping: version))),
        ]).text() : "\(board.hex) belongs to the fleet since version \(version) of the manifest")
    return .yes
  }

  /// Of a board that goes on for another: it has to be about the lane that asks.
  private static func succession(
    _ invocation: Invocation, _ request: Signed<Enrolment>
  ) throws(CommandError) -> Signed<Succession>? {
    guard let path = invocation.value("succession") else { return nil }
    let signed: Signed<Succession>
    do throws(LinkFailure) { signed = try SuccessionFile.read(path).signed } catch {
      throw CommandError(
        .world, error.text, at: path, next: "Name a file of `cairn-aggregator succeed`.")
    }
    guard signed.content.new == request.content.lane else {
      throw CommandError(
        .world,
        "the succession is for \(signed.content.new.board.hex), term "
          + "\(signed.content.new.term), and not for the lane that asks", at: path,
        next: "Compare with `cairn status` of the new board.")
    }
    return signed
  }
}

/// Ends the trust in a board.
enum RevokeVerb {
  static var verb: Verb {
    Verb(
      "revoke", "end a board's lane: what comes behind its stored head is not the fleet's",
      operands: "BOARD",
      options: [AggregatorPlace.config, AggregatorPlace.data, AggregatorPlace.fleetKey],
      example: "0x7e5f4552091a69125d5dfcb7b8c2659029395bdf --fleet-key /media/key/fleet.key",
      body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let board = try AggregatorPlace.board(invocation)
    let (lane, head) = try AggregatorPlace.runningLane(board, invocation)
    let version = try AggregatorPlace.change(invocation) { (manifest) throws(ManifestEditError) in
      try manifest.revoking(lane, height: head.height, blockHash: head.hash)
    }
    console.line(
      invocation.wantsJSON
        ? JSONValue.object([
          ("board", .string(board.hex)), ("version", .integer(Int64(clamping: version))),
          ("height", .integer(Int64(clamping: head.height))),
        ]).text()
        : "\(board.hex) ends at block \(head.height), by version \(version) of the manifest")
    return .yes
  }
}
