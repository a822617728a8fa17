import ChainTypes
import Statements
import SyncProtocol

/// Gives altered messages, and bytes that never were any, to the decoder, and what it takes to a
/// node. Nothing may trap, what is taken must be written again as it came, and nobody's words may
/// follow from it.
public struct MessageFuzzer: ~Copyable {
  public private(set) var tried: UInt64 = 0
  public private(set) var taken: UInt64 = 0

  private var random: SimulationRandom
  private let samples: [[UInt8]]
  private let topics: [String]
  private var node: SyncNode<CheapCrypto>
  private let lane: Lane
  private var now: UInt64 = 0
  private var actions: [SyncAction] = []
  private var bytes: [UInt8] = []

  public init(seed: UInt64) {
    random = SimulationRandom(seed: seed)
    let cast = MessageSamples()
    samples = cast.messages.map { $0.encoded }
    topics = cast.topics
    node = SyncNode(
      SyncStart(view: cast.fleet.view, seed: seed), settings: SyncSettings(),
      crypto: cast.aggregator)
    lane = cast.lane
    bytes.reserveCapacity(SyncLimits.messageBytes + 1_024)
    node.handle(.connected, now: 0, wall: 0, into: &actions)
  }

  /// One message; what is wrong, or nil.
  public mutating func step() -> String? {
    makeBytes()
    tried += 1
    do throws(MessageError) {
      let message = try SyncMessage(decoding: bytes)
      taken += 1
      guard message.encoded == bytes else {
        return "message \(tried): what was decoded is written otherwise"
      }
      return give()
    } catch {
      return nil
    }
  }

  /// To a node, under any topic.
  private mutating func give() -> String? {
    now += 7
    actions.removeAll(keepingCapacity: true)
    node.handle(
      .received(topic: random.pick(topics), payload: bytes), now: now, wall: now, into: &actions)
    // The broker takes everything, the disk nothing.
    var answers: [SyncEvent] = []
    for action in actions {
      switch action {
      case .publish(let publication): answers.append(.acknowledged(publication.token))
      case .store(let request): answers.append(.storeFailed(ticket: request.ticket))
      case .load(let request): answers.append(.loaded(ticket: request.ticket, blocks: []))
      case .verify(let request):
        answers.append(
          .verified(lane: request.lane, height: request.height, verdict: .unavailable))
      default: break
      }
    }
    for answer in answers { node.handle(answer, now: now, wall: now, into: &actions) }
    guard let standing = node.standing(of: lane), standing.head.height == 0 else {
      return "message \(tried): a node stored what was never stored"
    }
    return nil
  }

  private mutating func makeBytes() {
    bytes.removeAll(keepingCapacity: true)
    if random.below(8) == 0 { return makeNoise() }
    bytes += random.pick(samples)
    switch random.below(8) {
    case 0: bytes.removeLast(random.below(bytes.count))
    case 1: for _ in 0...random.below(40) { bytes.append(byte()) }
    case 2: splice()
    case 3: overstate()
    default: break
    }
    for _ in 0..<random.below(5) where !bytes.isEmpty {
      let place = random.below(bytes.count)
      // What decides most stands in front.
      let index = random.below(2) == 0 ? place : place % min(bytes.count, 8)
      bytes[index] = random.below(2) == 0 ? byte() : bytes[index] ^ (1 << UInt8(random.below(8)))
    }
  }

  /// Never a message; mostly with the head of one.
  private mutating func makeNoise() {
    for _ in 0..<random.below(400) { bytes.append(byte()) }
    guard bytes.count >= 2, random.below(4) > 0 else { return }
    bytes[0] = 1
    bytes[1] = UInt8(random.below(19))
  }

  /// The end of one message behind the beginning of another.
  private mutating func splice() {
    let other = random.pick(samples)
    bytes.removeLast(random.below(bytes.count))
    bytes += other[random.below(other.count)...]
  }

  /// A length or a count that says more than there is.
  private mutating func overstate() {
    guard bytes.count > 6 else { return }
    let place = 2 + random.below(bytes.count - 6)
    for offset in 0..<random.below(5) { bytes[place + offset] = 0xff }
  }

  private mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: random.next()) }
}

/// One of each message, of a small fleet.
struct MessageSamples {
  let fleet = Fleet(SimulationPlan(seed: 1, boards: 4))
  let aggregator = CheapCrypto(node: 4)
  let board = CheapCrypto(node: 0)
  let witness = CheapCrypto(node: 1)

  var lane: Lane { Lane(board: board.address, term: 1) }

  var topics: [String] {
    var texts: [String] = ["", "cairn", "cairn/1//////"]
    let subjects = [board.address, aggregator.address, fleet.key.address]
    for kind in SyncKind.allCases {
      for sender in [board, witness, aggregator, CheapCrypto(node: 77)] {
        for subject in subjects {
          texts.append(
            SyncTopic(sender: sender.address, kind: kind, subject: subject)
              .text(SyncTopic.prefix(fleet.domain)))
        }
      }
    }
    return texts
  }

  var block: SealedBlock {
    let bytes = CheapBlock.encode(
      parent: CheapBlock.genesisHash(lane), number: 1, root: 5, operations: [1, 2, 3, 4])
    let list = CheapBlock.encode(list: [1, 2, 3, 4])
    let seal = Seal(
      lane: lane, height: 1, blockHash: CheapBlock.decode(bytes)?.hash ?? .zero,
      accessListHash: Keccak256.hash(list), manifestHash: fleet.view.manifestHash)
    return SealedBlock(seal: board.signed(seal, fleet.domain), block: bytes, accessList: list)
  }

  var cosignature: Signed<Cosignature> {
    let seal = block.seal.content
    return witness.signed(
      Cosignature(
        lane: lane, height: 1, blockHash: seal.blockHash, accessListHash: seal.accessListHash,
        manifestHash: fleet.view.manifestHash, witnessTerm: 1), fleet.domain)
  }

  var receipt: Signed<StorageReceipt> {
    aggregator.signed(
      StorageReceipt(
        lane: lane, height: 1, blockHash: block.hash, manifestHash: fleet.view.manifestHash,
        time: 1), fleet.domain)
  }

  var checkpoint: Signed<Checkpoint> {
    aggregator.signed(
      Checkpoint(
        log: aggregator.address, size: 1, root: Hash(Word(3)), previous: .zero, time: 1,
        manifestHash: fleet.view.manifestHash), fleet.domain)
  }

  func want(_ kind: WantKind) -> Signed<Want> {
    board.signed(
      Want(
        lane: lane, kind: kind.rawValue, first: 1, last: 2, hash: .zero, asker: board.address,
        number: 1), fleet.domain)
  }

  var messages: [SyncMessage] {
    let block = block
    var full = block
    full.cosignatures = [cosignature]
    let seal = block.seal
    return [
      .blocks([block]), .blocks([block, full]), .head(seal, nil), .head(seal, checkpoint),
      .cosignature(cosignature, seal), .receipt(receipt, seal),
      .checkpoints([checkpoint, checkpoint]), .covering(lane, checkpoint, proof: [1, 2, 3]),
      .want(want(.blocks)), .want(want(.standing)), .want(want(.manifest)), .want(want(.snapshot)),
      .standing(Standing(answer: want(.answer))),
      .standing(Standing(answer: want(.answer), seal: seal, cosignature: cosignature)),
      .transaction([2, 3]), .manifest(fleet.offer), .status(isOnline: true, text: [66]),
      .chunk(Chunk(ticket: .block(seal), index: 1, count: 3, part: [1, 2])),
      .evidence(.seals(seal, seal)), .evidence(.cosignatures(cosignature, cosignature)),
      .evidence(.receipts(receipt, receipt)), .evidence(.checkpoints(checkpoint, checkpoint)),
      .snapshot(SnapshotPart(seal: seal, answer: want(.answer), bytes: [1, 2, 3])),
    ] + fleetMessages
  }

  private var fleetMessages: [SyncMessage] {
    let domain = fleet.domain
    let thaw = Thaw(
      lane: lane, height: 1, blockHash: block.hash, evidence: .zero,
      manifestHash: fleet.view.manifestHash)
    let succession = Succession(
      old: lane, height: 1, blockHash: block.hash, new: Lane(board: board.address, term: 2),
      role: 0, manifestHash: fleet.view.manifestHash)
    let enrolment = Enrolment(
      lane: Lane(board: CheapCrypto(node: 77).address, term: 1), genesisHash: .zero, label: .zero,
      challenge: .zero)
    var offer = fleet.offer
    offer.versions += offer.versions
    return [
      .thaw(fleet.key.signed(thaw, domain)), .succession(fleet.key.signed(succession, domain)),
      .enrolment(CheapCrypto(node: 77).signed(enrolment, domain), text: [65]),
      .manifest(offer),
      .chunk(
        Chunk(ticket: .manifest(fleet.offer.versions[0]), index: 0, count: 2, part: [1, 2, 3])),
    ]
  }
}
