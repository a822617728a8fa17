import ChainTypes
import Statements

// What witnesses and aggregators say of blocks: cosignatures, receipts, and what follows of them.

extension SyncNode {
  mutating func take(
    _ cosignature: Signed<Cosignature>, _ seal: Signed<Seal>, _ message: SyncMessage,
    _ topic: SyncTopic
  ) {
    guard let place = place(seal.content.lane, topic) else { return }
    guard cosignature.content.isAbout(seal.content) else { return reject() }
    if isKnown(cosignature, place) { return }
    guard signer(of: cosignature) == topic.sender else { return reject() }
    switch note(seal, place, message, topic) {
    case .later: return
    case .good, .bad: take(cosignature, seal, by: topic.sender, place)
    }
  }

  func isKnown(_ cosignature: Signed<Cosignature>, _ place: Int) -> Bool {
    lanes[place].recent.holds(cosignature)
  }

  /// A cosignature whose seal was looked at: it may be of another block than the one we know, and
  /// shows then that its signer lied, if it signed both.
  mutating func take(
    _ cosignature: Signed<Cosignature>, _ seal: Signed<Seal>, by signer: Address, _ place: Int
  ) {
    let content = cosignature.content
    guard let witness = lanes[place].entry.witness(signer), isBarred[signer] == nil
    else { return }
    guard let slot = lanes[place].recent.index(content.height) else { return }
    for other in lanes[place].recent.slots[slot].cosignatures where other.signer == signer {
      if other.signed.content == content { return }
      guard other.signed.content.contradicts(content) else { continue }
      return didFind(.cosignatures(other.signed, cosignature), by: signer)
    }
    if signer == own { checkOwn(cosignature, place) }
    guard content.blockHash == lanes[place].recent.slots[slot].seal?.content.blockHash,
      witness.term == content.witnessTerm
    else { return }
    keep(cosignature, by: signer, place)
    gather(
      BesideItem(
        height: content.height, kind: BesideItem.cosignature, signer: signer,
        bytes: cosignature.bytes), place)
    checkFinal(place, content.height)
  }

  /// One of ours comes back that we have no lock for.
  private mutating func checkOwn(_ cosignature: Signed<Cosignature>, _ place: Int) {
    let lock = lanes[place].lock
    guard cosignature.content.witnessTerm == lanes[place].witnessTerm, !lock.isLost,
      lock.isMissing || cosignature.content.height > lock.height
    else { return }
    loseLocks(place)
  }

  mutating func keep(_ cosignature: Signed<Cosignature>, by signer: Address, _ place: Int) {
    lanes[place].recent.update(cosignature.content.height) { slot in
      guard slot.cosignatures.count < 2 * SyncLimits.witnesses else { return }
      slot.cosignatures.append(Attributed(signer: signer, signed: cosignature))
    }
  }

  mutating func checkFinal(_ place: Int, _ height: UInt64) {
    guard !lanes[place].isFrozen, lanes[place].entry.threshold > 0, height > final(place),
      height <= lanes[place].head.height, let slot = lanes[place].recent.index(height),
      lanes[place].recent.slots[slot].cosignatures.count >= lanes[place].entry.threshold,
      let hash = lanes[place].recent.slots[slot].seal?.content.blockHash
    else { return }
    var signers: [Address] = []
    signers.reserveCapacity(lanes[place].entry.threshold + 1)
    for item in lanes[place].recent.slots[slot].cosignatures
    where item.signed.content.blockHash == hash && !signers.contains(item.signer)
      && lanes[place].entry.witness(item.signer) != nil && isBarred[item.signer] == nil
    {
      signers.append(item.signer)
    }
    guard signers.count >= lanes[place].entry.threshold else { return }
    let point = BlockPoint(height: height, hash: hash)
    lanes[place].final = point
    if lanes[place].isOwn { didAdvance(place) }
    actions.append(.final(lane: lanes[place].lane, point))
  }

  mutating func take(
    _ receipt: Signed<StorageReceipt>, _ seal: Signed<Seal>, _ message: SyncMessage,
    _ topic: SyncTopic
  ) {
    guard let place = place(seal.content.lane, topic) else { return }
    let content = receipt.content
    guard content.isAbout(seal.content), view.aggregators.contains(topic.sender) else {
      return reject()
    }
    guard isBarred[topic.sender] == nil else { return }
    if let slot = lanes[place].recent.index(content.height),
      lanes[place].recent.slots[slot].receipts.contains(where: { $0.signed == receipt })
    {
      return
    }
    guard signer(of: receipt) == topic.sender else { return reject() }
    let note = note(seal, place, message, topic)
    if note == .later { return }
    for other in lanes[place].recent[content.height]?.receipts ?? []
    where other.signer == topic.sender && other.signed.content.contradicts(content) {
      return didFind(.receipts(other.signed, receipt), by: topic.sender)
    }
    guard note == .good else { return }
    lanes[place].recent.update(content.height) { slot in
      guard slot.receipts.count < 2 * SyncLimits.aggregators else { return }
      slot.receipts.append(Attributed(signer: topic.sender, signed: receipt))
    }
    didDeliver(receipt, by: topic.sender, place)
  }

  private mutating func didDeliver(
    _ receipt: Signed<StorageReceipt>, by signer: Address, _ place: Int
  ) {
    let content = receipt.content
    guard lanes[place].isOwn else { return }
    gather(
      BesideItem(
        height: content.height, kind: BesideItem.receipt, signer: signer, bytes: receipt.bytes),
      place)
    guard content.height > (lanes[place].receipted?.height ?? 0) else { return }
    let point = BlockPoint(height: content.height, hash: content.blockHash)
    lanes[place].receipted = point
    didAdvance(place)
    actions.append(.delivered(lane: content.lane, point))
  }

  /// To be kept beside blocks, with the next commit or in a while.
  private mutating func gather(_ item: BesideItem, _ place: Int) {
    guard lanes[place].isOwn || lanes[place].isStored || lanes[place].witnessTerm != nil,
      item.height <= lanes[place].head.height + SyncLimits.waitingBlocks,
      lanes[place].gathered.count < 4 * Int(SyncLimits.recentHeights)
    else { return }
    if lanes[place].gathered.isEmpty { lanes[place].gatheredSince = now }
    lanes[place].gathered.append(item)
  }

  mutating func flushGathered(_ place: Int) {
    let state = lanes[place]
    // Nothing stands beside a block that is not there.
    let ready = state.gathered.filter { $0.height <= state.head.height }
    lanes[place].gathered = state.gathered.filter { $0.height > state.head.height }
    lanes[place].gatheredSince = lanes[place].gathered.isEmpty ? .max : now
    guard !ready.isEmpty else { return }
    var values: [SyncValue] = []
    if let final = state.final { values.append(SyncValue(ValueName.final, final.value)) }
    if state.isOwn, let receipted = state.receipted {
      values.append(SyncValue(ValueName.receipted, receipted.value))
    }
    store(lane: place, beside: ready, values: values, .other)
  }
}

extension Cosignature {
  func isAbout(_ seal: Seal) -> Bool {
    lane == seal.lane && height == seal.height && blockHash == seal.blockHash
      && accessListHash == seal.accessListHash
  }
}

extension StorageReceipt {
  func isAbout(_ seal: Seal) -> Bool {
    lane == seal.lane && height == seal.height && blockHash == seal.blockHash
  }
}
