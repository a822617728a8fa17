import ChainTypes
import Statements
import Testing

@testable import SyncProtocol

/// What a board does with its own blocks.
struct OwnerTests {
  /// A board that has sealed so many blocks and asked everybody.
  private func board(_ count: UInt64) -> Conversation {
    var talk = Conversation(Cast.board)
    talk.tell(.connected)
    talk.wait(2_000)
    talk.answerStanding(by: Cast.witnesses + [Cast.aggregator])
    for height in 1...count { talk.tell(.sealed(Cast.block(height))) }
    return talk
  }

  @Test func `who is no member asks to be taken in again soon, and then ever more rarely`() {
    var talk = Conversation(Cast.stranger)
    talk.tell(.connected)
    let enrolment = Enrolment(
      lane: Lane(board: Cast.stranger.address, term: 1), genesisHash: .zero, label: .zero,
      challenge: .zero)
    talk.tell(.enrol(Cast.stranger.signed(enrolment), text: [65]))
    let soon = talk.wait(6_000).messages.enrolments
    #expect(soon == 1)
    #expect((3...5).contains(talk.wait(150_000).messages.enrolments))
  }

  @Test func `a block is published as soon as it is sealed`() {
    var talk = board(1)
    #expect(talk.node.maySeal)
    #expect(talk.log.messages.heights == [1])
    #expect(talk.tell(.sealed(Cast.block(2))).messages.heights == [2])
  }

  @Test func `no more than a window is published ahead of the last receipt`() {
    var talk = board(12)
    #expect(talk.log.messages.heights == Array(1...8))
    let block = Cast.block(8)
    let said = talk.hear(.receipt(Cast.receipt(block), block.seal), .receipt, from: Cast.aggregator)
    // The ninth to the twelfth are kept in memory.
    #expect(said.messages.heights == Array(9...12))
  }

  @Test func `what was heard of a block is durable when a proof is about to be made`() {
    var talk = board(1)
    let block = Cast.block(1)
    let said = talk.hear(.receipt(Cast.receipt(block), block.seal), .receipt, from: Cast.aggregator)
    #expect(said.stores.isEmpty)
    let kept = talk.tell(.keepGathered(Cast.lane)).stores
    #expect(kept.map { $0.beside.map { $0.signer } } == [[Cast.aggregator.address]])
    #expect(talk.tell(.keepGathered(Cast.lane)).stores.isEmpty)
  }

  @Test func `what is not in memory any more is loaded`() {
    var talk = board(20)
    let block = Cast.block(8)
    let said = talk.hear(.receipt(Cast.receipt(block), block.seal), .receipt, from: Cast.aggregator)
    #expect(
      said.loads == [
        LoadRequest(
          ticket: said.loads[0].ticket, lane: Cast.lane, first: 9, count: 8, needsBlocks: true)
      ])
    let blocks = (9...16).map { Cast.block($0) }
    let more = talk.tell(.loaded(ticket: said.loads[0].ticket, blocks: blocks))
    #expect(more.messages.heights == Array(9...16))
  }

  @Test func `without a receipt the window is published again, ever more rarely`() {
    var talk = board(2)
    #expect(talk.wait(31_000).messages.heights == [1, 2])
    #expect(talk.wait(31_000).messages.heights == [])
    #expect(talk.wait(31_000).messages.heights == [1, 2])
  }

  @Test func `a new connection begins behind what was delivered`() {
    var talk = board(3)
    let block = Cast.block(1)
    talk.hear(.receipt(Cast.receipt(block), block.seal), .receipt, from: Cast.aggregator)
    talk.tell(.disconnected)
    #expect(talk.tell(.connected).messages.heights == [2, 3])
  }

  @Test func `a receipt by anybody else moves nothing`() {
    var talk = board(12)
    let block = Cast.block(8)
    for key in [Cast.stranger, Cast.witnesses[0]] {
      let forged = SyncMessage.receipt(Cast.receipt(block, by: key), block.seal)
      #expect(talk.hear(forged, .receipt, from: Cast.aggregator).messages.isEmpty)
      #expect(talk.hear(forged, .receipt, from: key).messages.isEmpty)
    }
    #expect(talk.node.standing(of: Cast.lane)?.receipted == nil)
    #expect(talk.node.counters.forged == 4)
  }

  @Test func `an empty store waits for the others before the first seal`() {
    var talk = Conversation(Cast.board)
    talk.tell(.connected)
    #expect(!talk.node.maySeal)
    talk.wait(2_000)
    talk.answerStanding(by: [Cast.aggregator])
    #expect(!talk.node.maySeal)
    talk.answerStanding(by: [Cast.witnesses[0], Cast.stranger])
    #expect(!talk.node.maySeal)
    talk.answerStanding(by: [Cast.witnesses[1]])
    #expect(talk.node.maySeal)
  }

  @Test func `a board that lost its card stops when a peer has its blocks`() {
    var talk = Conversation(Cast.board)
    talk.tell(.connected)
    talk.wait(2_000)
    talk.answerStanding(by: [Cast.aggregator], height: 3, seal: Cast.block(3).seal)
    talk.answerStanding(by: Cast.witnesses)
    #expect(!talk.node.maySeal)
    let point = BlockPoint(height: 3, hash: Cast.block(3).hash)
    #expect(talk.node.stopReason == .peersAhead(point))
    #expect(talk.log.alerts.contains(.stopped(Cast.lane, .peersAhead(point))))
  }

  @Test func `after an unclean end a board asks, and goes on alone in the end`() {
    let start = LaneStart(lane: Cast.lane, head: Cast.block(2).point, seal: Cast.block(2).seal)
    var talk = Conversation(Cast.board, lanes: [start], boot: .unclean)
    talk.tell(.tick)
    #expect(!talk.node.maySeal)
    talk.wait(SyncLimits.doubtPatience + 2_000)
    #expect(talk.node.maySeal)
  }

  @Test func `two cosignatures of three make a block final`() {
    var talk = board(1)
    let block = Cast.block(1)
    for (key, isFinal) in [
      (Cast.witnesses[0], false), (Cast.witnesses[0], false), (Cast.witnesses[2], true),
    ] {
      talk.hear(.cosignature(Cast.cosignature(block, by: key), block.seal), .cosign, from: key)
      #expect((talk.node.standing(of: Cast.lane)?.final == block.point) == isFinal)
    }
  }

  @Test func `a transaction is taken from those the manifest allows`() {
    var talk = board(1)
    let message = SyncMessage.transaction([2, 3])
    #expect(talk.hear(message, .tx, from: Cast.stranger).isEmpty)
    let said = talk.hear(message, .tx, from: Cast.witnesses[0])
    guard case .transaction(Cast.lane, Cast.witnesses[0].address, [2, 3])? = said.first else {
      Issue.record("no transaction")
      return
    }
  }
}
