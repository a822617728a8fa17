import BlockExecution
import BoardConfig
import ChainTypes
import Contracts
import FleetLink
import FleetManifest
import JSONText
import Lanes
import Ledger
import LinuxIO
import StateStore
import Statements
import SyncProtocol

extension AggregatorService {
  func take(_ notice: LinkNotice) {
    switch notice {
    case .connected(let version): log.info("connected", "version=\"\(version)\"")
    case .disconnected(let why, let pause):
      log.warning("disconnected", "why=\"\(why)\" next_ms=\(pause)")
    case .topicRefused(let topic, let why):
      log.warning("refused", "topic=\"\(topic)\" why=\"\(why)\"")
    case .stored(let lane, let point, let receipts): didStore(lane, point, receipts)
    case .final(let lane, let point): facts(lane) { $0.final = max($0.final, point.height) }
    case .enrolment(let request, let text): enrol(request, text)
    case .manifest(let version):
      log.info("manifest", "version=\(version)")
      writeFleetFile()
    case .online(let address): log.info("online", "node=\(address.hex)")
    case .offline(let address): log.warning("offline", "node=\(address.hex)")
    case .alert(let alert): take(alert)
    case .failed(let text): note("failed", text)
    case .catchUp(let lane, let news):
      log.info("catch_up", "board=\(lane.board.hex) term=\(lane.term) \(news.text)")
    // It takes all blocks, and gives states only.
    case .delivered, .covering, .transaction, .state: break
    }
  }

  private func facts(_ lane: Lane, _ change: (inout LaneFacts) -> Void) {
    var facts = lanes[lane] ?? LaneFacts(lastBlock: AggregatorService.now)
    change(&facts)
    lanes[lane] = facts
  }

  private func didStore(_ lane: Lane, _ point: BlockPoint, _ receipts: [Receipt]) {
    stored += 1
    let changes = alarms(receipts)
    facts(lane) { facts in
      facts.lastBlock = AggregatorService.now
      for change in changes {
        facts.alarms[change.sensor] = change.level == 0 ? nil : change.level
      }
    }
    for change in changes {
      let words = ["ok", "a warning", "an alarm"]
      let word = change.level < 3 ? words[Int(change.level)] : "level \(change.level)"
      alerts.add(
        .alarm, lane, "block \(point.height): the rule of sensor \(change.sensor.hex) says \(word)")
    }
    log.info("stored", "board=\(lane.board.hex) term=\(lane.term) block=\(point.height)")
  }

  /// What the rules of a lane decided in a block.
  private func alarms(_ receipts: [Receipt]) -> [(sensor: Hash, level: UInt64)] {
    var changes: [(sensor: Hash, level: UInt64)] = []
    for receipt in receipts {
      for entry in receipt.logs where entry.address == LaneContracts.rules {
        let change = RulesContract.LevelChanged(topics: entry.topics, data: entry.data)
        if let change { changes.append((change.sensor, change.level)) }
      }
    }
    return changes
  }

  private func take(_ alert: SyncAlert) {
    let kind: FleetAlert.Kind =
      switch alert {
      case .evidence: .evidence
      case .invalidBlock, .cosignedInvalid, .otherParent, .wrongSnapshot: .invalid
      case .olderManifest, .unknownManifest, .forkedManifest: .manifest
      case .copiedCard: .copied
      case .frozen, .stopped, .lostLocks: .frozen
      case .thawed: .thawed
      case .cannotStore: .store
      }
    alerts.add(kind, alert.lane, alert.text)
    if let lane = alert.lane {
      if case .frozen = alert { facts(lane) { $0.isFrozen = true } }
      if case .thawed = alert { facts(lane) { $0.isFrozen = false } }
    }
    log.warning(
      "alert", "kind=\(kind.rawValue) board=\(alert.lane?.board.hex ?? "-") what=\"\(alert.text)\"")
  }

  private func enrol(_ request: Signed<Enrolment>, _ text: [UInt8]) {
    let board = request.content.lane.board
    if enrolments[board] == nil {
      guard enrolments.count < AggregatorLimits.enrolments else { return }
      log.info("enrolment", "board=\(board.hex) term=\(request.content.lane.term)")
    }
    enrolments[board] = PendingEnrolment(request: request, text: text)
  }

  /// The manifest as boards get it: a new board starts from the newest.
  func writeFleetFile() {
    let versions = link.manifests.whole
    guard versions.first?.version == 1 else { return }
    let text = FleetFile.text(versions)
    do throws(SystemError) {
      try WholeFile.write(Array(text.utf8), to: folder.fleet)
    } catch {
      note("file", error.text)
    }
  }

  /// Who is silent, who is behind.
  func lookIfDue() {
    let now = AggregatorService.now
    guard now >= lastLook + AggregatorLimits.lookInterval else { return }
    lastLook = now
    for member in link.manifests.current.manifest.lanes
    where link.manifests.current.manifest.ending(member.lane) == nil {
      let lane = member.lane
      guard settings.shards.contains(SyncTopic.shard(of: lane.board)) else { continue }
      let known = lanes[lane] ?? LaneFacts(lastBlock: started)
      let isSilent = now > known.lastBlock + UInt64(settings.silentAfter)
      let ahead = announcedHead(lane.board)
      let head = link.shelf.books[lane]?.head.height ?? 0
      let isBehind = ahead > head + UInt64(settings.behindBlocks)
      if isSilent != known.isSilent {
        alerts.add(
          .silent, lane, isSilent ? "the board has gone silent" : "the board is heard again")
        log.warning(isSilent ? "silent" : "heard", "board=\(lane.board.hex)")
      }
      if isBehind != known.isBehind {
        alerts.add(
          .behind, lane,
          isBehind
            ? "the board is at block \(ahead), stored are \(head)" : "all blocks have arrived")
      }
      facts(lane) {
        $0.isSilent = isSilent
        $0.isBehind = isBehind
        if lanes[lane] == nil { $0.lastBlock = known.lastBlock }
      }
    }
  }

  /// What a board says of its own head.
  func announcedHead(_ board: Address) -> UInt64 {
    guard let text = link.statuses[board]?.text, let value = try? JSONReader.parse(text),
      let head = value["head"]?.asInteger
    else { return 0 }
    return UInt64(max(0, head))
  }
}
