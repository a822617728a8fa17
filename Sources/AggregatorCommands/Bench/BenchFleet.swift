import BlockExecution
import ChainTypes
import FleetAggregator
import FleetLink
import FleetManifest
import KeyCustody
import LedgerCommands
import LinuxIO
import Signing
import StateStore
import Statements

/// A fleet in a folder: its keys and manifest, an aggregator with an empty store for each lane, and
/// the boards that write these lanes.
final class BenchFleet {
  let folder: AggregatorFolder
  let aggregator: FleetKey
  let domain: FleetDomain
  let boards: [BenchBoard]

  /// Nobody listens there: what the aggregator says is made, signed and encoded, and goes nowhere.
  private static let broker = "mqtt://127.0.0.1:1"

  init(_ path: String, lanes: Int, readings: Int) throws(LinkFailure) {
    let folder = AggregatorFolder(path + "/aggregator")
    self.folder = folder
    let order = AggregatorInitialisation(
      folder: folder, name: "bench", fleetKey: nil, broker: BenchFleet.broker)
    _ = try order.perform()
    let fleetKey = try BenchFleet.key(folder.fleetKey)
    aggregator = FleetKey(try BenchFleet.key(folder.key))
    let versions = try FleetFile.read(folder.fleet)
    guard var manifest = versions.last?.manifest else { throw .settings("no manifest was made") }
    domain = manifest.domain
    var boards: [BenchBoard] = []
    for number in 0..<lanes {
      boards.append(
        try BenchBoard(
          number, fleet: manifest.fleet, owner: fleetKey.address, readings: readings,
          folder: "\(path)/board-\(number)"))
    }
    boards.sort { $0.lane < $1.lane }
    self.boards = boards
    do throws(SystemError) { try Folder.create(folder.lanes) } catch { throw .system(error) }
    for board in boards { try LaneShelf.create(board.lane, board.genesis, in: folder.lanes) }
    manifest.lanes = boards.map { LaneMember(lane: $0.lane, genesisHash: $0.genesisHash) }
    let signed = try AggregatorInitialisation.sign(manifest, after: versions.last, by: fleetKey)
    for board in boards { board.manifestHash = signed.hash }
    do throws(SystemError) {
      try WholeFile.write(Array(FleetFile.text(versions + [signed]).utf8), to: folder.fleet)
    } catch { throw .system(error) }
  }

  private static func key(_ path: String) throws(LinkFailure) -> SigningKey {
    do throws(KeyError) { return try KeyVault.load(.file(path)) } catch { throw .key(error) }
  }

  /// The next blocks of every lane.
  func write(_ blocks: Int) throws(LinkFailure) -> [[BenchBlock]] {
    var lanes: [[BenchBlock]] = []
    for board in boards {
      var written: [BenchBlock] = []
      for _ in 0..<blocks { written.append(try board.write(receiptBy: aggregator, in: domain)) }
      lanes.append(written)
    }
    return lanes
  }
}

/// A block as the aggregator gets it, with what the parts need of it.
struct BenchBlock: Sendable {
  var topic: String
  var message: [UInt8]
  var block: Block
  /// Every signature in it, with what was signed.
  var signatures: [BenchSignature]
  /// What the aggregator's database has to take for it.
  var transactions: [TracedTransaction]
  /// Permutations of Keccak for all that its roots, hashes and digests commit to.
  var permutations: Int
}

struct BenchSignature: Sendable {
  var digest: Hash
  var signature: StatementSignature
}
