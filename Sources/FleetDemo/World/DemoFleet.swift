import BoardAgent
import ChainTypes
import FleetAggregator
import FleetLink
import FleetManifest
import KeyCustody
import Lanes
import Ledger
import LinuxIO
import Readings
import Signing
import Statements

/// The files of a fleet: keys, manifest, a folder for the aggregator and one for each board. What
/// an operator does with `init` and `admit`, the demo does here in one go.
final class DemoFleet {
  let folder: DemoFolder
  let port: Int
  let aggregator: AggregatorFolder
  private(set) var versions: [SignedManifest] = []

  struct Board {
    var name: String
    var folder: AgentFolder
    var lane: Lane
    var genesisHash: Hash
  }

  init(_ folder: DemoFolder, port: Int) throws(DemoFailure) {
    self.folder = folder
    self.port = port
    aggregator = AggregatorFolder(folder.file("aggregator"))
    let order = AggregatorInitialisation(
      folder: aggregator, name: "demo", fleetKey: nil, broker: "mqtt://127.0.0.1:\(port)")
    do throws(LinkFailure) {
      _ = try order.perform()
      versions = try FleetFile.read(aggregator.fleet)
    } catch {
      throw DemoFailure(error.text)
    }
    // Checkpoints and alarms at the pace of a demonstration.
    _ = try folder.write(
      """
      aggregator: {data: \(aggregator.path), checkpoint: 2 s}
      broker: {url: 'mqtt://127.0.0.1:\(port)', longest_pause: 1 s, keep_alive: 5 s}
      alerts: {silent: 20 s, behind: 10}

      """, to: "aggregator/aggregator.yaml")
  }

  var manifest: Manifest {
    guard let last = versions.last else { preconditionFailure("the first is made at the start") }
    return last.manifest
  }

  var fleet: Hash { manifest.fleet }
  var domain: FleetDomain { manifest.domain }
  var fleetKey: Address { manifest.fleetKey }

  /// The fleet's key, read anew each time: nobody else holds it.
  func withFleetKey<R, E: Error>(
    _ body: (borrowing SigningKey) throws(E) -> R
  ) throws(DemoFailure) -> R {
    let key: SigningKey
    do throws(KeyError) { key = try KeyVault.load(.file(aggregator.fleetKey)) } catch {
      throw DemoFailure(error.text)
    }
    do throws(E) { return try body(key) } catch { throw DemoFailure("\(error)") }
  }

  /// Signs the next version.
  func sign(_ next: Manifest) throws(DemoFailure) -> SignedManifest {
    let last = versions.last
    let signed = try withFleetKey { (key) throws(LinkFailure) in
      try AggregatorInitialisation.sign(next, after: last, by: key)
    }
    versions.append(signed)
    return signed
  }

  /// Gives a member of the fleet the manifest as it is now.
  func writeManifest(to path: String) throws(DemoFailure) {
    do throws(SystemError) {
      try WholeFile.write(Array(FleetFile.text(versions).utf8), to: path)
    } catch {
      throw DemoFailure(error)
    }
  }
}

extension DemoFleet {
  /// A board with key, genesis and configuration; not yet in the manifest.
  func makeBoard(_ name: String, port: Int) throws(DemoFailure) -> Board {
    let place = AgentFolder(folder.file(name))
    let order = BoardInitialisation(folder: place, fleet: fleet, owner: fleetKey)
    let made: BoardInitialisation.Result
    do throws(AgentFailure) { made = try order.perform() } catch { throw DemoFailure(error.text) }
    try configure(name, place, port: port)
    return Board(
      name: name, folder: place, lane: made.identity.lane, genesisHash: try genesisHash(place))
  }

  func genesisHash(_ place: AgentFolder) throws(DemoFailure) -> Hash {
    guard let text = try? WholeFile.read(place.genesis, limit: LinkLimits.genesisBytes),
      let hash = LaneOrigin(genesis: text)?.genesisHash
    else { throw DemoFailure("\(place.genesis) is no genesis of a lane") }
    return hash
  }

  /// Takes the boards into the fleet: each is witnessed by the others and the aggregator, of whom
  /// two make a block final.
  func admit(_ boards: [Board]) throws(DemoFailure) {
    var next = manifest
    let aggregators = next.aggregators.map { $0.address }
    next.witnesses = (boards.map { $0.lane.board } + aggregators).sorted().map {
      WitnessMember(address: $0)
    }
    next.lanes = boards.sorted { $0.lane < $1.lane }.map { board in
      let others = (boards.map { $0.lane.board } + aggregators).filter { $0 != board.lane.board }
      return LaneMember(
        lane: board.lane, genesisHash: board.genesisHash, label: Hash(label: board.name),
        witnesses: others.sorted(), threshold: 2)
    }
    _ = try sign(next)
    try writeManifest(to: aggregator.fleet)
    for board in boards { try writeManifest(to: board.folder.fleet) }
  }

  /// What a board measures and where its broker is.
  func configure(
    _ name: String, _ place: AgentFolder, port: Int
  ) throws(DemoFailure) {
    // From the name, so that no two boards measure the same.
    let seed = name.utf8.reduce(7) { ($0 * 31 + Int($1)) % 100_000 }
    _ = try folder.write(
      """
      board: {name: \(name), data: \(place.path)}
      readings: {batch: 1 s, heartbeat: 5 s}
      broker: {url: 'mqtt://127.0.0.1:\(port)', longest_pause: 1 s, keep_alive: 5 s}
      sensors:
        - {name: hall/temperature, driver: simulator, every: 250 ms, unit: Cel, base: 21,
           noise: 0.1, decimals: 2, seed: \(seed)}
        - {name: hall/humidity, driver: simulator, every: 500 ms, unit: '%RH', base: 45,
           noise: 0.5, decimals: 1, seed: \(seed + 1)}
        - {name: grid/power, driver: simulator, every: 250 ms, unit: W, base: 1200,
           noise: 30, decimals: 0, seed: \(seed + 2)}

      """, to: "\(name)/board.yaml")
  }
}
