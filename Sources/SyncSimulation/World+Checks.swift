import ChainTypes
import Statements
import SyncProtocol

// What must be so at each step, and in the end.

extension World {
  func violate(_ text: String) {
    facts.violations.append("at \(now) ms: \(text)")
  }

  func name(_ address: Address) -> String {
    let index = hosts.firstIndex { $0.address == address } ?? -1
    return index < plan.boards ? "board \(index)" : "aggregator \(index)"
  }

  /// What an honest node says is durable, and says nothing else of that place.
  func check(_ mail: Mail, _ host: Host) {
    guard host.isHonest, case .heard(_, let message) = mail.event else { return }
    switch message {
    case .cosignature(let signed, _):
      let content = signed.content
      let place = Facts.Place(
        signer: host.address, lane: content.lane, height: content.height,
        term: content.witnessTerm)
      if let before = facts.cosignatures[place], before != content {
        violate("\(name(host.address)) cosigned two blocks of height \(content.height)")
      }
      facts.cosignatures[place] = content
      let lock = host.disk.lanes[content.lane]?.value("sync.lock") ?? []
      if number(lock, 0) < content.witnessTerm || number(lock, 8) < content.height {
        violate("\(name(host.address)) cosigned \(content.height) before its lock was durable")
      }
    case .receipt(let signed, _):
      let content = signed.content
      let stored = host.disk.lanes[content.lane]?.block(content.height)
      if stored?.hash != content.blockHash {
        violate("\(name(host.address)) gave a receipt for \(content.height), which it has not")
      }
    case .blocks(let blocks) where mail.topic.kind == .block:
      for block in blocks { checkOwn(block.seal, host) }
    case .head(let seal, _): checkOwn(seal, host)
    default: break
    }
  }

  private func number(_ bytes: [UInt8], _ offset: Int) -> UInt64 {
    guard bytes.count >= offset + 8 else { return 0 }
    return bytes[offset..<offset + 8].reduce(0) { $0 << 8 | UInt64($1) }
  }

  private func checkOwn(_ seal: Signed<Seal>, _ host: Host) {
    let content = seal.content
    let place = Facts.Place(
      signer: host.address, lane: content.lane, height: content.height, term: 0)
    if let before = facts.seals[place], before != content {
      violate("\(name(host.address)) sealed two blocks of height \(content.height)")
    }
    facts.seals[place] = content
    if host.disk.lanes[content.lane]?.block(content.height)?.seal != seal {
      violate("\(name(host.address)) published \(content.height), which is not durable")
    }
  }

  func checkStored(_ host: Host, _ block: SealedBlock) {
    guard host.isHonest, facts.invalid.contains(block.hash) else { return }
    violate("\(name(host.address)) stored a block that the rules do not allow")
  }

  func checkFinal(_ host: Host, _ lane: Lane, _ point: BlockPoint) {
    guard host.isHonest else { return }
    facts.final += 1
    if facts.invalid.contains(point.hash) {
      violate("\(name(host.address)) takes a block for final that the rules do not allow")
    }
    let place = Facts.Place(signer: lane.board, lane: lane, height: point.height, term: 0)
    if let before = facts.finals[place], before != point.hash {
      violate("two blocks of height \(point.height) are final")
    }
    facts.finals[place] = point.hash
  }

  func checkVersion(_ host: Host) {
    guard let version = host.node?.view.version else { return }
    if host.isHonest && version < host.highestVersion {
      violate("\(name(host.address)) went back to manifest \(version)")
    }
    host.highestVersion = version
  }

  func checkDelivered(_ host: Host, _ lane: Lane, _ point: BlockPoint) {
    guard host.isHonest else { return }
    let isThere = hosts.contains {
      $0.isAggregator
        && (!$0.isHonest || $0.disk.lanes[lane]?.block(point.height)?.hash == point.hash)
    }
    if !isThere { violate("\(name(host.address)) believes a receipt for what nobody stored") }
  }

  func hear(_ alert: SyncAlert, _ host: Host) {
    guard host.isHonest else { return }
    switch alert {
    case .evidence(let evidence):
      guard let accused = evidence.liar(in: fleet.domain, using: host.crypto),
        let index = hosts.firstIndex(where: { $0.address == accused }), hosts[index].isHonest
      else { return }
      violate("\(name(host.address)) has evidence against \(name(accused)), who is honest")
    case .invalidBlock(let lane, _, _):
      if isHonest(lane.board) { violate("an honest board's block is called invalid") }
    case .olderManifest: facts.heardOlder = true
    case .wrongSnapshot(let giver, _, _):
      if isHonest(giver) { violate("\(name(giver)), who is honest, is blamed for a state") }
    default: break
    }
  }

  func isHonest(_ address: Address) -> Bool {
    hosts.first { $0.address == address }?.isHonest ?? false
  }

  // ---- in the end ----

  func checkEnd() {
    for entry in fleet.view.lanes where entry.ending == nil && isHonest(entry.lane.board) {
      guard let owner = hosts.first(where: { $0.address == entry.lane.board }) else { continue }
      let head = owner.disk.lanes[entry.lane]?.head.height ?? 0
      if head == 0 { violate("\(name(owner.address)) sealed nothing in term \(entry.lane.term)") }
      for host in hosts where host.isHonest && host !== owner {
        guard host.isAggregator || entry.witness(host.address) != nil else { continue }
        let there = host.disk.lanes[entry.lane]?.head.height ?? 0
        if there != head {
          violate(
            "\(name(host.address)) has \(there) of \(head) blocks of \(name(owner.address)), term "
              + "\(entry.lane.term)")
        }
      }
      checkStanding(owner, entry, head)
    }
  }

  private func checkStanding(_ owner: Host, _ entry: LaneEntry, _ head: UInt64) {
    guard let standing = owner.node?.standing(of: entry.lane) else { return }
    if standing.isFrozen { violate("the lane of \(name(owner.address)), who is honest, is frozen") }
    let aggregators = hosts.filter { $0.isAggregator && $0.isHonest }
    if !aggregators.isEmpty && standing.receipted?.height ?? 0 != head {
      violate(
        "\(name(owner.address)) has receipts up to \(standing.receipted?.height ?? 0) of \(head)")
    }
    let honest = entry.witnesses.count { isHonest($0.address) }
    if entry.threshold > 0 && honest >= entry.threshold && standing.final?.height ?? 0 != head {
      violate(
        "\(name(owner.address)) has \(standing.final?.height ?? 0) of \(head) blocks final")
    }
  }
}
