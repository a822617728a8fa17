import BlockExecution
import BoardConfig
import BrokerClient
import ChainTypes
import FleetLink
import FleetLog
import FleetManifest
import JSONText
import Ledger
import StateStore
import Statements
import SyncProtocol

extension AggregatorService {
  /// How the aggregator is: what `cairn-aggregator status` and /status tell.
  public var status: JSONValue {
    let manifest = link.manifests.current
    let list = laneList
    let bad = list.filter { $0["isWell"]?.asBool == false }.count
    return .object([
      ("aggregator", .string(key.address.hex)),
      ("fleet", .string(link.manifests.domain.fleet.hex)),
      ("manifest", .integer(Int64(clamping: manifest.version))),
      ("isConnected", .bool(link.isConnected)),
      ("brokerProblem", link.problem.map { .string($0) } ?? .null),
      ("problem", problem.map { .string($0) } ?? .null),
      ("uptime", .integer(Int64(clamping: (AggregatorService.now - started) / 1_000))),
      ("lanes", .integer(Int64(list.count))), ("lanesNotWell", .integer(Int64(bad))),
      ("lanesCatchingUp", .integer(Int64(link.catchUps.count))),
      ("blocksMissing", .integer(Int64(clamping: missing))),
      ("blocksStored", .integer(Int64(clamping: stored))),
      ("logSize", .integer(Int64(clamping: book.frontier.size))),
      ("checkpointTime", book.last.map { .integer(Int64(clamping: $0.content.time)) } ?? .null),
      ("enrolments", .array(enrolments.keys.sorted().map { .string($0.hex) })),
      ("execution", execution.status), ("counters", counters),
      ("alertsTotal", .integer(Int64(clamping: alerts.total))),
      ("alerts", .array(alerts.list.suffix(32).map { $0.json })),
    ])
  }

  /// Of lanes that are caught up with.
  private var missing: UInt64 { link.catchUps.values.reduce(0) { $0 &+ $1.remaining } }

  private var counters: JSONValue {
    let counters = link.counters
    let list: [(key: String, value: UInt64)] = [
      ("received", counters.received), ("malformed", counters.malformed),
      ("forged", counters.forged), ("ignored", counters.ignored),
      ("overRate", counters.overRate), ("published", counters.published),
      ("refused", counters.refused), ("verified", counters.verified),
      ("stored", counters.stored), ("receipts", counters.receipts), ("wants", counters.wants),
      ("storeFailures", counters.storeFailures),
    ]
    return .object(list.map { ($0.key, .integer(Int64(clamping: $0.value))) })
  }

  /// Each lane of the manifest that this aggregator follows.
  public var laneList: [JSONValue] {
    let manifest = link.manifests.current.manifest
    return manifest.lanes.filter { settings.shards.contains(SyncTopic.shard(of: $0.lane.board)) }
      .prefix(AggregatorLimits.listedLanes).map { json($0, manifest.ending($0.lane)) }
  }

  private func json(_ member: LaneMember, _ ending: LaneEnding?) -> JSONValue {
    let lane = member.lane
    let known = lanes[lane]
    let head = link.shelf.books[lane]?.head
    let logged = book.logged[lane] ?? 0
    let isOnline = link.statuses[lane.board]?.isOnline
    let isWell =
      known?.isSilent != true && known?.isBehind != true && known?.isFrozen != true
      && known?.alarms.isEmpty != false
    let age = known.map { Int64(clamping: (AggregatorService.now - $0.lastBlock) / 1_000) }
    return .object([
      ("board", .string(lane.board.hex)), ("term", .integer(Int64(clamping: lane.term))),
      ("label", .string(AggregatorService.text(member.label))),
      ("head", .integer(Int64(clamping: head?.height ?? 0))),
      ("headHash", .string((head?.hash ?? member.genesisHash).hex)),
      ("announced", .integer(Int64(clamping: announcedHead(lane.board)))),
      ("final", .integer(Int64(clamping: known?.final ?? 0))),
      ("logged", .integer(Int64(clamping: logged))),
      ("age", age.map { .integer($0) } ?? .null),
      ("isOnline", isOnline.map { .bool($0) } ?? .null),
      ("isSilent", .bool(known?.isSilent ?? false)),
      ("isBehind", .bool(known?.isBehind ?? false)),
      ("isFrozen", .bool(known?.isFrozen ?? false)),
      ("alarms", .integer(Int64(known?.alarms.count ?? 0))), ("isWell", .bool(isWell)),
      ("ended", ending.map { .integer(Int64(clamping: $0.height)) } ?? .null),
      ("catchingUp", link.catchUps[lane].map { .object($0.fields) } ?? .null),
    ])
  }

  /// UTF-8 with zeros behind it.
  static func text(_ label: Hash) -> String {
    String(decoding: label.bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}

extension FleetAlert {
  var json: JSONValue {
    .object([
      ("time", .integer(time)), ("kind", .string(kind.rawValue)),
      ("board", lane.map { .string($0.board.hex) } ?? .null), ("what", .string(text)),
    ])
  }
}
