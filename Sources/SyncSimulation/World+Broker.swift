import ChainTypes
import Statements
import SyncProtocol

// The broker, and what it does to messages.

extension World {
  func subscribe(_ host: Host, _ text: String) {
    guard host.isConnected, let filter = Filter(text, prefix: prefix) else { return }
    if !host.filters.contains(filter) { host.filters.append(filter) }
    // Not all brokers deliver retained messages to wildcards: this one only sometimes does.
    guard random.perMille(500) else { return }
    for message in retained where filter.matches(message.topic) {
      queue.add(
        .deliver(host: host.index, message, damage: nil), at: now + latency())
    }
  }

  func publish(_ publication: SyncPublication, _ host: Host) {
    report.messages += 1
    guard host.isConnected, !host.isCut else {
      queue.add(
        .event(host: host.index, life: host.life, .unconfirmed(publication.token)), at: now + 1)
      return
    }
    guard let topic = read(publication.topic) else { return }
    let mail = Mail(publication.topic, topic, publication.payload)
    check(mail, host)
    queue.add(
      .acknowledged(host: host.index, life: host.life, token: publication.token),
      at: now + latency())
    if publication.isRetained {
      retained.removeAll { $0.text == publication.topic }
      retained.append(mail)
    }
    remember(mail)
    spread(mail)
    guard !areFaultsOver, random.perMille(rates.replayPerMille), !remembered.isEmpty else {
      return
    }
    spread(random.pick(remembered))
  }

  private func read(_ text: String) -> SyncTopic? {
    if let known = topics[text] { return known }
    let topic = SyncTopic(text, prefix: prefix)
    topics[text] = topic
    return topic
  }

  private func remember(_ entry: Mail) {
    // Manifests are few, and what an older one does is worth trying.
    if entry.topic.kind == .manifest || remembered.count < SimulationLimits.remembered {
      if remembered.count < 2 * SimulationLimits.remembered { remembered.append(entry) }
      return
    }
    rememberedNext = (rememberedNext + 1) % SimulationLimits.remembered
    if remembered[rememberedNext].topic.kind != .manifest {
      remembered[rememberedNext] = entry
    }
  }

  /// To everybody who subscribed, or those only.
  func spread(_ mail: Mail, only: ((Host) -> Bool)? = nil) {
    for host in hosts where host.isConnected && !host.isCut {
      if let only, !only(host) { continue }
      guard host.filters.contains(where: { $0.matches(mail.topic) }) else { continue }
      if !areFaultsOver && random.perMille(rates.lossPerMille) { continue }
      let copies = !areFaultsOver && random.perMille(rates.doublePerMille) ? 2 : 1
      for _ in 0..<copies {
        var damage: Int?
        if !areFaultsOver && random.perMille(rates.corruptPerMille) && !mail.payload.isEmpty {
          let place = random.below(mail.payload.count)
          damage = place * 8 + random.below(8)
        }
        queue.add(.deliver(host: host.index, mail, damage: damage), at: now + latency())
      }
    }
  }

  /// A message of somebody's, past the node: for lies.
  func inject(
    _ message: SyncMessage, _ kind: SyncKind, from sender: Address, about subject: Address,
    only: ((Host) -> Bool)? = nil
  ) {
    let topic = SyncTopic(sender: sender, kind: kind, subject: subject)
    spread(Mail(topic.text(prefix), topic, message.encoded), only: only)
  }

  private func latency() -> UInt64 {
    areFaultsOver ? 20 : rates.delay + random.between(0, rates.jitter + 1)
  }

  func disconnect(_ host: Host) {
    guard host.isConnected else { return }
    host.isConnected = false
    host.filters = []
    tell(host, .disconnected)
  }
}
