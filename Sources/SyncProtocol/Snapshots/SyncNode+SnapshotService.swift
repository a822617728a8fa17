import ChainTypes
import Statements

// The side that gives: like blocks, the owner at once, others after a while unless one has. Whoever
// gave a part gives the next at once as well: a state has hundreds of them.

extension SyncNode {
  mutating func answerSnapshot(_ want: Want, _ place: Int) {
    // Of a frozen lane as well, as its blocks are: what is here was executed here, and who comes
    // later has to get as far as what froze it.
    guard settings.givesSnapshots, !lanes[place].takesState,
      lanes[place].head.height > 0, !lanes[place].isInDoubt || !lanes[place].isOwn
    else { return }
    guard answers.count < SyncLimits.waitingAnswers else {
      counters.overRate += 1
      return
    }
    let goesOn = !want.hash.isZero && lanes[place].given == want.hash
    let delay =
      lanes[place].isOwn || goesOn
      ? 0 : random.between(SyncLimits.earliestAnswer, SyncLimits.latestAnswer)
    answers.append(
      WaitingAnswer(
        place: place, first: want.first, last: want.last, hash: want.hash, due: now + delay,
        snapshotAsk: want.number))
  }

  /// Somebody gave this part: whoever asked has it.
  mutating func suppressSnapshot(_ place: Int, _ part: SnapshotPart) {
    let answer = part.answer.content
    if lanes[place].given == part.seal.content.blockHash { lanes[place].given = .zero }
    let before = answers.count
    answers.removeAll {
      $0.snapshotAsk != nil && $0.place == place && $0.first == answer.first
        && $0.last == answer.last && $0.hash == part.seal.content.blockHash
    }
    counters.suppressed += UInt64(before - answers.count)
  }

  /// Its time has come.
  mutating func readSnapshot(_ answer: WaitingAnswer) {
    guard let number = answer.snapshotAsk, snapshotReads.count < SyncLimits.snapshotReads else {
      counters.overRate += 1
      return
    }
    lastTicket += 1
    let read = SnapshotRead(
      ticket: lastTicket, lane: lanes[answer.place].lane, pivot: answer.hash,
      place: SnapshotPlace(trie: answer.first, from: answer.last))
    snapshotReads.append(PendingRead(read: read, number: number))
    actions.append(.readSnapshot(read))
  }

  mutating func didReadSnapshot(_ ticket: UInt64, _ page: SnapshotPage?) {
    guard let index = snapshotReads.firstIndex(where: { $0.read.ticket == ticket }) else { return }
    let pending = snapshotReads.remove(at: index)
    guard isConnected, let page, let place = places[pending.read.lane] else { return }
    switch page {
    case .pivot(let block):
      counters.answers += 1
      for message in SyncMessage.messages(carrying: [block]) {
        publish(.give, about: block.lane.board, message)
      }
    case .part(let seal, let bytes):
      guard bytes.count <= SyncLimits.snapshotBytes, seal.content.lane == pending.read.lane,
        seal.content.blockHash == pending.read.pivot
      else { return }
      let answer = Want(
        lane: lanes[place].lane, kind: WantKind.answer.rawValue, first: pending.read.place.trie,
        last: pending.read.place.from, hash: crypto.hash(bytes[...]), asker: own,
        number: pending.number)
      guard let signed = signed(answer) else { return }
      counters.answers += 1
      lanes[place].given = pending.read.pivot
      publish(
        .snapshot, about: seal.content.lane.board,
        .snapshot(SnapshotPart(seal: seal, answer: signed, bytes: bytes)))
    }
  }
}

/// What the host reads, and the number of the request that it answers.
struct PendingRead {
  var read: SnapshotRead
  var number: UInt64
}
