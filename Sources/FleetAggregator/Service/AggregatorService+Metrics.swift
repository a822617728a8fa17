import BlockExecution
import BoardConfig
import BrokerClient
import ChainTypes
import FleetLink
import FleetLog
import FleetManifest
import Ledger
import Statements
import SyncProtocol

extension AggregatorService {
  /// What Prometheus asks for, in its text format 0.0.4.
  public var metrics: String {
    var text = MetricText()
    text.add("cairn_connected", "gauge", "Whether the broker is there.", link.isConnected ? 1 : 0)
    text.add("cairn_log_entries", "gauge", "Blocks in the log.", book.frontier.size)
    text.add("cairn_blocks_stored_total", "counter", "Blocks stored since the start.", stored)
    text.add("cairn_alerts_total", "counter", "Alerts since the start.", alerts.total)
    text.add("cairn_manifest_version", "gauge", "Version of the manifest.", link.manifests.version)
    let counters = link.counters
    text.add("cairn_messages_total", "counter", "Messages and ticks.", counters.received)
    text.add(
      "cairn_malformed_total", "counter", "Messages that cannot be read.", counters.malformed)
    text.add(
      "cairn_forged_total", "counter", "Messages by others than they say.", counters.forged)
    text.add("cairn_receipts_total", "counter", "Receipts signed.", counters.receipts)
    text.add("cairn_wants_total", "counter", "Requests for what was missed.", counters.wants)
    addLanes(&text)
    return text.text
  }

  private func addLanes(_ text: inout MetricText) {
    let manifest = link.manifests.current.manifest
    let members = manifest.lanes.filter {
      settings.shards.contains(SyncTopic.shard(of: $0.lane.board))
    }.prefix(AggregatorLimits.listedLanes)
    text.head("cairn_lane_head", "gauge", "The last block stored of each lane.")
    for member in members {
      text.sample(
        "cairn_lane_head", member.lane, link.shelf.books[member.lane]?.head.height ?? 0)
    }
    text.head("cairn_lane_final", "gauge", "The last block that enough witnesses cosigned.")
    for member in members {
      text.sample("cairn_lane_final", member.lane, lanes[member.lane]?.final ?? 0)
    }
    text.head("cairn_lane_silent", "gauge", "Whether the board has gone silent.")
    for member in members {
      text.sample("cairn_lane_silent", member.lane, lanes[member.lane]?.isSilent == true ? 1 : 0)
    }
    text.head("cairn_lane_behind", "gauge", "Whether the board is far ahead of what is stored.")
    for member in members {
      text.sample("cairn_lane_behind", member.lane, lanes[member.lane]?.isBehind == true ? 1 : 0)
    }
    text.head(
      "cairn_lane_missing", "gauge", "Blocks that are still to be fetched of a lane far behind.")
    for member in members {
      text.sample("cairn_lane_missing", member.lane, link.catchUps[member.lane]?.remaining ?? 0)
    }
    text.head(
      "cairn_lane_seconds_since_block", "gauge",
      "Since a block of the lane was stored, or the start.")
    for member in members {
      let last = lanes[member.lane]?.lastBlock ?? started
      text.sample(
        "cairn_lane_seconds_since_block", member.lane, (AggregatorService.now - last) / 1_000)
    }
    text.head("cairn_lane_alarms", "gauge", "Rules of the lane that are not well.")
    for member in members {
      text.sample(
        "cairn_lane_alarms", member.lane, UInt64(lanes[member.lane]?.alarms.count ?? 0))
    }
    text.head("cairn_lane_frozen", "gauge", "Whether there is evidence against the board.")
    for member in members {
      text.sample("cairn_lane_frozen", member.lane, lanes[member.lane]?.isFrozen == true ? 1 : 0)
    }
  }
}

/// Lines of Prometheus' text format.
private struct MetricText {
  private(set) var text = ""

  mutating func add(_ name: String, _ kind: String, _ help: String, _ value: UInt64) {
    head(name, kind, help)
    text += "\(name) \(value)\n"
  }

  mutating func head(_ name: String, _ kind: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
  }

  mutating func sample(_ name: String, _ lane: Lane, _ value: UInt64) {
    text += "\(name){board=\"\(lane.board.hex)\",term=\"\(lane.term)\"} \(value)\n"
  }
}
