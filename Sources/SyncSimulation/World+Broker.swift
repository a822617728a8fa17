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
        .deliver(host: host.index, text: message.text, payload: message.payload),
        at: now + latency())
    }
  }

  func publish(_ publication: SyncPublication, _ host: Host) {
    report.messages += 1
    guard host.isConnected, !host.isCut else {
      queue.add(
        .event(host: host.index, life: host.life, .unconfirmed(publication.token)), at: now + 1)
      return
    }
    guard let topic = SyncTopic(publication.topic, prefix: prefix) else { return }
    check(publication.payload, topic, host)
    queue.add(
      .acknowledged(host: host.index, life: host.life, token: publication.token),
      at: now + latency())
    if publication.isRetained {
      retained.removeAll { $0.text == publication.topic }
      retained.append((text: publication.topic, topic: topic, payload: publication.payload))
    }
    remember(publication, topic)
    spread(publication.topic, topic, publication.payload)
    guard !areFaultsOver, random.perMille(rates.replayPerMille), !remembered.isEmpty else {
      return
    }
    let old = random.pick(remembered)
    spread(old.text, old.topic, old.payload)
  }

  private func remember(_ publication: SyncPublication, _ topic: SyncTopic) {
    let entry = (text: publication.topic, topic: topic, payload: publication.payload)
    // Manifests are few, and what an older one does is worth trying.
    if topic.kind == .manifest || remembered.count < SimulationLimits.remembered {
      if remembered.count < 2 * SimulationLimits.remembered { remembered.append(entry) }
      return
    }
    rememberedNext = (rememberedNext + 1) % SimulationLimits.remembered
    if remembered[rememberedNext].topic.kind != .manifest {
      remembered[rememberedNext] = entry
    }
  }

  /// To everybody who subscribed, or those only.
  func spread(
    _ text: String, _ topic: SyncTopic, _ payload: [UInt8], only: ((Host) -> Bool)? = nil
  ) {
    for host in hosts where host.isConnected && !host.isCut {
      if let only, !only(host) { continue }
      guard host.filters.contains(where: { $0.matches(topic) }) else { continue }
      if !areFaultsOver && random.perMille(rates.lossPerMille) { continue }
      let copies = !areFaultsOver && random.perMille(rates.doublePerMille) ? 2 : 1
      for _ in 0..<copies {
        var bytes = payload
        if !areFaultsOver && random.perMille(rates.corruptPerMille) && !bytes.isEmpty {
          bytes[random.below(bytes.count)] ^= UInt8(1) << UInt8(random.below(8))
        }
        queue.add(
          .deliver(host: host.index, text: text, payload: bytes), at: now + latency())
      }
    }
  }

  /// A message of somebody's, past the node: for lies.
  func inject(
    _ message: SyncMessage, _ kind: SyncKind, from sender: Address, about subject: Address,
    only: ((Host) -> Bool)? = nil
  ) {
    let topic = SyncTopic(sender: sender, kind: kind, subject: subject)
    spread(topic.text(prefix), topic, message.encoded, only: only)
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
