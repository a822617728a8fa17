import ChainTypes
import Statements
import Testing

@testable import SyncProtocol

/// Manifests on the way, and what views must hold.
struct ManifestTests {
  private func board() -> Conversation {
    var talk = Conversation(Cast.board, view: Cast.view(2))
    talk.tell(.connected)
    return talk
  }

  private func hear(_ offer: ManifestOffer, _ talk: inout Conversation) -> Bool {
    talk.hear(.manifest(offer), .manifest, from: Cast.stranger, about: Cast.fleetKey.address)
      .contains { if case .manifest(offer) = $0 { true } else { false } }
  }

  @Test func `a newer manifest of the fleet's key is handed over, from whomever it comes`() {
    var talk = board()
    #expect(hear(Cast.offer(3), &talk))
    talk.tell(.manifestChanged(Cast.view(3)))
    #expect(talk.node.view.version == 3)
  }

  @Test func `an older manifest is refused, and an older view too`() {
    var talk = board()
    #expect(!hear(Cast.offer(1), &talk))
    #expect(!hear(Cast.offer(2), &talk))
    talk.tell(.manifestChanged(Cast.view(1)))
    #expect(talk.node.view.version == 2)
  }

  @Test func `a manifest that skips a version, is altered or signed by another is refused`() {
    var talk = board()
    let good = Cast.offer(4)
    var offer = good
    offer.versions.remove(at: 2)
    #expect(!hear(offer, &talk))
    offer = good
    offer.content += [0]
    #expect(!hear(offer, &talk))
    offer = good
    offer.versions[3] = Cast.stranger.signed(good.versions[3].content)
    #expect(!hear(offer, &talk))
    #expect(hear(good, &talk))
  }

  @Test func `blocks under a manifest that is not here wait for it`() {
    var talk = Conversation(Cast.aggregator)
    talk.tell(.connected)
    let block = Cast.block(1, version: 2)
    #expect(talk.hear(.blocks([block]), .block, from: Cast.board).verifies.isEmpty)
    let wants = talk.wait(3_000).messages.wants
    #expect(wants.contains { $0.content.kind == WantKind.manifest.rawValue })
    #expect(talk.tell(.manifestChanged(Cast.view(2))).verifies.count == 1)
  }

  /// A version in which the lane has other witnesses.
  private func without(_ key: TestKey, version: UInt64) -> FleetView {
    var view = Cast.view(version)
    view.lanes[0].witnesses.removeAll { $0.address == key.address }
    return view
  }

  @Test func `a lane whose witness it no longer is is left alone, and taken up again`() {
    let key = Cast.witnesses[0]
    var talk = Conversation(key)
    let about = SyncTopic.filter(
      about: Cast.board.address, SyncTopic.prefix(Cast.domain))
    #expect(talk.tell(.connected).subscriptions.contains(about))
    talk.answerStanding(by: [Cast.board, Cast.aggregator])
    talk.wait(2_000)
    talk.answerStanding(by: [Cast.board, Cast.aggregator])
    let first = talk.hear(.blocks([Cast.block(1)]), .block, from: Cast.board)
    #expect(!first.messages.cosignatures.isEmpty)
    talk.answersVerifies = false
    #expect(talk.hear(.blocks([Cast.block(2)]), .block, from: Cast.board).verifies.count == 1)
    // What is executed just now comes to nothing.
    let left = talk.tell(.manifestChanged(without(key, version: 2)))
    #expect(left.unsubscriptions == [about])
    #expect(left.contains { if case .discard(Cast.lane, 2) = $0 { true } else { false } })
    #expect(talk.node.followed.isEmpty)
    talk.answersVerifies = true
    #expect(talk.tell(.verified(lane: Cast.lane, height: 2, verdict: .valid)).stores.isEmpty)
    #expect(talk.hear(.blocks([Cast.block(2)]), .block, from: Cast.board).verifies.isEmpty)
    #expect(talk.wait(120_000).messages.wants.allSatisfy { $0.content.kind == 4 })
    talk.tell(.disconnected)
    #expect(!talk.tell(.connected).subscriptions.contains(about))
    // It goes on behind what it has.
    let back = talk.tell(.manifestChanged(Cast.view(3)))
    #expect(back.subscriptions.contains(about))
    #expect(talk.hear(.blocks([Cast.block(2)]), .block, from: Cast.board).verifies.count == 1)
    #expect(talk.node.standing(of: Cast.lane)?.head == Cast.block(2).point)
  }

  @Test func `who is no aggregator any more is not listened to`() {
    var talk = board()
    var view = Cast.view(3)
    view.aggregators = []
    let log = SyncTopic.filter(about: Cast.aggregator.address, SyncTopic.prefix(Cast.domain))
    #expect(talk.tell(.manifestChanged(view)).unsubscriptions == [log])
    var former = Conversation(Cast.aggregator, view: Cast.view(2))
    former.tell(.connected)
    #expect(former.tell(.manifestChanged(view)).unsubscriptions.count == 17)
    #expect(former.node.followed.isEmpty)
  }

  private func manifestWants(_ said: [SyncAction]) -> [Signed<Want>] {
    said.messages.wants.filter { $0.content.kind == WantKind.manifest.rawValue }
  }

  /// Found by seed 138 of the simulation: the one announcement of a version that ended a lost
  /// card's lane was lost, and no board sealed under a version that it did not know.
  @Test func `whoever sees a checkpoint under a version that it lacks asks for it`() {
    var talk = Conversation(Cast.board)
    talk.tell(.connected)
    talk.wait(SyncLimits.announceInterval + 10_000)
    let head = Cast.aggregator.signed(
      Checkpoint(
        log: Cast.aggregator.address, size: 1, root: .zero, previous: .zero, time: 1,
        manifestHash: Cast.view(2).manifestHash))
    talk.hear(
      .checkpoints([head]), .checkpoint, from: Cast.aggregator, about: Cast.aggregator.address)
    #expect(manifestWants(talk.wait(SyncLimits.firstPause + 1_000)).map { $0.content.first } == [1])
    talk.tell(.manifestChanged(Cast.view(2)))
    #expect(manifestWants(talk.wait(SyncLimits.longestPause)).isEmpty)
  }

  @Test func `a stranger's checkpoint makes nobody ask`() {
    var talk = Conversation(Cast.board)
    talk.tell(.connected)
    talk.wait(SyncLimits.announceInterval + 10_000)
    let head = Cast.stranger.signed(
      Checkpoint(
        log: Cast.aggregator.address, size: 1, root: .zero, previous: .zero, time: 1,
        manifestHash: Cast.view(2).manifestHash))
    talk.hear(
      .checkpoints([head]), .checkpoint, from: Cast.aggregator, about: Cast.aggregator.address)
    #expect(manifestWants(talk.wait(SyncLimits.longestPause)).isEmpty)
  }

  @Test func `who connects asks once for a newer manifest, and the aggregator gives it`() {
    var talk = Conversation(Cast.board)
    talk.tell(.connected)
    let wants = manifestWants(talk.wait(SyncLimits.announceInterval + 10_000))
    #expect(wants.count == 1)
    var other = Conversation(Cast.aggregator, view: Cast.view(2))
    other.tell(.connected)
    other.tell(.announceManifest(Cast.offer(2)))
    let said = other.hear(.want(wants[0]), .want, from: Cast.board)
    #expect(said.messages.contains(.manifest(Cast.offer(2))))
  }

  @Test func `an announcement that finds no room is said when there is room`() {
    var talk = Conversation(Cast.aggregator)
    talk.tell(.connected)
    var actions: [SyncAction] = []
    func say(_ event: SyncEvent, _ talk: inout Conversation) {
      talk.node.handle(event, now: talk.now, wall: talk.now, into: &actions)
    }
    for _ in 0..<60 {
      say(.sendTransaction(lane: Cast.lane, bytes: Array(repeating: 1, count: 100_000)), &talk)
    }
    say(.announceManifest(Cast.offer(1)), &talk)
    var settled = 0
    while settled < actions.count {
      if case .publish(let publication) = actions[settled] {
        say(.acknowledged(publication.token), &talk)
      }
      settled += 1
    }
    #expect(!actions.messages.contains(.manifest(Cast.offer(1))))
    #expect(talk.wait(2_000).messages.contains(.manifest(Cast.offer(1))))
    #expect(!talk.wait(2_000).messages.contains(.manifest(Cast.offer(1))))
  }

  @Test func `a lane that ended goes on no further, and its board is told`() {
    var talk = board()
    var view = Cast.view(3)
    let ending = BlockPoint(height: 0, hash: Cast.genesis)
    view.lanes[0].ending = ending
    let said = talk.tell(.manifestChanged(view))
    #expect(said.alerts.contains(.stopped(Cast.lane, .ended(ending))))
    #expect(talk.node.stopReason == .ended(ending))
    #expect(!talk.node.maySeal)
  }

  @Test func `thresholds below the safe one are refused`() {
    func isSafe(_ threshold: Int, _ faults: Int) -> Bool {
      var entry = Cast.view().lanes[0]
      (entry.threshold, entry.faults) = (threshold, faults)
      return entry.isSafe
    }
    #expect(!isSafe(1, 0))
    #expect(isSafe(2, 0))
    #expect(!isSafe(2, 1))
    #expect(isSafe(3, 2))
    #expect(!isSafe(3, 3))
    #expect(!isSafe(4, 0))
    #expect(!isSafe(2, -5))
  }
}
