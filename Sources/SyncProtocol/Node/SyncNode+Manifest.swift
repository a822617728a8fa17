import ChainTypes
import Statements

extension SyncNode {
  /// A manifest from the broker: newer, signed by the fleet's key, joined to ours.
  mutating func take(_ offer: ManifestOffer) {
    guard let last = offer.versions.last else { return }
    let isNewer = last.content.version > view.version
    guard isNewer || settings.broken == .takesOlderManifest else { return checkFork(last) }
    let digest = last.content.digest(in: view.domain)
    if digest == offered.digest && now < offered.at + SyncLimits.firstPause { return }
    guard Keccak256.hash(offer.content) == last.content.content else { return reject() }
    guard isJoined(offer) || settings.broken == .takesOlderManifest else { return reject() }
    guard signer(of: last) == view.fleetKey else { return reject() }
    offered = (digest, now)
    self.offer = offer
    actions.append(.manifest(offer))
  }

  /// Each version behind ours names the one before and is signed by the fleet's key.
  private func isJoined(_ offer: ManifestOffer) -> Bool {
    var expected = view.version + 1
    var previous = view.manifestHash
    for version in offer.versions where version.content.version >= expected {
      guard version.content.version == expected, version.content.previous == previous,
        signer(of: version) == view.fleetKey
      else { return false }
      expected += 1
      previous = version.content.digest(in: view.domain)
    }
    return expected > view.version + 1
  }

  /// A version that we have under another digest: the fleet's key signed two.
  private mutating func checkFork(_ version: Signed<ManifestVersion>) {
    let number = version.content.version
    guard number >= 1, number <= view.version else { return }
    let digest = version.content.digest(in: view.domain)
    guard view.versions[Int(number) - 1] != digest else {
      counters.ignored += 1
      return
    }
    guard signer(of: version) == view.fleetKey else { return reject() }
    actions.append(.alert(.forkedManifest(version: number)))
  }

  /// The host tells of one that is durable here.
  mutating func announce(_ offer: ManifestOffer) {
    guard offer.versions.last?.content.version == view.version else { return }
    self.offer = offer
    announceVersions(offer)
  }

  mutating func announceVersions(_ offer: ManifestOffer) {
    let messages = SyncMessage.messages(carrying: offer)
    var isSaid = true
    // Pieces are not retained: a broker keeps one message a topic.
    for message in messages
    where !publish(.manifest, about: view.fleetKey, message, isRetained: messages.count == 1) {
      isSaid = false
    }
    // Who is not connected says it when it is, if it is for it to say.
    isOfferUnsaid = isConnected && !isSaid
  }

  /// A statement of somebody who is believed names this version.
  mutating func didSeeVersion(_ digest: Hash) {
    guard digest != view.manifestHash, !isBehindManifest, view.version(of: digest) == nil else {
      return
    }
    isBehindManifest = true
    manifestAsk = AskState()
    // The manifest itself may be on its way, and others have seen the same.
    manifestAsk.next = now + random.between(0, SyncLimits.firstPause)
  }

  mutating func answerManifest(_ want: Want, _ place: Int) {
    guard let offer, want.first < view.version,
      offer.versions.last?.content.version == view.version
    else { return }
    // One answer helps everybody: who heard one lately gives none.
    guard now >= manifestAsk.next || view.aggregators.contains(own) else { return }
    manifestAsk.next = now + random.between(SyncLimits.firstPause, 3 * SyncLimits.firstPause)
    counters.answers += 1
    for message in SyncMessage.messages(carrying: offer) {
      publish(.manifest, about: view.fleetKey, message)
    }
  }
}
