import ChainTypes
import Statements
import SyncProtocol

extension World {
  func happen(_ fault: Fault) {
    if areFaultsOver {
      switch fault {
      case .restart, .mend, .succeed: break
      default: return
      }
    }
    switch fault {
    case .crash(let index): crash(hosts[index])
    case .restart(let index):
      guard hosts[index].node == nil else { return }
      boot(hosts[index], .unclean)
    case .brokerRestart: restartBroker()
    case .cut(let index):
      hosts[index].isCut = true
      disconnect(hosts[index])
      queue.add(.fault(.mend(index)), at: now + random.between(1_000, 300_000))
    case .mend(let index): mend(hosts[index])
    case .clockJump(let index):
      hosts[index].clockError = Int64(random.below(2_000_000_000)) - 1_000_000_000
    case .loseCard(let index): loseCard(hosts[index])
    case .manifest:
      fleet.publish(fleet.view)
      hand(to: aggregatorsFirst)
    case .succeed(let index): succeed(hosts[index])
    }
  }

  /// What was under way to the disk is on it, or not: both happen.
  private func crash(_ host: Host) {
    guard host.node != nil else { return }
    report.crashes += 1
    let survives = random.perMille(500)
    if survives { finishWrites(of: host) }
    host.life += 1
    host.node = nil
    host.isConnected = false
    host.filters = []
    queue.add(.fault(.restart(host.index)), at: now + random.between(1_000, 120_000))
  }

  /// Writes whose sync had not returned reach the disk nevertheless, in order, nobody told.
  private func finishWrites(of host: Host) {
    for happening in queue.pending where happening.time <= host.diskFree {
      switch happening.event {
      case .stored(host.index, host.life, let request): commit(host, request)
      case .sealed(host.index, host.life, let block, let state):
        host.disk.appendOwn(block, state)
        facts.sealed += 1
      default: break
      }
    }
  }

  private func restartBroker() {
    retained = []
    for host in hosts where host.isConnected {
      disconnect(host)
      queue.add(
        .connect(host: host.index, life: host.life), at: now + random.between(500, 10_000))
    }
  }

  func mend(_ host: Host) {
    guard host.isCut else { return }
    host.isCut = false
    queue.add(
      .connect(host: host.index, life: host.life), at: now + random.between(500, 5_000))
  }

  /// A board comes back with an empty card, its key, and the settings that it was given at first.
  private func loseCard(_ host: Host) {
    guard host.node != nil, host.isHonest, !host.lostCard, let lane = host.ownLane else { return }
    // Before anybody has heard of a lane nobody can tell that it was there.
    let isKnown = hosts.contains { $0.isAggregator && $0.disk.lanes[lane]?.head.height ?? 0 > 0 }
    guard isKnown else { return }
    report.cardsLost += 1
    host.lostCard = true
    facts.lostLanes.append(lane)
    host.life += 1
    host.node = nil
    host.isConnected = false
    host.filters = []
    host.disk.wipe()
    queue.add(.fault(.restart(host.index)), at: now + random.between(1_000, 60_000))
    // Somebody reads the alert, and signs.
    queue.add(.fault(.succeed(host.index)), at: now + random.between(180_000, 300_000))
  }

  private func succeed(_ host: Host) {
    guard let lane = host.ownLane, fleet.view.ownLane(of: host.address)?.lane == lane else {
      return
    }
    var ending = BlockPoint(height: 0, hash: CheapBlock.genesisHash(lane))
    for aggregator in hosts where aggregator.isAggregator {
      if let head = aggregator.disk.lanes[lane]?.head, head.height > ending.height {
        ending = head
      }
    }
    fleet.succeed(host.address, at: ending)
    hand(to: aggregatorsFirst)
  }

  /// The operator gives the newest manifest to an aggregator; the others get it by the protocol.
  func hand(to chosen: [Host]) {
    for host in chosen { adopt(fleet.view, fleet.offer, host) }
  }

  private var aggregatorsFirst: [Host] {
    hosts.filter { $0.isAggregator && $0.node != nil }
  }

  func endFaults() {
    areFaultsOver = true
    for host in hosts {
      if host.isCut { mend(host) }
      if host.node == nil { boot(host, .unclean) }
      host.clockError = 0
    }
    // A manifest that was signed while its aggregator was down is handed over now.
    for host in hosts where host.isAggregator && host.disk.view.version < fleet.view.version {
      adopt(fleet.view, fleet.offer, host)
    }
  }
}
