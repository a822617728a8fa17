import ChainTypes
import Foundation
import Statements
import Testing

@testable import SyncProtocol

/// Bytes and topics.
struct MessageTests {
  static var samples: [SyncMessage] {
    let block = Cast.block(1)
    let seal = block.seal
    let checkpoint = Cast.aggregator.signed(
      Checkpoint(
        log: Cast.aggregator.address, size: 1, root: .zero, previous: .zero, time: 1,
        manifestHash: .zero))
    let want = Cast.board.signed(
      Want(
        lane: Cast.lane, kind: 1, first: 1, last: 2, hash: .zero, asker: Cast.board.address,
        number: 1))
    let cosignature = Cast.cosignature(block, by: Cast.witnesses[0])
    let receipt = Cast.receipt(block)
    let thaw = Cast.fleetKey.signed(
      Thaw(
        lane: Cast.lane, height: 1, blockHash: .zero, evidence: .zero, manifestHash: .zero))
    let succession = Cast.fleetKey.signed(
      Succession(
        old: Cast.lane, height: 1, blockHash: .zero, new: Cast.lane, role: 0,
        manifestHash: .zero))
    let enrolment = Cast.board.signed(
      Enrolment(lane: Cast.lane, genesisHash: .zero, label: .zero, challenge: .zero))
    var full = block
    full.cosignatures = [cosignature]
    return [
      .blocks([block, full]),
      .chunk(Chunk(ticket: .block(seal), index: 1, count: 3, part: [1, 2])),
      .chunk(Chunk(ticket: .manifest(Cast.version(1)), index: 0, count: 2, part: [])),
      .head(seal, nil), .head(seal, checkpoint), .cosignature(cosignature, seal),
      .receipt(receipt, seal), .checkpoints([checkpoint, checkpoint]),
      .covering(Cast.lane, checkpoint, proof: [1, 2, 3]), .want(want),
      .standing(Standing(answer: want)),
      .standing(Standing(answer: want, seal: seal, cosignature: cosignature)),
      .transaction([1]), .manifest(Cast.offer(2)), .thaw(thaw), .succession(succession),
      .enrolment(enrolment, text: [65]), .status(isOnline: true, text: [66]),
      .evidence(.seals(seal, seal)), .evidence(.cosignatures(cosignature, cosignature)),
      .evidence(.receipts(receipt, receipt)), .evidence(.checkpoints(checkpoint, checkpoint)),
      .snapshot(SnapshotPart(seal: seal, answer: want, bytes: [1])),
    ]
  }

  @Test func `a topic's text has the digits of its addresses`() throws {
    var random = SyncRandom(seed: 3)
    for kind in SyncKind.allCases {
      let sender = Address(
        high: UInt32(truncatingIfNeeded: random.next()), middle: random.next(), low: random.next())
      let subject = Address(high: 0x0123_4567, middle: 0x89ab_cdef_9a9f_0af0, low: random.next())
      let topic = SyncTopic(sender: sender, kind: kind, subject: subject)
      let text = topic.text("cairn/1/f/")
      let (from, about) = (Hex.digits(sender.bytes), Hex.digits(subject.bytes))
      #expect(text == "cairn/1/f/0/\(from)/\(kind.name)/\(about)")
      #expect(SyncTopic(text, prefix: "cairn/1/f/") == topic)
    }
  }

  @Test func `every message is read back as it was written`() throws {
    for message in Self.samples {
      #expect(try SyncMessage(decoding: message.encoded) == message)
    }
  }

  @Test func `a message that ends early or late is none`() {
    for message in Self.samples {
      let bytes = message.encoded
      for count in 0..<bytes.count {
        #expect(throws: MessageError.self) { try SyncMessage(decoding: Array(bytes[..<count])) }
      }
      #expect(throws: MessageError.self) { try SyncMessage(decoding: bytes + [0]) }
    }
  }

  @Test func `packed statements have the width that is said`() {
    #expect(Seal.packedCount == Cast.block(1).seal.content.packed.count)
    #expect(ManifestVersion.packedCount == Cast.version(1).content.packed.count)
  }

  /// Before a release with CAIRN_FUZZED_MESSAGES=10000000.
  @Test func `no bytes trap the decoder, and what it takes it writes again`() {
    let count =
      ProcessInfo.processInfo.environment["CAIRN_FUZZED_MESSAGES"].flatMap { Int($0) } ?? 20_000
    var random = SyncRandom(seed: 20_260_101)
    let samples = Self.samples.map { $0.encoded }
    var taken = 0
    for _ in 0..<count {
      var bytes = samples[Int(random.next() % UInt64(samples.count))]
      switch random.next() % 4 {
      case 0:
        bytes = (0..<random.next() % 300).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      case 1: bytes.removeLast(Int(random.next() % UInt64(bytes.count)))
      default: break
      }
      for _ in 0..<random.next() % 6 where !bytes.isEmpty {
        let place = Int(random.next() % UInt64(bytes.count))
        // What decides most stands in front.
        let index = random.next() % 2 == 0 ? place : place % min(bytes.count, 8)
        bytes[index] = UInt8(truncatingIfNeeded: random.next())
      }
      guard let message = try? SyncMessage(decoding: bytes) else { continue }
      taken += 1
      #expect(message.encoded == bytes)
    }
    #expect(taken > 0)
  }

  @Test func `random messages change nothing in a node`() {
    var talk = Conversation(Cast.aggregator)
    talk.tell(.connected)
    talk.hear(.blocks([Cast.block(1)]), .block, from: Cast.board)
    let before = talk.node.standing(of: Cast.lane)
    var random = SyncRandom(seed: 5)
    let samples = Self.samples.map { $0.encoded }
    let senders = [Cast.board, Cast.aggregator, Cast.stranger] + Cast.witnesses
    for _ in 0..<2_000 {
      var bytes = samples[Int(random.next() % UInt64(samples.count))]
      // A signature is never the same as before, so nothing of it is anybody's word.
      for _ in 0...random.next() % 4 {
        bytes[Int(random.next() % UInt64(bytes.count))] ^= UInt8(1 << (random.next() % 8))
      }
      let topic = SyncTopic(
        sender: senders[Int(random.next() % UInt64(senders.count))].address,
        kind: SyncKind.allCases[Int(random.next() % 13)], subject: Cast.board.address)
      talk.tell(.received(topic: topic.text(SyncTopic.prefix(Cast.domain)), payload: bytes))
    }
    #expect(talk.node.standing(of: Cast.lane)?.head == before?.head)
    #expect(talk.node.standing(of: Cast.lane)?.isFrozen == false)
  }

  @Test func `a topic is read back, and no other text is one`() {
    let prefix = SyncTopic.prefix(Cast.domain)
    for kind in SyncKind.allCases {
      let topic = SyncTopic(sender: Cast.board.address, kind: kind, subject: Cast.stranger.address)
      let text = topic.text(prefix)
      #expect(SyncTopic(text, prefix: prefix) == topic)
      #expect(text.split(separator: "/").count == 7)
      #expect(SyncTopic(text + "0", prefix: prefix) == nil)
      #expect(SyncTopic(String(text.dropLast()), prefix: prefix) == nil)
      #expect(SyncTopic(text.uppercased(), prefix: prefix) == nil)
      // The shard is the subject's.
      let other = text.replacingOccurrences(of: prefix + "8", with: prefix + "7")
      #expect(SyncTopic(other, prefix: prefix) == nil)
    }
  }

  @Test func `a block too large for a message goes in pieces and comes back whole`() throws {
    let block = Cast.block(1, size: 300_000)
    let messages = SyncMessage.messages(carrying: [block])
    #expect(messages.count == 3)
    #expect(messages.allSatisfy { $0.encoded.count <= SyncLimits.messageBytes })
    var talk = Conversation(Cast.aggregator)
    talk.tell(.connected)
    for message in messages.reversed() + messages {
      talk.hear(message, .block, from: Cast.board)
    }
    #expect(talk.node.standing(of: Cast.lane)?.head == block.point)
  }

  @Test func `pieces without the owner's seal are not collected`() {
    let block = Cast.block(1, size: 300_000)
    var talk = Conversation(Cast.aggregator)
    talk.tell(.connected)
    for message in SyncMessage.messages(carrying: [block]) {
      guard case .chunk(var chunk) = message else { continue }
      chunk.ticket = .block(Cast.stranger.signed(block.seal.content))
      talk.hear(.chunk(chunk), .block, from: Cast.board)
    }
    #expect(talk.node.standing(of: Cast.lane)?.head.height == 0)
    #expect(talk.node.counters.forged == 3)
  }
}
