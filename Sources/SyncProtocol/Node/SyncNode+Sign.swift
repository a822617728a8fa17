import ChainTypes
import Statements

/// What a full sync has returned for. Only this file makes one, behind `stored`: nothing signed is
/// said that is not one of these.
struct Durable<Content: Statement> {
  let signed: Signed<Content>
  fileprivate init(_ signed: Signed<Content>) { self.signed = signed }
}

extension SyncNode {
  /// Signs what is to be said of a verified block, into the request that makes it durable.
  mutating func sign(
    _ block: SealedBlock, _ place: Int, _ request: inout StoreRequest
  ) -> SignedBlock {
    let lane = lanes[place].lane
    var made = SignedBlock()
    if let cosignature = makeCosignature(block, place) {
      made.cosignature = cosignature
      let lock = WitnessLock(
        term: cosignature.content.witnessTerm, height: block.height, last: cosignature,
        isMissing: false)
      if settings.broken == .cosignsWithoutLock {
        say(Durable(cosignature), block.seal, place)
      } else {
        // Of several blocks the last one's: it stands for all below.
        request.values.removeAll { $0.name == ValueName.lock }
        request.values.append(SyncValue(ValueName.lock, lock.value))
      }
      request.beside.append(
        BesideItem(
          height: block.height, kind: BesideItem.cosignature, signer: own,
          bytes: cosignature.bytes))
    }
    guard lanes[place].isStored, let receipt = makeReceipt(lane, block.point) else { return made }
    made.receipt = receipt
    request.beside.append(
      BesideItem(
        height: block.height, kind: BesideItem.receipt, signer: own, bytes: receipt.bytes))
    if settings.broken == .receiptBeforeCommit { say(Durable(receipt), block.seal, place) }
    return made
  }

  private func makeCosignature(_ block: SealedBlock, _ place: Int) -> Signed<Cosignature>? {
    guard let term = lanes[place].witnessTerm, isBarred[own] == nil else { return nil }
    if settings.broken != .cosignsWithoutLock {
      let lock = lanes[place].lock
      guard !lock.isMissing, !lock.isLost, lock.term == term, block.height > lock.height
      else { return nil }
    }
    let content = Cosignature(
      lane: lanes[place].lane, height: block.height, blockHash: block.hash,
      accessListHash: block.seal.content.accessListHash, manifestHash: view.manifestHash,
      witnessTerm: term)
    return signed(content)
  }

  private func makeReceipt(_ lane: Lane, _ point: BlockPoint) -> Signed<StorageReceipt>? {
    signed(
      StorageReceipt(
        lane: lane, height: point.height, blockHash: point.hash, manifestHash: view.manifestHash,
        time: wall))
  }

  func signed<Content: Statement>(_ content: Content) -> Signed<Content>? {
    let digest = crypto.digest(of: content, in: view.domain)
    guard let signature = crypto.sign(digest) else { return nil }
    return Signed(content, signature: signature)
  }

  // ---- behind `stored` ----

  mutating func didStore(_ ticket: UInt64) {
    guard let index = stores.firstIndex(where: { $0.ticket == ticket }) else { return }
    let purpose = stores.remove(at: index).purpose
    switch purpose {
    case .block(let place):
      guard let pending = lanes[place].storing, pending.ticket == ticket else { return }
      didStoreBlocks(place, pending)
    case .lock(let place, let lock):
      lanes[place].lock = lock
      lanes[place].doubt = nil
      pumpVerify(place)
    case .receipt(let place, let receipt, let seal):
      lanes[place].ownReceipt = receipt
      say(Durable(receipt), seal, place)
    case .other: break
    }
  }

  /// The lock, and both signatures, stand on the disk with the block.
  mutating func sayDurable(_ place: Int, _ seal: Signed<Seal>, _ made: SignedBlock) {
    if let cosignature = made.cosignature {
      lanes[place].lock = WitnessLock(
        term: cosignature.content.witnessTerm, height: seal.content.height, last: cosignature,
        isMissing: false)
      counters.cosigned += 1
      keep(cosignature, by: own, place)
      say(Durable(cosignature), seal, place)
    }
    if let receipt = made.receipt {
      lanes[place].ownReceipt = receipt
      counters.receipts += 1
      say(Durable(receipt), seal, place)
    }
  }

  private mutating func say(
    _ cosignature: Durable<Cosignature>, _ seal: Signed<Seal>, _ place: Int
  ) {
    publish(.cosign, about: lanes[place].lane.board, .cosignature(cosignature.signed, seal))
  }

  private mutating func say(
    _ receipt: Durable<StorageReceipt>, _ seal: Signed<Seal>, _ place: Int
  ) {
    publish(.receipt, about: lanes[place].lane.board, .receipt(receipt.signed, seal))
  }

  /// Says again what is durable: our cosignatures of the last blocks that are not final, and our
  /// receipt for the head.
  mutating func repeatOwn(_ place: Int) {
    lanes[place].shouldRepeat = false
    let state = lanes[place]
    guard !state.isOwn, !state.isFrozen, state.head.height > 0 else { return }
    repeatCosignatures(place)
    guard state.isStored, let seal = state.headSeal else { return }
    if let receipt = state.ownReceipt, receipt.content.height == state.head.height {
      say(Durable(receipt), seal, place)
    } else if let receipt = makeReceipt(state.lane, state.head), !state.isStoring {
      let item = BesideItem(
        height: state.head.height, kind: BesideItem.receipt, signer: own, bytes: receipt.bytes)
      store(lane: place, beside: [item], .receipt(place, receipt, seal))
    }
  }

  /// What the lock on the disk covers, and nothing else: statements of ours come back from others,
  /// too.
  private mutating func repeatCosignatures(_ place: Int) {
    let state = lanes[place]
    guard state.witnessTerm == state.lock.term, !state.lock.isMissing, !state.lock.isLost else {
      return
    }
    let last = min(state.head.height, state.lock.height)
    var height = max(last - min(last, SyncLimits.publishWindow), final(place)) + 1
    while height <= last {
      if let slot = state.recent[height], let seal = slot.seal,
        let item = slot.cosignatures.first(where: { $0.signer == own }),
        item.signed.content.witnessTerm == state.lock.term
      {
        say(Durable(item.signed), seal, place)
      }
      height += 1
    }
  }

  mutating func didNotStore(_ ticket: UInt64) {
    counters.storeFailures += 1
    guard let index = stores.firstIndex(where: { $0.ticket == ticket }) else { return }
    if case .block(let place) = stores[index].purpose, lanes[place].storing?.ticket == ticket {
      lanes[place].storing?.retry = now + SyncLimits.firstPause
      alertOnce(place, .cannotStore(lanes[place].lane))
    } else {
      stores.remove(at: index)
    }
  }
}
