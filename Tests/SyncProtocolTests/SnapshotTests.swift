import ChainTypes
import Statements
import Testing

@testable import SyncProtocol

/// Catching up by a state: both sides, with hosts that are played.
struct SnapshotTests {
  private static let pivotHeight: UInt64 = 60

  private static var pivot: SealedBlock {
    var block = Cast.block(pivotHeight)
    block.cosignatures = [
      Cast.cosignature(block, by: Cast.witnesses[1]),
      Cast.cosignature(block, by: Cast.witnesses[2]),
    ]
    return block
  }

  private static func settings(_ distance: UInt64 = 40) -> SyncSettings {
    SyncSettings(snapshotDistance: distance, givesSnapshots: true)
  }

  /// A witness far behind, which has heard the owner's head.
  private func witness(
    _ start: SnapshotStart? = nil, settings: SyncSettings = SnapshotTests.settings()
  ) -> Conversation {
    let lane = LaneStart(
      lane: Cast.lane, head: BlockPoint(height: 0, hash: Cast.genesis), snapshot: start)
    var talk = Conversation(
      Cast.witnesses[0], lanes: start == nil ? [] : [lane], settings: settings)
    talk.tell(.connected)
    talk.wait(2_000)
    talk.answerStanding(by: [Cast.board, Cast.aggregator])
    talk.hear(.head(Cast.block(70).seal, nil), .head, from: Cast.board)
    return talk
  }

  private func wants(_ said: [SyncAction]) -> [Want] {
    said.messages.wants.map { $0.content }.filter { $0.kind == WantKind.snapshot.rawValue }
  }

  private func part(
    _ place: SnapshotPlace, _ bytes: [UInt8], by key: TestKey,
    pivot: SealedBlock = SnapshotTests.pivot
  ) -> SyncMessage {
    let answer = Want(
      lane: Cast.lane, kind: WantKind.answer.rawValue, first: place.trie, last: place.from,
      hash: Keccak256.hash(bytes), asker: key.address, number: 5)
    return .snapshot(SnapshotPart(seal: pivot.seal, answer: key.signed(answer), bytes: bytes))
  }

  private func takes(_ said: [SyncAction]) -> [SnapshotTake] {
    said.compactMap { if case .takeSnapshot(let take) = $0 { take } else { nil } }
  }

  private func begins(_ said: [SyncAction]) -> [SealedBlock] {
    said.compactMap { if case .beginSnapshot(_, let pivot) = $0 { pivot } else { nil } }
  }

  /// Up to the request for the first part.
  private func asking() -> Conversation {
    var talk = witness()
    talk.wait(3_000)
    talk.hear(.blocks([Self.pivot]), .give, from: Cast.board)
    talk.tell(.snapshotBegun(Cast.lane, next: SnapshotPlace()))
    return talk
  }

  @Test func `a witness far behind asks for a final block and then for its state part by part`() {
    var talk = witness()
    let asked = wants(talk.wait(3_000))
    #expect(asked.map { $0.hash } == [.zero])
    #expect(begins(talk.hear(.blocks([Self.pivot]), .give, from: Cast.board)) == [Self.pivot])
    let first = SnapshotPlace()
    var said = talk.tell(.snapshotBegun(Cast.lane, next: first))
    let places = [
      first, SnapshotPlace(from: 9), SnapshotPlace(trie: 4), SnapshotPlace(trie: 4, from: 2),
    ]
    for (index, place) in places.enumerated() {
      #expect(wants(said).map { SnapshotPlace(trie: $0.first, from: $0.last) } == [place])
      #expect(wants(said).allSatisfy { $0.hash == Self.pivot.hash })
      let bytes = [UInt8(index)]
      let taken = takes(
        talk.hear(part(place, bytes, by: Cast.board), .snapshot, from: Cast.board))
      #expect(taken.map { $0.bytes } == [bytes])
      #expect(taken.map { $0.place } == [place])
      let verdict =
        index + 1 < places.count ? SnapshotVerdict.next(places[index + 1]) : .complete
      said = talk.tell(.snapshotChecked(Cast.lane, verdict))
    }
    #expect(talk.node.standing(of: Cast.lane)?.head == Self.pivot.point)
    #expect(talk.node.standing(of: Cast.lane)?.final == Self.pivot.point)
    // And from there by blocks.
    let next = talk.hear(.blocks([Cast.block(61)]), .block, from: Cast.board)
    #expect(next.verifies.map { $0.height } == [61])
    #expect(next.messages.cosignatures.count == 1)
  }

  @Test func `what the lane did while its state came is taken by blocks, however much it is`() {
    var talk = asking()
    talk.hear(.head(Cast.block(200).seal, nil), .head, from: Cast.board)
    talk.hear(part(SnapshotPlace(), [1], by: Cast.board), .snapshot, from: Cast.board)
    let said = talk.tell(.snapshotChecked(Cast.lane, .complete)) + talk.wait(60_000)
    #expect(wants(said).isEmpty)
    #expect(said.messages.wants.contains { $0.content.kind == WantKind.blocks.rawValue })
    #expect(!wants(talk.wait(SyncLimits.snapshotPause)).isEmpty)
  }

  @Test func `while a state comes no block is asked for or executed`() {
    var talk = asking()
    let said = talk.hear(.blocks([Cast.block(1)]), .block, from: Cast.board) + talk.wait(4_000)
    #expect(said.verifies.isEmpty)
    #expect(!said.messages.wants.contains { $0.content.kind == WantKind.blocks.rawValue })
  }

  @Test func `who is near, writes the lane or gives receipts for it takes blocks`() {
    var near = witness(settings: Self.settings(100))
    #expect(wants(near.wait(10_000)).isEmpty)
    var never = witness(settings: SyncSettings())
    #expect(wants(never.wait(10_000)).isEmpty)
    var aggregator = Conversation(Cast.aggregator, settings: Self.settings())
    aggregator.tell(.connected)
    aggregator.hear(.head(Cast.block(70).seal, nil), .head, from: Cast.board)
    #expect(wants(aggregator.wait(10_000)).isEmpty)
  }

  @Test func `a block without enough cosignatures is no pivot`() {
    var few = Self.pivot
    few.cosignatures.removeLast()
    var twice = Self.pivot
    twice.cosignatures[1] = twice.cosignatures[0]
    var strange = Self.pivot
    strange.cosignatures[1] = Cast.cosignature(Cast.block(Self.pivotHeight), by: Cast.stranger)
    var other = Self.pivot
    other.cosignatures[1] = Cast.cosignature(Cast.block(59), by: Cast.witnesses[2])
    var altered = Self.pivot
    altered.block = Cast.block(59).block
    for block in [few, twice, strange, other, altered] {
      var talk = witness()
      talk.wait(3_000)
      #expect(begins(talk.hear(.blocks([block]), .give, from: Cast.board)).isEmpty)
      #expect(begins(talk.hear(.blocks([Self.pivot]), .give, from: Cast.board)).count == 1)
    }
  }

  @Test func `an owner whose state does not hold is caught up with by its blocks`() {
    var talk = asking()
    let bad = part(SnapshotPlace(), [6, 6, 6], by: Cast.board)
    #expect(takes(talk.hear(bad, .snapshot, from: Cast.board)).count == 1)
    let said = talk.tell(.snapshotChecked(Cast.lane, .refused("another root")))
    #expect(said.alerts.count == 1 && wants(said).isEmpty)
    #expect(said.contains { if case .dropSnapshot(Cast.lane) = $0 { true } else { false } })
    let asked = talk.wait(3_000).messages.wants.map { $0.content }
    #expect(asked.contains { $0.kind == WantKind.blocks.rawValue && $0.first == 1 })
  }

  @Test func `a part that does not hold is blamed on who signed it, and another is asked`() {
    var talk = asking()
    let liar = Cast.witnesses[1]
    let bad = part(SnapshotPlace(), [6, 6, 6], by: liar)
    #expect(takes(talk.hear(bad, .snapshot, from: liar)).count == 1)
    let said = talk.tell(.snapshotChecked(Cast.lane, .refused("another root")))
    #expect(
      said.alerts == [
        .wrongSnapshot(giver: liar.address, Cast.lane, why: "another root")
      ])
    #expect(wants(said).count == 1)
    // It gives nothing more, the others do.
    #expect(takes(talk.hear(part(SnapshotPlace(), [7], by: liar), .snapshot, from: liar)).isEmpty)
    let good = part(SnapshotPlace(), [1], by: Cast.board)
    #expect(takes(talk.hear(good, .snapshot, from: Cast.board)).count == 1)
  }

  @Test func `nobody is blamed for what it did not sign`() {
    var talk = asking()
    let honest = Cast.witnesses[1]
    // The broker alters it on the way, or speaks in another's name.
    guard case .snapshot(var altered) = part(SnapshotPlace(), [1], by: honest) else { return }
    altered.bytes = [2]
    #expect(takes(talk.hear(.snapshot(altered), .snapshot, from: honest)).isEmpty)
    #expect(
      takes(talk.hear(part(SnapshotPlace(), [1], by: honest), .snapshot, from: Cast.board)).isEmpty)
    let stranger = part(SnapshotPlace(), [1], by: Cast.stranger)
    #expect(takes(talk.hear(stranger, .snapshot, from: Cast.stranger)).isEmpty)
    #expect(talk.node.counters.forged == 3)
    #expect(
      takes(talk.hear(part(SnapshotPlace(), [1], by: honest), .snapshot, from: honest)).count == 1)
  }

  @Test func `parts of another place or block, too large or while one is checked are dropped`() {
    var talk = asking()
    let key = Cast.board
    let huge = [UInt8](repeating: 1, count: SyncLimits.snapshotBytes + 1)
    for message in [
      part(SnapshotPlace(from: 1), [1], by: key), part(SnapshotPlace(trie: 1), [1], by: key),
      part(SnapshotPlace(), [1], by: key, pivot: Cast.block(59)),
      part(SnapshotPlace(), huge, by: key),
    ] {
      #expect(takes(talk.hear(message, .snapshot, from: key)).isEmpty)
    }
    #expect(takes(talk.hear(part(SnapshotPlace(), [1], by: key), .snapshot, from: key)).count == 1)
    #expect(takes(talk.hear(part(SnapshotPlace(), [1], by: key), .snapshot, from: key)).isEmpty)
  }

  @Test func `a snapshot goes on after a restart where it was`() {
    let place = SnapshotPlace(trie: 3, from: 77)
    var talk = witness(SnapshotStart(pivot: Self.pivot, next: place))
    talk.wait(3_000)
    let asked = wants(talk.log)
    #expect(asked.first.map { SnapshotPlace(trie: $0.first, from: $0.last) } == place)
    #expect(asked.first?.hash == Self.pivot.hash)
    #expect(begins(talk.log).isEmpty)
  }

  @Test func `when nobody has the state any more another pivot is asked for, then blocks`() {
    var talk = asking()
    let said = talk.wait(10 * SyncLimits.longestPause)
    #expect(wants(said).contains { $0.hash.isZero })
    #expect(
      said.messages.wants.contains { $0.content.kind == WantKind.blocks.rawValue })
    #expect(talk.node.snapshotProgress(of: Cast.lane) == nil)
  }

  @Test func `a host that goes nowhere ends it`() {
    var talk = asking()
    talk.hear(part(SnapshotPlace(), [1], by: Cast.board), .snapshot, from: Cast.board)
    let said = talk.tell(.snapshotChecked(Cast.lane, .next(SnapshotPlace())))
    #expect(said.contains { if case .dropSnapshot(Cast.lane) = $0 { true } else { false } })
    #expect(talk.node.snapshotProgress(of: Cast.lane) == nil)
  }

  @Test func `evidence against the lane ends it`() {
    var talk = asking()
    let twins = Evidence.seals(Cast.block(1).seal, Cast.block(1, twin: 1).seal)
    let said = talk.hear(.evidence(twins), .evidence, from: Cast.aggregator)
    #expect(said.contains { if case .dropSnapshot(Cast.lane) = $0 { true } else { false } })
    #expect(
      takes(talk.hear(part(SnapshotPlace(), [1], by: Cast.board), .snapshot, from: Cast.board))
        .isEmpty)
  }

  // ---- the side that gives ----

  private func giver() -> Conversation {
    let start = LaneStart(lane: Cast.lane, head: Cast.block(3).point, seal: Cast.block(3).seal)
    var talk = Conversation(Cast.witnesses[1], lanes: [start], settings: Self.settings())
    talk.tell(.connected)
    talk.wait(1_000)
    return talk
  }

  private func want(_ place: SnapshotPlace, _ hash: Hash, _ number: UInt64) -> SyncMessage {
    .want(
      Cast.witnesses[0].signed(
        Want(
          lane: Cast.lane, kind: WantKind.snapshot.rawValue, first: place.trie, last: place.from,
          hash: hash, asker: Cast.witnesses[0].address, number: number)))
  }

  private func reads(_ said: [SyncAction]) -> [SnapshotRead] {
    said.compactMap { if case .readSnapshot(let read) = $0 { read } else { nil } }
  }

  @Test func `whoever gave a part gives the next at once, until somebody else gives one`() {
    var talk = giver()
    let key = Cast.witnesses[0]
    func ask(_ from: UInt64) -> [SyncAction] {
      talk.hear(want(SnapshotPlace(from: from), Self.pivot.hash, 20 + from), .want, from: key)
    }
    #expect(reads(ask(0)).isEmpty)
    var asked = reads(talk.wait(SyncLimits.latestAnswer))
    for from in 1...40 as ClosedRange<UInt64> {
      let read = asked.first
      #expect(asked.count == 1)
      talk.tell(
        .snapshotRead(ticket: read?.ticket ?? 0, .part(Self.pivot.seal, [UInt8(from)])))
      talk.wait(250)
      asked = reads(ask(from) + talk.wait(1))
    }
    let other = Cast.board
    talk.hear(
      part(SnapshotPlace(from: 40), [9], by: other), .snapshot, from: other)
    #expect(reads(ask(41) + talk.wait(1)).isEmpty)
    #expect(reads(talk.wait(SyncLimits.latestAnswer)).count == 1)
  }

  @Test func `whoever has a state gives it after a while, signed`() {
    var talk = giver()
    let place = SnapshotPlace(trie: 2, from: 5)
    let key = Cast.witnesses[0]
    talk.hear(want(place, Self.pivot.hash, 9), .want, from: key)
    let read = reads(talk.wait(SyncLimits.latestAnswer))
    #expect(read.map { $0.place } == [place])
    let page = SnapshotPage.part(Self.pivot.seal, [1, 2])
    let said = talk.tell(.snapshotRead(ticket: read[0].ticket, page))
    guard case .snapshot(let part)? = said.messages.first else {
      Issue.record("no part")
      return
    }
    // The asker takes what it gives.
    var other = witness(SnapshotStart(pivot: Self.pivot, next: place))
    other.wait(2_000)
    #expect(
      takes(other.hear(.snapshot(part), .snapshot, from: Cast.witnesses[1])).map { $0.bytes }
        == [[1, 2]])
  }

  @Test func `the state of a frozen lane is given, as its blocks are`() {
    var talk = giver()
    let (one, other) = (Cast.block(61).seal, Cast.block(61, twin: 1).seal)
    talk.hear(.evidence(.seals(one, other)), .evidence, from: Cast.stranger)
    #expect(talk.node.standing(of: Cast.lane)?.isFrozen == true)
    talk.hear(want(SnapshotPlace(), Self.pivot.hash, 9), .want, from: Cast.witnesses[0])
    #expect(reads(talk.wait(SyncLimits.latestAnswer)).count == 1)
  }

  @Test func `a part that another gave is not given again`() {
    var talk = giver()
    talk.hear(want(SnapshotPlace(), Self.pivot.hash, 9), .want, from: Cast.witnesses[0])
    talk.hear(part(SnapshotPlace(), [1], by: Cast.board), .snapshot, from: Cast.board)
    #expect(reads(talk.wait(SyncLimits.latestAnswer)).isEmpty)
    #expect(talk.node.counters.suppressed == 1)
  }

  @Test func `who gives no snapshots, or is asked by a stranger, reads nothing`() {
    var talk = giver()
    let stranger = Cast.stranger.signed(
      Want(
        lane: Cast.lane, kind: WantKind.snapshot.rawValue, first: 0, last: 0, hash: .zero,
        asker: Cast.stranger.address, number: 1))
    talk.hear(.want(stranger), .want, from: Cast.stranger)
    #expect(reads(talk.wait(4_000)).isEmpty)
    let start = LaneStart(lane: Cast.lane, head: Cast.block(3).point, seal: Cast.block(3).seal)
    var other = Conversation(Cast.witnesses[1], lanes: [start])
    other.tell(.connected)
    other.hear(want(SnapshotPlace(), .zero, 9), .want, from: Cast.witnesses[0])
    #expect(reads(other.wait(4_000)).isEmpty)
  }
}
