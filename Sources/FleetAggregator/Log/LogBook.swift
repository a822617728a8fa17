import ChainTypes
import FleetLink
import FleetLog
import StateStore
import Statements

/// The aggregator's append-only log on disk: entries, the tree's complete subtrees, and the signed
/// checkpoints. An entry, the tree and the checkpoint over them become durable together.
public final class LogBook {
  let store: Store
  let entries: Table
  let nodes: Table
  let places: Table
  let checkpoints: Table
  let heads: Table
  public internal(set) var frontier: LogFrontier
  public internal(set) var last: Signed<Checkpoint>?
  /// Up to which height each lane is in the log.
  public internal(set) var logged: [Lane: UInt64] = [:]

  public init(_ link: LinkStore) throws(StoreError) {
    store = link.store
    entries = try store.openTable("log.entries")
    nodes = try store.openTable("log.nodes")
    places = try store.openTable("log.places")
    checkpoints = try store.openTable("log.checkpoints")
    heads = try store.openTable("log.heads")
    frontier = LogFrontier()
    let view = try store.beginReading()
    var cursor = try view.cursor(in: heads)
    var isThere = try cursor.first()
    while isThere {
      if let lane = LogKey.lane(LogKey.copy(cursor.key)) {
        logged[lane] = LogKey.number(LogKey.copy(cursor.value))
      }
      isThere = try cursor.next()
    }
    var newest = try view.cursor(in: checkpoints)
    if try newest.last() {
      last = try? Signed(bytes: LogKey.copy(newest.value))
      if let last {
        let source = LogNodes(store: store, table: nodes)
        if let found = try LogFrontier(size: last.content.size, from: source) { frontier = found }
      }
    }
  }
}

/// Where proofs read the tree.
struct LogNodes: LogNodeSource {
  let store: Store
  let table: Table

  func node(_ place: LogPlace) throws(StoreError) -> Hash? {
    try store.beginReading().get(place.key, in: table).flatMap { Hash(bytes: $0) }
  }
}

/// Keys and small values of the log's tables.
enum LogKey {
  static func lane(_ lane: Lane) -> [UInt8] { lane.board.bytes + LinkStore.key(lane.term) }

  static func place(_ lane: Lane, _ height: UInt64) -> [UInt8] {
    LogKey.lane(lane) + LinkStore.key(height)
  }

  static func lane(_ bytes: [UInt8]) -> Lane? {
    guard bytes.count == 28 else { return nil }
    var reader = FieldReader(bytes)
    return try? Lane(from: &reader)
  }

  static func number(_ bytes: [UInt8]) -> UInt64 {
    bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  static func copy(_ span: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(span.count)
    for index in span.indices { bytes.append(span[index]) }
    return bytes
  }
}
