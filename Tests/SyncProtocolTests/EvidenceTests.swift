import ChainTypes
import Statements
import Testing

@testable import SyncProtocol

/// Two statements where there may be one.
struct EvidenceTests {
  private func aggregator() -> Conversation {
    var talk = Conversation(Cast.aggregator)
    talk.tell(.connected)
    talk.hear(.blocks([Cast.block(1)]), .block, from: Cast.board)
    return talk
  }

  @Test func `two seals of a height freeze the lane, and everybody is told`() {
    var talk = aggregator()
    let twin = Cast.block(1, twin: 1)
    let said = talk.hear(.blocks([twin]), .give, from: Cast.witnesses[0])
    #expect(said.messages.evidence.count == 1)
    #expect(talk.node.standing(of: Cast.lane)?.isFrozen == true)
    #expect(talk.hear(.blocks([Cast.block(2)]), .block, from: Cast.board).verifies.isEmpty)
  }

  private func want(_ number: UInt64, by key: TestKey) -> SyncMessage {
    .want(
      key.signed(
        Want(
          lane: Cast.lane, kind: WantKind.standing.rawValue, first: 0, last: 0, hash: .zero,
          asker: key.address, number: number)))
  }

  @Test func `who asks about a frozen lane is shown why, once in a while`() {
    var talk = aggregator()
    talk.hear(.blocks([Cast.block(1, twin: 1)]), .give, from: Cast.witnesses[0])
    talk.wait(1_000)
    let (one, other) = (Cast.witnesses[0], Cast.witnesses[1])
    #expect(talk.hear(want(1, by: one), .want, from: one).messages.evidence.count == 1)
    // However often it asks; another is shown it as well.
    for number in 2...6 as ClosedRange<UInt64> {
      talk.wait(1_000)
      let said = talk.hear(want(number, by: one), .want, from: one).messages
      #expect(said.evidence.isEmpty && !said.isEmpty)
    }
    #expect(talk.hear(want(1, by: other), .want, from: other).messages.evidence.count == 1)
    talk.wait(SyncLimits.evidenceInterval)
    #expect(talk.hear(want(7, by: one), .want, from: one).messages.evidence.count == 1)
  }

  @Test func `a second seal of a height that is long past is compared with the stored one`() {
    let start = LaneStart(lane: Cast.lane, head: Cast.block(3).point, seal: Cast.block(3).seal)
    var talk = Conversation(Cast.aggregator, lanes: [start])
    talk.tell(.connected)
    let said = talk.hear(.blocks([Cast.block(1, twin: 1)]), .give, from: Cast.witnesses[0])
    #expect(said.loads.map { $0.first } == [1])
    let after = talk.tell(.loaded(ticket: said.loads[0].ticket, blocks: [Cast.block(1)]))
    #expect(after.messages.evidence.count == 1)
  }

  @Test func `evidence from anybody is believed if both signatures are the liar's`() {
    var talk = Conversation(Cast.witnesses[0])
    talk.tell(.connected)
    let (one, other) = (Cast.block(1).seal, Cast.block(1, twin: 1).seal)
    let forged = Cast.stranger.signed(other.content)
    talk.hear(.evidence(.seals(one, forged)), .evidence, from: Cast.stranger)
    talk.hear(.evidence(.seals(one, one)), .evidence, from: Cast.stranger)
    #expect(talk.node.standing(of: Cast.lane)?.isFrozen == false)
    talk.hear(.evidence(.seals(one, other)), .evidence, from: Cast.stranger)
    #expect(talk.node.standing(of: Cast.lane)?.isFrozen == true)
  }

  @Test func `a frozen lane stays frozen over a restart`() {
    var talk = aggregator()
    talk.hear(.blocks([Cast.block(1, twin: 1)]), .give, from: Cast.witnesses[0])
    let start = LaneStart(
      lane: Cast.lane, head: Cast.block(1).point, seal: Cast.block(1).seal,
      values: talk.log.stores.flatMap { $0.values })
    var later = Conversation(Cast.aggregator, lanes: [start])
    #expect(later.tell(.connected).messages.evidence.count == 1)
    #expect(later.node.standing(of: Cast.lane)?.isFrozen == true)
  }

  @Test func `the fleet's key thaws, nobody else, and that evidence is spent`() {
    var talk = aggregator()
    let twin = Cast.block(1, twin: 1)
    talk.hear(.blocks([twin]), .give, from: Cast.witnesses[0])
    let evidence = Evidence.seals(Cast.block(1).seal, twin.seal)
    let thaw = Thaw(
      lane: Cast.lane, height: 1, blockHash: Cast.block(1).hash,
      evidence: evidence.hash(in: Cast.domain), manifestHash: Cast.view().manifestHash)
    talk.hear(.thaw(Cast.stranger.signed(thaw)), .evidence, from: Cast.stranger)
    #expect(talk.node.standing(of: Cast.lane)?.isFrozen == true)
    talk.hear(.thaw(Cast.fleetKey.signed(thaw)), .evidence, from: Cast.stranger)
    #expect(talk.node.standing(of: Cast.lane)?.isFrozen == false)
    talk.hear(.evidence(evidence), .evidence, from: Cast.witnesses[0])
    #expect(talk.node.standing(of: Cast.lane)?.isFrozen == false)
    #expect(talk.hear(.blocks([Cast.block(2)]), .block, from: Cast.board).verifies.count == 1)
  }

  @Test func `a thaw at the other chain's head begins the replica anew`() {
    var talk = aggregator()
    let twin = Cast.block(1, twin: 1)
    talk.hear(.blocks([twin]), .give, from: Cast.witnesses[0])
    let evidence = Evidence.seals(Cast.block(1).seal, twin.seal)
    let thaw = Thaw(
      lane: Cast.lane, height: 1, blockHash: twin.hash,
      evidence: evidence.hash(in: Cast.domain), manifestHash: Cast.view().manifestHash)
    let said = talk.tell(.thaw(Cast.fleetKey.signed(thaw)))
    #expect(said.contains { if case .reset(Cast.lane) = $0 { true } else { false } })
    #expect(talk.hear(.blocks([Cast.block(1)]), .block, from: Cast.board).verifies.isEmpty)
  }

  @Test func `a witness that signs two loses its voice, and the lane goes on`() {
    var talk = aggregator()
    let liar = Cast.witnesses[1]
    let block = Cast.block(1)
    let one = Cast.cosignature(block, by: liar)
    var content = one.content
    content.manifestHash = Hash(Word(5))
    talk.hear(.cosignature(one, block.seal), .cosign, from: liar)
    let said = talk.hear(.cosignature(liar.signed(content), block.seal), .cosign, from: liar)
    #expect(said.messages.evidence.count == 1)
    #expect(talk.node.isDistrusted(liar.address))
    #expect(talk.node.standing(of: Cast.lane)?.isFrozen == false)
    // Its cosignature counts no more: one other is not enough.
    let other = Cast.cosignature(block, by: Cast.witnesses[0])
    talk.hear(.cosignature(other, block.seal), .cosign, from: Cast.witnesses[0])
    #expect(talk.node.standing(of: Cast.lane)?.final == nil)
  }

  @Test func `two heads behind one checkpoint are evidence against the log`() {
    var talk = Conversation(Cast.board)
    talk.tell(.connected)
    let log = Cast.aggregator
    func head(_ size: UInt64, _ root: UInt64, _ previous: UInt64) -> Signed<Checkpoint> {
      log.signed(
        Checkpoint(
          log: log.address, size: size, root: Hash(Word(root)), previous: Hash(Word(previous)),
          time: 1, manifestHash: Cast.view().manifestHash))
    }
    talk.hear(.checkpoints([head(4, 1, 9)]), .checkpoint, from: log, about: log.address)
    #expect(talk.node.lastCheckpoint(of: log.address) == head(4, 1, 9))
    // Shown by another, who saw another log; the signature is what counts.
    let said = talk.hear(
      .checkpoints([head(6, 2, 9)]), .checkpoint, from: Cast.witnesses[0], about: log.address)
    #expect(said.messages.evidence.count == 1)
    #expect(talk.node.isDistrusted(log.address))
  }

  @Test func `a seal in our name that we did not make is a copied card`() {
    let start = LaneStart(lane: Cast.lane, head: Cast.block(1).point, seal: Cast.block(1).seal)
    var talk = Conversation(Cast.board, lanes: [start])
    talk.tell(.connected)
    let twin = Cast.block(1, twin: 1)
    let said = talk.hear(.blocks([twin]), .block, from: Cast.board)
    #expect(said.alerts.contains(.copiedCard(Cast.lane, twin.point)))
    #expect(!talk.node.maySeal)
  }
}
