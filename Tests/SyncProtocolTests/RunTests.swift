import ChainTypes
import Statements
import Testing

@testable import SyncProtocol

/// Blocks of a lane that wait for one another are executed in a row and stored by one commit.
@Suite struct RunTests {
  private func node(_ key: TestKey) -> Conversation {
    var talk = Conversation(key, settings: SyncSettings(verifyRun: 4))
    talk.tell(.connected)
    if key.address != Cast.aggregator.address {
      // A witness has asked whether it ever signed.
      talk.wait(2_000)
      talk.answerStanding(by: [Cast.board, Cast.aggregator])
    }
    (talk.answersStores, talk.answersVerifies) = (false, false)
    return talk
  }

  @discardableResult
  private func deliver(
    _ heights: ClosedRange<UInt64>, _ talk: inout Conversation
  ) -> [SyncAction] {
    heights.flatMap { talk.hear(.blocks([Cast.block($0)]), .block, from: Cast.board) }
  }

  private func answer(
    _ talk: inout Conversation, _ height: UInt64, _ verdict: SyncVerdict = .valid
  ) -> [SyncAction] {
    talk.tell(.verified(lane: Cast.lane, height: height, verdict: verdict))
  }

  @Test func `what waited while the first was executed goes together, so much and no more`() {
    var talk = node(Cast.aggregator)
    let first = deliver(1...7, &talk).verifies
    #expect(first.map { $0.height } == [1] && first[0].run.isEmpty)
    let ticket = answer(&talk, 1).stores[0].ticket
    let next = talk.tell(.stored(ticket: ticket)).verifies
    #expect(next.map { $0.height } == [2] && next[0].run.map { $0.height } == [3, 4, 5])
    let store = answer(&talk, 5).stores
    #expect(store.count == 1 && store[0].blocks.map { $0.height } == [2, 3, 4, 5])
    #expect(store[0].beside.map { $0.height } == [2, 3, 4, 5])
    // Not one receipt before the commit, and all behind it.
    #expect(talk.log.messages.receipts.count == 1)
    let said = talk.tell(.stored(ticket: store[0].ticket))
    #expect(said.messages.receipts.map { $0.content.height } == [2, 3, 4, 5])
    #expect(said.verifies.map { $0.height } == [6] && said.verifies[0].run.count == 1)
    #expect(talk.node.standing(of: Cast.lane)?.head == Cast.block(5).point)
  }

  @Test func `a witness locks the last of a run and cosigns each`() {
    var talk = node(Cast.witnesses[0])
    deliver(1...4, &talk)
    talk.tell(.stored(ticket: answer(&talk, 1).stores[0].ticket))
    let store = answer(&talk, 4).stores[0]
    #expect(store.values.filter { $0.name == "sync.lock" }.count == 1)
    #expect(talk.log.messages.cosignatures.count == 1)
    let said = talk.tell(.stored(ticket: store.ticket))
    #expect(said.messages.cosignatures.map { $0.content.height } == [2, 3, 4])
    #expect(talk.node.standing(of: Cast.lane)?.lockHeight == 4)
  }

  @Test func `behind a bad block of a run nothing is taken, before it everything`() {
    var talk = node(Cast.aggregator)
    deliver(1...5, &talk)
    talk.tell(.stored(ticket: answer(&talk, 1).stores[0].ticket))
    let said = answer(&talk, 4, .invalid("root"))
    let ticket = said.stores[0].ticket
    #expect(said.stores[0].blocks.map { $0.height } == [2, 3])
    #expect(talk.node.standing(of: Cast.lane)?.isFrozen == true)
    #expect(talk.tell(.stored(ticket: ticket)).messages.receipts.count == 2)
    #expect(talk.node.standing(of: Cast.lane)?.head == Cast.block(3).point)
    #expect(talk.node.standing(of: Cast.lane)?.waiting == 0)
  }

  @Test func `what stands behind a wrong body waits for the right one`() {
    var talk = node(Cast.aggregator)
    deliver(1...5, &talk)
    talk.tell(.stored(ticket: answer(&talk, 1).stores[0].ticket))
    let ticket = answer(&talk, 3, .otherBody).stores[0].ticket
    #expect(talk.node.standing(of: Cast.lane)?.waiting == 2)
    talk.tell(.stored(ticket: ticket))
    let next = deliver(3...3, &talk).verifies
    #expect(next.map { $0.height } == [3] && next[0].run.map { $0.height } == [4, 5])
  }

  @Test func `a run of a lane that was frozen meanwhile is taken back`() {
    var talk = node(Cast.aggregator)
    deliver(1...4, &talk)
    talk.tell(.stored(ticket: answer(&talk, 1).stores[0].ticket))
    talk.hear(.blocks([Cast.block(4, twin: 1)]), .block, from: Cast.board)
    #expect(talk.node.standing(of: Cast.lane)?.isFrozen == true)
    let said = answer(&talk, 4)
    #expect(said.stores.isEmpty)
    #expect(said.contains { if case .discard(_, 2) = $0 { true } else { false } })
  }

  @Test func `a block that comes again while it is under way waits for nothing`() {
    var talk = node(Cast.aggregator)
    deliver(1...3, &talk)
    deliver(1...1, &talk)
    let ticket = answer(&talk, 1).stores[0].ticket
    // It was kept for ever: nobody asks for a block below the head.
    deliver(1...1, &talk)
    talk.tell(.stored(ticket: ticket))
    deliver(2...3, &talk)
    #expect(talk.node.standing(of: Cast.lane)?.waiting == 0)
  }
}
