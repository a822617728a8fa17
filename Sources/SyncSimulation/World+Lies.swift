import ChainTypes
import Statements
import SyncProtocol

// Those who lie. What they say goes past their nodes, again and again, so that it reaches those
// whom it is meant for when the faults end at the latest.

extension World {
  /// How often a lie is told.
  private var pause: UInt64 { 20_000 }

  func lie() {
    if liar == nil { liar = chooseLiar()?.index }
    guard let liar else { return again(5_000) }
    let host = hosts[liar]
    switch rates.lie {
    case .none: return
    case .twoSeals, .twoReceipts: tellTwo(host)
    case .wrongRoot: sealWrongly(host, wrong: true)
    case .wrongAccessList: sealWrongly(host, lyingList: true)
    case .olderManifest: sealUnderOlder(host)
    case .twoCosignatures: cosignTwice(host)
    case .splitLog: splitLog(host)
    case .forgeries: forge()
    }
  }

  private func again(_ wait: UInt64) {
    guard now < plan.length - SimulationLimits.quiet + 45_000 else { return }
    queue.add(.lie, at: now + wait)
  }

  private func chooseLiar() -> Host? {
    let wantsAggregator = rates.lie == .splitLog
    let able = hosts.filter {
      $0.isAggregator == wantsAggregator && $0.node != nil && !$0.lostCard
    }
    guard let host = able.isEmpty ? nil : random.pick(able) else { return nil }
    if rates.lie == .forgeries { return host }
    host.isHonest = false
    if rates.lie == .twoReceipts {
      for aggregator in hosts where aggregator.isAggregator { aggregator.isHonest = false }
    }
    return host
  }

  private func ready(_ host: Host) -> (Lane, DiskLane)? {
    guard let node = host.node, node.maySeal, !host.isSealing, let lane = host.ownLane else {
      return nil
    }
    return (lane, host.disk.lane(lane))
  }

  private func tellTwo(_ host: Host) {
    if let second { return repeatTwo(host, second) }
    guard let (lane, chain) = ready(host), chain.head.height > 0 else { return again(500) }
    let version = host.disk.view.manifestHash
    let (first, state) = makeBlock(host, lane, chain, version: version)
    let (other, _) = makeBlock(host, lane, chain, version: version)
    finishSeal(host, first, state)
    second = (first, other)
    repeatTwo(host, (first, other))
  }

  private func repeatTwo(_ host: Host, _ blocks: (SealedBlock, SealedBlock)) {
    report.told = true
    for (half, block) in [(0, blocks.0), (1, blocks.1)] {
      inject(.blocks([block]), .block, from: host.address, about: host.address) {
        self.areFaultsOver || $0.index % 2 == half
      }
      guard rates.lie == .twoReceipts, let aggregator = hosts.last else { continue }
      let receipt = StorageReceipt(
        lane: block.lane, height: block.height, blockHash: block.hash,
        manifestHash: fleet.view.manifestHash, time: now)
      inject(
        .receipt(aggregator.crypto.signed(receipt, fleet.domain), block.seal), .receipt,
        from: aggregator.address, about: host.address)
    }
    again(pause)
  }

  private func sealWrongly(_ host: Host, wrong: Bool = false, lyingList: Bool = false) {
    guard !lied else { return }
    guard let (lane, chain) = ready(host) else { return again(500) }
    lied = true
    report.told = true
    let (block, state) = makeBlock(
      host, lane, chain, version: host.disk.view.manifestHash, wrong: wrong, lyingList: lyingList)
    finishSeal(host, block, state)
  }

  private func sealUnderOlder(_ host: Host) {
    guard !lied else { return }
    guard let (lane, chain) = ready(host), let last = chain.blocks.last,
      host.disk.view.version(of: last.seal.content.manifestHash) ?? 0 > 1
    else { return again(5_000) }
    lied = true
    report.told = true
    let (block, state) = makeBlock(host, lane, chain, version: host.disk.view.versions[0])
    facts.invalid.insert(block.hash)
    finishSeal(host, block, state)
  }

  private func cosignTwice(_ host: Host) {
    defer { again(pause) }
    for lane in host.disk.order where lane.board != host.address {
      guard let chain = host.disk.lanes[lane], let block = chain.blocks.last,
        let first = chain.cosignatures(block.height).first(where: {
          (try? $0.signer(in: fleet.domain, using: host.crypto)) == host.address
        })
      else { continue }
      var content = first.content
      content.manifestHash = Hash(Word(1))
      let second = host.crypto.signed(content, fleet.domain)
      report.told = true
      for signed in [first, second] {
        inject(.cosignature(signed, block.seal), .cosign, from: host.address, about: lane.board)
      }
      return
    }
  }

  private func splitLog(_ host: Host) {
    defer { again(pause) }
    if let twin {
      report.told = true
      inject(.checkpoints([twin.1]), .checkpoint, from: host.address, about: host.address) {
        self.areFaultsOver || $0.index % 2 == 1
      }
      if areFaultsOver {
        inject(.checkpoints([twin.0]), .checkpoint, from: host.address, about: host.address)
      }
      return
    }
    guard host.node != nil, let first = makeCheckpoint(host),
      let other = makeCheckpoint(host, twist: 1)
    else { return }
    host.disk.log.last = first
    twin = (first, other)
    tell(host, .checkpointStored(first))
  }

  /// Statements under others' names, signed with a key that is nobody's.
  private func forge() {
    defer { again(pause) }
    let outsider = CheapCrypto(node: 2_000_000)
    report.told = true
    for host in hosts where !host.isAggregator {
      guard let lane = host.ownLane, let chain = host.disk.lanes[lane],
        let block = chain.blocks.last
      else { continue }
      let seal = block.seal.content
      let receipt = StorageReceipt(
        lane: lane, height: seal.height, blockHash: seal.blockHash,
        manifestHash: seal.manifestHash, time: now)
      if let aggregator = hosts.last {
        inject(
          .receipt(outsider.signed(receipt, fleet.domain), block.seal), .receipt,
          from: aggregator.address, about: host.address)
      }
      var other = seal
      other.blockHash = Hash(Word(now))
      let forged = outsider.signed(other, fleet.domain)
      inject(
        .blocks([SealedBlock(seal: forged, block: block.block)]), .block, from: host.address,
        about: host.address)
      inject(.head(forged, nil), .head, from: host.address, about: host.address)
    }
  }

  // ---- what must have come of it ----

  func checkLies() {
    guard report.told, let liar else { return }
    let host = hosts[liar]
    let honest = hosts.filter { $0.isHonest && $0 !== host }
    var missed: [Host] = []
    switch rates.lie {
    case .none: break
    case .forgeries:
      // Said again after the faults, so that each has heard one in its present life.
      for other in honest where other.node?.counters.forged == 0 {
        violate("\(name(other.address)) refused nothing of what was forged")
      }
    case .twoSeals, .twoReceipts, .wrongRoot, .wrongAccessList:
      guard let lane = second?.0.lane ?? host.ownLane else { return }
      missed = honest.filter { other in
        guard let standing = other.node?.standing(of: lane) else { return false }
        return !standing.isFrozen
      }
    case .olderManifest:
      if !facts.heardOlder { missed = honest }
    case .twoCosignatures, .splitLog:
      missed = honest.filter { $0.node?.isDistrusted(host.address) == false }
    }
    report.found = missed.isEmpty
    for other in missed {
      violate("\(name(other.address)) does not know that \(name(host.address)) lied")
    }
  }
}
