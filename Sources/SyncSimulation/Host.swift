import ChainTypes
import Statements
import SyncProtocol

/// One machine: a node, its disk, its clock, its connection.
final class Host {
  let index: Int
  let crypto: CheapCrypto
  let isAggregator: Bool
  /// False for who lies in this run: nothing is asked of it.
  var isHonest = true
  var disk: Disk
  var node: SyncNode<CheapCrypto>?
  /// Rises at each crash: what was under way for an earlier life comes to nothing.
  var life: UInt64 = 0
  var isConnected = false
  var isCut = false
  var filters: [Filter] = []
  /// Its wall clock minus the right time.
  var clockError: Int64 = 0
  var nextTick = UInt64.max
  var isSealing = false
  /// What executing left, until it is stored or discarded.
  var executed: [Lane: [CheapState]] = [:]
  /// States that are kept to be given, the newest last; gone with the process.
  var pins: [Lane: [(SealedBlock, CheapState)]] = [:]
  var diskFree: UInt64 = 0
  var highestVersion: UInt64 = 0
  var lostCard = false

  init(index: Int, isAggregator: Bool, view: FleetView) {
    self.index = index
    self.isAggregator = isAggregator
    crypto = CheapCrypto(node: index)
    disk = Disk(view: view)
  }

  var address: Address { crypto.address }

  var ownLane: Lane? { disk.view.ownLane(of: address)?.lane }
}

/// A subscription, parsed once.
struct Filter: Hashable {
  var shard: UInt8?
  var kind: SyncKind?
  var subject: Address?

  func matches(_ topic: SyncTopic) -> Bool {
    if let subject, subject != topic.subject { return false }
    if let kind, kind != topic.kind { return false }
    if let shard, shard != SyncTopic.shard(of: topic.subject) { return false }
    return true
  }

  /// Reads the text that a node subscribes to, in the forms of `SyncTopic.filter`.
  init?(_ text: String, prefix: String) {
    guard text.hasPrefix(prefix) else { return nil }
    let levels = text.dropFirst(prefix.count).split(separator: "/")
    guard levels.count == 4, levels[1] == "+" else { return nil }
    if levels[0] != "+" { shard = UInt8(levels[0], radix: 16) }
    if levels[2] != "+" { kind = SyncKind.allCases.first { $0.name == levels[2] } }
    if levels[3] != "+" {
      guard let bytes = try? Hex.decode(String(levels[3])) else { return nil }
      subject = Address(bytes: bytes)
    }
  }
}
