import ChainTypes
import Statements

// Blocks of others: wait for their turn, are executed, become durable.

extension SyncNode {
  mutating func take(_ block: SealedBlock, _ message: SyncMessage, _ topic: SyncTopic) {
    guard let place = place(block.lane, topic) else { return }
    guard topic.kind == .give || topic.sender == topic.subject else { return reject() }
    // Each block of several is compared as a message of its own.
    let single: SyncMessage = .blocks([block])
    guard note(block.seal, place, single, topic) == .good else { return }
    if topic.kind == .give { suppress(place, block.height) }
    for cosignature in block.cosignatures {
      guard cosignature.content.isAbout(block.seal.content), !isKnown(cosignature, place),
        let signer = signer(of: cosignature)
      else { continue }
      take(cosignature, block.seal, by: signer, place)
    }
    guard !block.block.isEmpty, !lanes[place].isOwn else { return }
    guard block.height > lanes[place].head.height else {
      lanes[place].shouldRepeat = true
      counters.ignored += 1
      return
    }
    admit(block, place)
  }

  /// Into the waiting blocks, if it can be of use and there is room.
  private mutating func admit(_ block: SealedBlock, _ place: Int) {
    let state = lanes[place]
    guard !state.isFrozen, state.waiting[block.height] == nil,
      state.verifying?.height != block.height,
      block.height <= state.head.height + SyncLimits.waitingBlocks
    else {
      counters.ignored += 1
      return
    }
    if let settled = state.settled, block.height == settled.height, block.hash != settled.hash {
      return
    }
    guard
      waitingBytes + block.size <= SyncLimits.waitingBytes
        || block.height == state.head.height + 1
    else {
      counters.waitingDropped += 1
      return
    }
    guard let outline = BlockOutline(block.block), outline.hash == block.hash else {
      return reject()
    }
    var block = block
    block.cosignatures = []
    if !block.accessList.isEmpty
      && Keccak256.hash(block.accessList) != block.seal.content.accessListHash
    {
      counters.accessListsDropped += 1
      block.accessList = []
    }
    waitingBytes += block.size
    lanes[place].waiting[block.height] = block
    pumpVerify(place)
  }

  mutating func removeWaiting(_ place: Int, _ height: UInt64) {
    guard let block = lanes[place].waiting.removeValue(forKey: height) else { return }
    waitingBytes -= block.size
  }

  mutating func removeAllWaiting(_ place: Int) {
    let head = lanes[place].head.height
    for height in head...head + SyncLimits.waitingBlocks { removeWaiting(place, height) }
  }

  /// Gives the host the next block of a lane, if its turn has come.
  mutating func pumpVerify(_ place: Int) {
    guard !lanes[place].waiting.isEmpty else { return }
    let state = lanes[place]
    guard !state.isFrozen, !state.isOwn, state.verifying == nil, state.storing == nil,
      !isWaitingForLocks(state), let block = state.waiting[state.head.height + 1]
    else { return }
    guard let version = view.version(of: block.seal.content.manifestHash) else {
      alertOnce(place, .unknownManifest(state.lane, height: block.height))
      return
    }
    guard version >= state.manifestVersion else {
      removeWaiting(place, block.height)
      alertOnce(place, .olderManifest(state.lane, height: block.height))
      return
    }
    guard BlockOutline(block.block)?.parent == state.head.hash else {
      return didFindOtherParent(block, place)
    }
    removeWaiting(place, block.height)
    lanes[place].verifying = block
    actions.append(
      .verify(
        VerifyRequest(
          lane: state.lane, height: block.height, hash: block.hash, block: block.block,
          accessList: block.accessList)))
  }

  /// The owner's next block does not follow the one that we have: there are two of that height, or
  /// a thaw settled on a chain that is not ours.
  private mutating func didFindOtherParent(_ block: SealedBlock, _ place: Int) {
    removeWaiting(place, block.height)
    if let settled = lanes[place].settled, lanes[place].head.height <= settled.height {
      return reset(place)
    }
    alertOnce(place, .otherParent(lanes[place].lane, height: block.height))
    guard let outline = BlockOutline(block.block) else { return }
    wantSeal(place, lanes[place].head.height, outline.parent)
  }

  mutating func alertOnce(_ place: Int, _ alert: SyncAlert) {
    if let at = lanes[place].alertedAt, now < at + SyncLimits.longestPause { return }
    lanes[place].alertedAt = now
    actions.append(.alert(alert))
  }

  mutating func didVerify(_ lane: Lane, _ height: UInt64, _ verdict: SyncVerdict) {
    guard let place = places[lane], let block = lanes[place].verifying, block.height == height
    else { return }
    lanes[place].verifying = nil
    counters.verified += 1
    switch verdict {
    case .valid:
      guard !lanes[place].isFrozen else {
        actions.append(.discard(lane: lane, height: height))
        return
      }
      storeVerified(block, place)
    case .otherBody: reject()
    case .invalid(let why):
      actions.append(.alert(.invalidBlock(lane, block.point, why: why)))
      for item in lanes[place].recent[height]?.cosignatures ?? [] {
        actions.append(
          .alert(.cosignedInvalid(witness: item.signer, lane, block.point)))
      }
      freeze(place, .invalid(block.seal))
    case .unavailable: break
    }
  }

  /// Block, lock, cosignature and receipt become durable in one commit; the signatures are said
  /// when `stored` has come.
  private mutating func storeVerified(_ block: SealedBlock, _ place: Int) {
    lastTicket += 1
    var request = StoreRequest(
      ticket: lastTicket, lane: lanes[place].lane, block: block,
      beside: lanes[place].gathered, values: [])
    lanes[place].gathered = []
    lanes[place].gatheredSince = .max
    if let final = lanes[place].final {
      request.values.append(SyncValue(ValueName.final, final.value))
    }
    var pending = PendingBlock(ticket: lastTicket, request: request)
    sign(block, place, &pending)
    lanes[place].storing = pending
    stores.append(PendingValues(ticket: lastTicket, purpose: .block(place)))
    actions.append(.store(pending.request))
  }

  /// A block of another board is durable here.
  mutating func didStoreBlock(_ place: Int, _ pending: PendingBlock) {
    guard let block = pending.request.block else { return }
    lanes[place].storing = nil
    lanes[place].head = block.point
    lanes[place].headSeal = block.seal
    lanes[place].known = max(lanes[place].known, block.height)
    lanes[place].manifestVersion = view.version(of: block.seal.content.manifestHash) ?? 0
    lanes[place].recent.put(block.seal)
    lanes[place].ask.didProgress()
    lanes[place].ask.next = now + SyncLimits.beat
    counters.stored += 1
    sayDurable(place, block.seal, pending)
    checkFinal(place, block.height)
    pumpVerify(place)
  }

  /// Another chain was settled on: begin the replica anew. Locks stay.
  mutating func reset(_ place: Int) {
    removeAllWaiting(place)
    if lanes[place].verifying != nil, let block = lanes[place].verifying {
      actions.append(.discard(lane: lanes[place].lane, height: block.height))
    }
    lanes[place].forgetChain()
    actions.append(.reset(lanes[place].lane))
  }
}
