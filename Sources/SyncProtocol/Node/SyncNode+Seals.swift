import ChainTypes
import Statements

/// What a seal is, compared with what is known.
enum SealNote {
  /// The owner's, and the only one of its height.
  case good
  case bad
  /// What we have at its height is being loaded; the message is looked at again then.
  case later
}

extension SyncNode {
  /// Looks at a seal that came in: once for each, however often it comes.
  mutating func note(
    _ seal: Signed<Seal>, _ place: Int, _ message: @autoclosure () -> SyncMessage,
    _ topic: SyncTopic
  ) -> SealNote {
    let height = seal.content.height
    guard height > 0, lanes[place].reaches(height) else {
      counters.ignored += 1
      return .bad
    }
    if let known = lanes[place].recent.seal(height) {
      if known.content == seal.content { return .good }
      guard signer(of: seal) == lanes[place].lane.board else {
        reject()
        return .bad
      }
      didFindTwo(known, seal, place)
      return .bad
    }
    guard signer(of: seal) == lanes[place].lane.board else {
      reject()
      return .bad
    }
    let head = lanes[place].head.height
    if height <= head { return compare(place, height, message(), topic) }
    if lanes[place].isOwn {
      didSeeOwn(seal, place)
      return .bad
    }
    lanes[place].known = max(lanes[place].known, height)
    if height <= head + SyncLimits.waitingBlocks { lanes[place].recent.put(seal) }
    return .good
  }

  /// An old height: what is stored of it says whether the seal is the same.
  private mutating func compare(
    _ place: Int, _ height: UInt64, _ message: SyncMessage, _ topic: SyncTopic
  ) -> SealNote {
    guard loads.count < 16 else {
      counters.ignored += 1
      return .bad
    }
    load(place, height, 1, needsBlocks: false, .compare(place, message, topic))
    return .later
  }

  /// What is stored has come; it is in `recent` now, if there is any.
  mutating func didCompare(
    _ place: Int, _ message: SyncMessage, _ topic: SyncTopic, _ blocks: [SealedBlock]
  ) {
    guard let stored = blocks.first else { return }
    remember(stored, place)
    // Only if that is the height in question is it looked at again, else it would go round.
    guard message.seals.contains(where: { $0.content.height == stored.height }) else { return }
    take(message, topic)
  }

  /// Puts what is stored of a height back into memory.
  mutating func remember(_ block: SealedBlock, _ place: Int) {
    lanes[place].recent.put(block.seal)
    for cosignature in block.cosignatures where cosignature.content.blockHash == block.hash {
      guard let signer = signer(of: cosignature) else { continue }
      lanes[place].recent.update(block.height) { slot in
        guard !slot.cosignatures.contains(where: { $0.signed == cosignature }) else { return }
        slot.cosignatures.append(Attributed(signer: signer, signed: cosignature))
      }
    }
  }

  /// The owner's head, as the owner or another says.
  mutating func didHear(_ seal: Signed<Seal>, _ place: Int) {
    if seal.content.height <= lanes[place].head.height && !lanes[place].isOwn {
      lanes[place].shouldRepeat = lanes[place].shouldRepeat || seal.content.height > final(place)
    }
  }

  func final(_ place: Int) -> UInt64 { lanes[place].final?.height ?? 0 }

  /// A seal in our name, of a block that we do not have.
  private mutating func didSeeOwn(_ seal: Signed<Seal>, _ place: Int) {
    if settings.broken == .resumesAfterLostCard { return }
    guard place == ownPlace, lanes[place].stopped == nil else { return }
    let point = BlockPoint(height: seal.content.height, hash: seal.content.blockHash)
    stop(place, .peersAhead(point))
  }

  private mutating func didFindTwo(_ known: Signed<Seal>, _ other: Signed<Seal>, _ place: Int) {
    if lanes[place].isOwn {
      let point = BlockPoint(height: other.content.height, hash: other.content.blockHash)
      actions.append(.alert(.copiedCard(lanes[place].lane, point)))
    }
    didFind(.seals(known, other), by: lanes[place].lane.board)
  }
}

extension SyncMessage {
  /// The seals in it.
  var seals: [Signed<Seal>] {
    switch self {
    case .blocks(let blocks): blocks.map { $0.seal }
    case .chunk(let chunk): if case .block(let seal) = chunk.ticket { [seal] } else { [] }
    case .head(let seal, _), .cosignature(_, let seal), .receipt(_, let seal): [seal]
    case .standing(let standing): standing.seal.map { [$0] } ?? []
    default: []
    }
  }
}
