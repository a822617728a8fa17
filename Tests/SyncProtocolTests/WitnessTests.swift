import ChainTypes
import Statements
import Testing

@testable import SyncProtocol

/// What a witness and an aggregator do with others' blocks.
struct WitnessTests {
  /// A witness that has asked whether it ever signed.
  private func witness(_ index: Int = 0) -> Conversation {
    var talk = Conversation(Cast.witnesses[index])
    talk.tell(.connected)
    talk.wait(2_000)
    talk.answerStanding(by: [Cast.board, Cast.aggregator])
    return talk
  }

  @Test(arguments: [SyncKind.block, .head])
  func `a witness in doubt asks again soon when the owner shows that it is there`(_ kind: SyncKind)
  {
    var talk = Conversation(Cast.witnesses[0])
    talk.tell(.connected)
    talk.wait(2_200)
    let seal = Cast.block(1).seal
    talk.hear(kind == .head ? .head(seal, nil) : .blocks([Cast.block(1)]), kind, from: Cast.board)
    let asked = talk.wait(2_000).messages.wants.map { $0.content.kind }
    #expect(asked.contains(WantKind.standing.rawValue))
  }

  @Test func `an owner in doubt asks again soon when a witness asks it, and not for ever`() {
    var talk = Conversation(Cast.board)
    talk.tell(.connected)
    talk.wait(1_100)
    var asked = 0
    for second in 1...60 {
      let want = Want(
        lane: Cast.lane, kind: WantKind.standing.rawValue, first: 0, last: 0, hash: .zero,
        asker: Cast.witnesses[0].address, number: UInt64(second))
      talk.hear(.want(Cast.witnesses[0].signed(want)), .want, from: Cast.witnesses[0])
      asked += talk.wait(1_000).messages.wants.count
      if second == 3 { #expect(asked > 0) }
    }
    // Each four to five seconds by itself, and six times sooner.
    #expect((14...20).contains(asked))
  }

  private func deliver(_ block: SealedBlock, _ talk: inout Conversation) -> [SyncAction] {
    talk.hear(.blocks([block]), .block, from: Cast.board)
  }

  @Test func `a cosignature leaves when lock and block are durable, not before`() {
    var talk = witness()
    talk.answersStores = false
    let said = deliver(Cast.block(1), &talk)
    #expect(said.messages.cosignatures.isEmpty)
    let store = said.stores[0]
    #expect(store.blocks == [Cast.block(1)])
    #expect(store.values.contains { $0.name == "sync.lock" })
    #expect(store.beside.map { $0.signer } == [Cast.witnesses[0].address])
    let after = talk.tell(.stored(ticket: store.ticket))
    #expect(after.messages.cosignatures == [Cast.cosignature(Cast.block(1), by: Cast.witnesses[0])])
  }

  @Test func `an aggregator's receipt leaves when the block is durable, not before`() {
    var talk = Conversation(Cast.aggregator)
    talk.tell(.connected)
    talk.answersStores = false
    let said = deliver(Cast.block(1), &talk)
    #expect(said.messages.receipts.isEmpty)
    let after = talk.tell(.stored(ticket: said.stores[0].ticket))
    #expect(after.messages.receipts.map { $0.content.blockHash } == [Cast.block(1).hash])
  }

  @Test func `what could not be stored is tried again, and nothing is said before`() {
    var talk = witness()
    talk.answersStores = false
    let said = deliver(Cast.block(1), &talk)
    #expect(talk.tell(.storeFailed(ticket: said.stores[0].ticket)).messages.isEmpty)
    let again = talk.wait(5_000)
    #expect(again.messages.cosignatures.isEmpty)
    #expect(again.stores.map { $0.ticket } == [said.stores[0].ticket])
    #expect(talk.tell(.stored(ticket: said.stores[0].ticket)).messages.cosignatures.count == 1)
  }

  @Test func `a height is cosigned once, whatever the term of the connection`() {
    var talk = witness()
    _ = deliver(Cast.block(1), &talk)
    let start = LaneStart(
      lane: Cast.lane, head: BlockPoint(height: 0, hash: Cast.genesis), seal: nil,
      values: talk.log.stores.flatMap { $0.values })
    // The block is gone, the lock is not: it is executed again, and not signed again.
    var later = Conversation(Cast.witnesses[0], lanes: [start])
    later.tell(.connected)
    let said = deliver(Cast.block(1, twin: 1), &later)
    #expect(said.stores.count == 1)
    #expect(said.messages.cosignatures.isEmpty)
  }

  @Test func `a witness whose locks others remember signs nothing in that term`() {
    var talk = Conversation(Cast.witnesses[0])
    talk.tell(.connected)
    talk.wait(2_000)
    let want = talk.log.messages.wants[0]
    let answer = Cast.aggregator.signed(
      Want(
        lane: Cast.lane, kind: WantKind.answer.rawValue, first: 5, last: 5,
        hash: want.content.digest(in: Cast.domain), asker: Cast.aggregator.address, number: 1))
    let mine = Cast.cosignature(Cast.block(5), by: Cast.witnesses[0])
    let standing = Standing(answer: answer, seal: Cast.block(5).seal, cosignature: mine)
    // Whichever of its requests it is an answer to.
    for want in talk.log.messages.wants {
      var copy = standing
      var content = answer.content
      content.hash = want.content.digest(in: Cast.domain)
      copy.answer = Cast.aggregator.signed(content)
      talk.hear(.standing(copy), .give, from: Cast.aggregator)
    }
    #expect(talk.log.alerts.contains(.lostLocks(Cast.lane)))
    let said = deliver(Cast.block(1), &talk)
    #expect(said.stores.count == 1)
    #expect(said.messages.cosignatures.isEmpty)
  }

  @Test func `blocks wait for those before them, and what is missing is asked for`() {
    var talk = witness()
    #expect(deliver(Cast.block(3), &talk).verifies.isEmpty)
    let wants = talk.wait(5_000).messages.wants.filter { $0.content.kind == 1 }
    #expect(wants.map { $0.content.first } == [1])
    #expect(wants.map { $0.content.last } == [2])
    let said = talk.hear(
      .blocks([Cast.block(1), Cast.block(2)]), .give, from: Cast.witnesses[1])
    #expect(said.verifies.map { $0.height } == [1, 2, 3])
  }

  @Test func `a block that is delivered twice is executed once`() {
    var talk = witness()
    #expect(deliver(Cast.block(1), &talk).verifies.count == 1)
    #expect(deliver(Cast.block(1), &talk).verifies.isEmpty)
  }

  @Test func `a block under an older manifest than the one before is refused`() {
    var talk = Conversation(Cast.aggregator, view: Cast.view(2))
    talk.tell(.connected)
    _ = deliver(Cast.block(1, version: 2), &talk)
    #expect(talk.node.standing(of: Cast.lane)?.head.height == 1)
    let said = deliver(Cast.block(2, version: 1), &talk)
    #expect(said.verifies.isEmpty)
    #expect(said.alerts == [.olderManifest(Cast.lane, height: 2)])
  }

  @Test func `an access list that is not the sealed one is left out`() {
    var talk = witness()
    var block = Cast.block(1)
    block.accessList = [9]
    let said = deliver(block, &talk)
    #expect(said.verifies.map { $0.accessList } == [[]])
    #expect(talk.node.counters.accessListsDropped == 1)
  }

  @Test func `bytes of another block under a seal are dropped`() {
    var talk = witness()
    let block = SealedBlock(seal: Cast.block(1).seal, block: Cast.block(1, twin: 5).block)
    #expect(deliver(block, &talk).verifies.isEmpty)
    #expect(deliver(Cast.block(1), &talk).verifies.count == 1)
  }

  @Test func `a wrong body is blamed on nobody, a wrong state on the owner`() {
    var talk = witness()
    talk.answersVerifies = false
    _ = deliver(Cast.block(1), &talk)
    talk.tell(.verified(lane: Cast.lane, height: 1, verdict: .otherBody))
    #expect(talk.node.standing(of: Cast.lane)?.isFrozen == false)
    #expect(deliver(Cast.block(1), &talk).verifies.count == 1)
    talk.tell(.verified(lane: Cast.lane, height: 1, verdict: .invalid("root")))
    #expect(talk.node.standing(of: Cast.lane)?.isFrozen == true)
  }

  @Test func `whoever has blocks answers for an absent owner, unless another did`() {
    var talk = witness()
    for height in 1...3 { _ = deliver(Cast.block(UInt64(height)), &talk) }
    let want = Cast.aggregator.signed(
      Want(
        lane: Cast.lane, kind: WantKind.blocks.rawValue, first: 2, last: 3, hash: .zero,
        asker: Cast.aggregator.address, number: 77))
    #expect(talk.hear(.want(want), .want, from: Cast.aggregator).loads.isEmpty)
    let load = talk.wait(SyncLimits.latestAnswer).loads
    #expect(load.map { $0.first } == [2])
    let said = talk.tell(.loaded(ticket: load[0].ticket, blocks: [Cast.block(2), Cast.block(3)]))
    #expect(said.messages.heights == [2, 3])
    // The same request again is none, and one that another answers needs no second answer.
    talk.hear(.want(want), .want, from: Cast.aggregator)
    #expect(talk.wait(5_000).loads.isEmpty)
    var content = want.content
    content.number = 78
    talk.hear(.want(Cast.aggregator.signed(content)), .want, from: Cast.aggregator)
    talk.hear(.blocks([Cast.block(2)]), .give, from: Cast.witnesses[1])
    #expect(talk.wait(5_000).loads.isEmpty)
    #expect(talk.node.counters.suppressed == 1)
  }
}
