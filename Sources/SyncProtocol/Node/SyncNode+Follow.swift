import ChainTypes
import Statements

// Blocks of others: wait for their turn, are executed, become durable.

extension SyncNode {
  mutating func take(_ block: SealedBlock, _ message: SyncMessage, _ topic: SyncTopic) {
    guard let place = place(block.lane, topic) else { return }
    guard topic.kind == .give || topic.sender == topic.subject else { return reject() }
    // Each block of several is compared as a message of its own.
    guard note(block.seal, place, .blocks([block]), topic) == .good else { return }
    if topic.kind == .give {
      suppress(place, block.height)
    } else {
      hasten(place, topic.sender)
    }
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
    if lanes[place].takesState { return takePivot(block, place) }
    admit(block, place)
  }

  /// Into the waiting blocks, if it can be of use and there is room.
  private mutating func admit(_ block: SealedBlock, _ place: Int) {
    let head = lanes[place].head.height
    guard !lanes[place].isFrozen, lanes[place].waiting[block.height] == nil,
      !lanes[place].isUnderWay(block.height),
      block.height <= head + SyncLimits.waitingBlocks
    else {
      counters.ignored += 1
      return
    }
    if let settled = lanes[place].settled, block.height == settled.height,
      block.hash != settled.hash
    {
      return
    }
    guard
      waitingBytes + block.size <= SyncLimits.waitingBytes
        || block.height == head + 1
    else {
      counters.waitingDropped += 1
      return
    }
    guard let outline = BlockOutline(block.block, crypto), outline.hash == block.hash else {
      return reject()
    }
    var block = block
    block.cosignatures = []
    if !block.accessList.isEmpty
      && crypto.hash(block.accessList[...]) != block.seal.content.accessListHash
    {
      counters.accessListsDropped += 1
      block.accessList = []
    }
    waitingBytes += block.size
    lanes[place].waiting[block.height] = WaitingBlock(block: block, parent: outline.parent)
    pumpVerify(place)
  }

  mutating func removeWaiting(_ place: Int, _ height: UInt64) {
    guard let waiting = lanes[place].waiting.removeValue(forKey: height) else { return }
    waitingBytes -= waiting.block.size
  }

  mutating func removeAllWaiting(_ place: Int) {
    let head = lanes[place].head.height
    for height in head...head + SyncLimits.waitingBlocks { removeWaiting(place, height) }
  }

  /// Gives the host the next block of a lane, if its turn has come.
  mutating func pumpVerify(_ place: Int) {
    guard !lanes[place].waiting.isEmpty else { return }
    // Field by field: a copy of the whole lane costs as much as all else here.
    guard !lanes[place].isFrozen, !lanes[place].isOwn, !lanes[place].isVerifying,
      !lanes[place].isStoring, !lanes[place].takesState, !isWaitingForLocks(place),
      let waiting = lanes[place].waiting[lanes[place].head.height + 1]
    else { return }
    let (block, lane) = (waiting.block, lanes[place].lane)
    guard let version = view.version(of: block.seal.content.manifestHash) else {
      alertOnce(place, .unknownManifest(lane, height: block.height))
      return
    }
    guard version >= lanes[place].manifestVersion else {
      removeWaiting(place, block.height)
      alertOnce(place, .olderManifest(lane, height: block.height))
      return
    }
    guard waiting.parent == lanes[place].head.hash else {
      return didFindOtherParent(waiting, place)
    }
    removeWaiting(place, block.height)
    let run = [block] + takeRun(behind: block, version, place)
    lanes[place].verifying = run
    var request = VerifyRequest(block)
    request.run = run.dropFirst().map { VerifyRequest($0) }
    actions.append(.verify(request))
  }

  /// Blocks that wait behind one whose turn it is, and about which there is nothing to say first.
  private mutating func takeRun(
    behind first: SealedBlock, _ version: UInt64, _ place: Int
  ) -> [SealedBlock] {
    var run: [SealedBlock] = []
    var (last, version, bytes) = (first.point, version, first.size)
    while run.count + 1 < settings.verifyRun,
      let next = lanes[place].waiting[last.height + 1], next.parent == last.hash,
      let named = view.version(of: next.block.seal.content.manifestHash), named >= version,
      bytes + next.block.size <= SyncLimits.runBytes
    {
      removeWaiting(place, next.block.height)
      run.append(next.block)
      (last, version, bytes) = (next.block.point, named, bytes + next.block.size)
    }
    return run
  }

  /// The owner's next block does not follow the one that we have: there are two of that height, or
  /// a thaw settled on a chain that is not ours.
  private mutating func didFindOtherParent(_ waiting: WaitingBlock, _ place: Int) {
    let height = waiting.block.height
    removeWaiting(place, height)
    if let settled = lanes[place].settled, lanes[place].head.height <= settled.height {
      return reset(place)
    }
    alertOnce(place, .otherParent(lanes[place].lane, height: height))
    wantSeal(place, lanes[place].head.height, waiting.parent)
  }

  mutating func alertOnce(_ place: Int, _ alert: SyncAlert) {
    if let at = lanes[place].alertedAt, now < at + SyncLimits.longestPause { return }
    lanes[place].alertedAt = now
    actions.append(.alert(alert))
  }

  /// The verdict is that of the block at this height; those of the run before it are valid.
  mutating func didVerify(_ lane: Lane, _ height: UInt64, _ verdict: SyncVerdict) {
    guard let place = places[lane], let run = lanes[place].verifying,
      let index = run.firstIndex(where: { $0.height == height })
    else { return }
    lanes[place].verifying = nil
    counters.verified += UInt64(index + 1)
    let valid = run[..<(verdict == .valid ? index + 1 : index)]
    if !valid.isEmpty {
      if lanes[place].isFrozen {
        actions.append(.discard(lane: lane, height: valid[0].height))
      } else {
        storeVerified(Array(valid), place)
      }
    }
    switch verdict {
    case .valid, .unavailable: break
    case .otherBody: reject()
    case .invalid(let why):
      actions.append(.alert(.invalidBlock(lane, run[index].point, why: why)))
      for item in lanes[place].recent[height]?.cosignatures ?? [] {
        actions.append(
          .alert(.cosignedInvalid(witness: item.signer, lane, run[index].point)))
      }
      freeze(place, .invalid(run[index].seal))
    }
    if !lanes[place].isFrozen { waitAgain(run[(index + 1)...], behind: run[index], place) }
  }

  /// Blocks of a run that nobody looked at.
  private mutating func waitAgain(
    _ rest: ArraySlice<SealedBlock>, behind first: SealedBlock, _ place: Int
  ) {
    var parent = first.hash
    for block in rest {
      if lanes[place].waiting[block.height] == nil {
        waitingBytes += block.size
        lanes[place].waiting[block.height] = WaitingBlock(block: block, parent: parent)
      }
      parent = block.hash
    }
  }

  /// Blocks, lock, cosignatures and receipts become durable in one commit; the signatures are said
  /// when `stored` has come.
  private mutating func storeVerified(_ blocks: [SealedBlock], _ place: Int) {
    lastTicket += 1
    var request = StoreRequest(
      ticket: lastTicket, lane: lanes[place].lane, blocks: blocks,
      beside: lanes[place].gathered, values: [])
    lanes[place].gathered = []
    lanes[place].gatheredSince = .max
    if let final = lanes[place].final {
      request.values.append(SyncValue(ValueName.final, final.value))
    }
    var pending = PendingBlocks(ticket: lastTicket, request: request)
    for block in blocks { pending.signed.append(sign(block, place, &pending.request)) }
    lanes[place].storing = pending
    stores.append(PendingValues(ticket: lastTicket, purpose: .block(place)))
    actions.append(.store(pending.request))
  }

  /// Blocks of another board are durable here.
  mutating func didStoreBlocks(_ place: Int, _ pending: PendingBlocks) {
    lanes[place].storing = nil
    for (block, signed) in zip(pending.request.blocks, pending.signed) {
      lanes[place].head = block.point
      lanes[place].headSeal = block.seal
      lanes[place].known = max(lanes[place].known, block.height)
      lanes[place].manifestVersion = view.version(of: block.seal.content.manifestHash) ?? 0
      lanes[place].recent.put(block.seal)
      counters.stored += 1
      sayDurable(place, block.seal, signed)
      checkFinal(place, block.height)
    }
    lanes[place].ask.didProgress()
    lanes[place].ask.next = now + SyncLimits.beat
    pumpVerify(place)
  }

  /// Another chain was settled on: begin the replica anew. Locks stay.
  mutating func reset(_ place: Int) {
    dropSnapshot(place)
    removeAllWaiting(place)
    if let run = lanes[place].verifying {
      actions.append(.discard(lane: lanes[place].lane, height: run[0].height))
    }
    lanes[place].forgetChain()
    actions.append(.reset(lanes[place].lane))
  }
}
