import BoardAgent
import ChainTypes
import FleetLink
import FleetManifest
import KeyCustody
import Lanes
import LinuxIO
import Signing
import Statements

extension Demo {
  /// A board dies in the middle of its work, and comes back.
  func killBoard() throws(DemoFailure) {
    let board = members[0]
    board.kill()
    let before = board.status.number("head")
    say("\(board.name): killed in the middle of its work, at block \(before)")
    look()
    try board.start()
    let isBack = try wait(share: 5) {
      board.status.number("link", "delivered") > before && board.status.number("head") > before
    }
    report.claim("killedBoardGoesOn", isBack)
    say(
      isBack
        ? "\(board.name): asked the others whether it lost anything, and goes on in the same lane"
        : "FAILED: the killed board did not go on")
  }

  /// A board's card is lost: the fleet's key names a successor, which finds the old lane at its
  /// peers.
  func loseCard() throws(DemoFailure) {
    let old = boards[1]
    members[1].kill()
    Folder.removeAll(old.folder.path)
    look()
    // Only what others have can be continued.
    let known = lane(old.lane)
    let height = known.number("head")
    guard let hash = Hash(hex: known["headHash"]?.asString ?? ""), height > 0 else {
      return report.claim("successorGoesOn", false)
    }
    say("\(old.name): its card is lost, with all that was on it. The others have \(height) blocks")
    let next = try succeed(old, height, hash)
    boards[1] = next
    members[1] = member(next)
    try members[1].start()
    let goesOn = try wait(share: 10) {
      members[1].status.number("link", "delivered") >= 2
        && members[1].status.number("link", "final") >= 2 && has(members[1], old.lane, hash)
    }
    report.claim("successorGoesOn", goesOn)
    report.fact("blocksOfLostLane", .integer(Int64(clamping: height)))
    say(
      goesOn
        ? "\(next.name): a new card, signed in by the fleet's key. It has the old lane back from "
          + "its peers and goes on behind block \(height)"
        : "FAILED: the successor did not go on, or did not get the old lane")
  }

  /// Whether a board has another's lane up to a block.
  private func has(_ member: DemoMember, _ lane: Lane, _ hash: Hash) -> Bool {
    let peers = member.status["link"]?["peers"]?.asArray ?? []
    return peers.contains {
      $0["board"]?.asString == lane.board.hex && $0.number("term") == lane.term
        && $0["headHash"]?.asString == hash.hex
    }
  }

  /// A new key and lane, to which the fleet's key signs the old one over.
  private func succeed(
    _ old: DemoFleet.Board, _ height: UInt64, _ hash: Hash
  ) throws(DemoFailure) -> DemoFleet.Board {
    let name = "\(old.name)-2"
    let (board, signed) = try fleet.makeSuccessor(name, of: old, height, hash, port: broker.port)
    _ = aggregator.call("aggregator_succeed", [.string(Hex.encode(signed.bytes))])
    guard let version = fleet.versions.last,
      aggregator.call("aggregator_announce", [.string(Hex.encode(version.bytes))]) != nil
    else { throw DemoFailure("the aggregator refuses the succession") }
    return board
  }
}

extension DemoFleet {
  /// The files of a board that goes on for another, whose genesis commits to the fleet's word for
  /// it; and the manifest that names it.
  func makeSuccessor(
    _ name: String, of old: Board, _ height: UInt64, _ hash: Hash, port: Int
  ) throws(DemoFailure) -> (Board, Signed<Succession>) {
    let place = AgentFolder(folder.file(name))
    let address: Address
    do throws(SystemError) { try Folder.create(place.path) } catch { throw DemoFailure(error) }
    do throws(KeyError) {
      address = try KeyVault.create(at: .file(place.key)).address
    } catch {
      throw DemoFailure(error.text)
    }
    let lane = Lane(board: address, term: 1)
    let succession = Succession(
      old: old.lane, height: height, blockHash: hash, new: lane, role: 0,
      manifestHash: versions.last?.hash ?? .zero)
    let domain = domain
    let signed = try withFleetKey { (key) throws(Never) in
      Signed(succession, in: domain, by: key)
    }
    let plan = LanePlan(
      identity: LaneIdentity(fleet: fleet, lane: lane),
      time: UInt64(max(0, WallClock.milliseconds() / 1_000)), owner: fleetKey,
      succession: succession.digest(in: domain))
    _ = try folder.write(plan.genesis.text(pretty: true), to: "\(name)/genesis.json")
    try configure(name, place, port: port)
    let board = Board(
      name: name, folder: place, lane: lane, genesisHash: try genesisHash(place))
    try sign(signed, board)
    try writeManifest(to: place.fleet)
    return (board, signed)
  }

  private func sign(_ succession: Signed<Succession>, _ board: Board) throws(DemoFailure) {
    let next: Manifest
    do throws(ManifestEditError) {
      next = try manifest.succeeding(
        succession, genesisHash: board.genesisHash, using: LibraryRecovery())
    } catch {
      throw DemoFailure(error.description)
    }
    // It witnesses nobody yet: the others' lanes name the old one, which is one of three.
    _ = try sign(next)
  }
}
