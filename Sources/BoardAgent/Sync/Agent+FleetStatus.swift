import BlockExecution
import ChainTypes
import FleetLink
import Lanes
import Ledger
import Statements
import SyncProtocol

extension Agent {
  /// The board's place in its fleet, for `cairn status`; null for one that works by itself.
  var fleetStatus: JSONValue {
    guard let fleet else { return .null }
    let link = fleet.link
    return .object([
      ("isConnected", .bool(link.isConnected)),
      ("problem", link.problem.map { .string($0) } ?? .null),
      ("isMember", .bool(fleet.isMember)), ("maySeal", .bool(link.maySeal)),
      ("stopped", link.node.stopReason.map { .string($0.text) } ?? .null),
      ("manifest", .integer(Int64(clamping: link.manifests.version))),
      ("delivered", .integer(Int64(clamping: fleet.delivered))),
      ("final", .integer(Int64(clamping: fleet.final))),
      ("covered", .integer(Int64(clamping: fleet.covered))),
      ("counters", counters(link.counters)), ("peers", .array(peers(link))),
      ("catchingUp", .array(arriving(fleet) + fetching(link))),
      ("alerts", .array(fleet.alerts.map { .string($0) })),
    ])
  }

  /// The states of lanes that are on their way.
  private func arriving(_ fleet: FleetMembership) -> [JSONValue] {
    fleet.arriving.sorted { $0.key.board.bytes.lexicographicallyPrecedes($1.key.board.bytes) }
      .map { lane, news in
        .object([
          ("board", .string(lane.board.hex)), ("term", .integer(Int64(clamping: lane.term))),
          ("block", .integer(Int64(clamping: news.height))),
          ("parts", .integer(Int64(clamping: news.parts))),
          ("bytes", .integer(Int64(clamping: news.bytes))),
        ])
      }
  }

  /// The lanes whose blocks are fetched.
  private func fetching(_ link: LinkedNode) -> [JSONValue] {
    link.catchUps.sorted { $0.key.board.bytes.lexicographicallyPrecedes($1.key.board.bytes) }
      .map { lane, progress in
        .object(
          [
            ("board", .string(lane.board.hex)), ("term", .integer(Int64(clamping: lane.term))),
          ] + progress.fields)
      }
  }

  private func counters(_ counters: SyncCounters) -> JSONValue {
    let list: [(key: String, value: UInt64)] = [
      ("malformed", counters.malformed), ("forged", counters.forged),
      ("verified", counters.verified), ("stored", counters.stored),
      ("cosigned", counters.cosigned), ("wants", counters.wants),
      ("answers", counters.answers), ("refused", counters.refused),
    ]
    return .object(list.map { ($0.key, .integer(Int64(clamping: $0.value))) })
  }

  /// The lanes of others that are followed here.
  private func peers(_ link: LinkedNode) -> [JSONValue] {
    link.shelf.books.values.filter { $0.lane != identity.lane }
      .sorted { $0.lane.board.bytes.lexicographicallyPrecedes($1.lane.board.bytes) }
      .map { book in
        .object([
          ("board", .string(book.lane.board.hex)),
          ("term", .integer(Int64(clamping: book.lane.term))),
          ("head", .integer(Int64(clamping: book.ledger.head.number))),
          ("headHash", .string(book.ledger.headHash.hex)),
        ])
      }
  }
}
