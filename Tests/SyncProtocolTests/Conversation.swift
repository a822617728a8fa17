import ChainTypes
import Statements

@testable import SyncProtocol

/// A key whose signatures name it: nobody else in a test makes one.
struct TestKey: SyncCrypto {
  let address: Address

  init(_ number: UInt64) { address = Address(high: UInt32(number) << 28, middle: 7, low: number) }

  func sign(_ digest: Hash) -> StatementSignature? {
    try? StatementSignature(
      r: Word(digest.word.limb0 ^ digest.word.limb3 ^ address.low | 1), s: address.word,
      yIsOdd: false)
  }

  func signer(of digest: Hash, _ signature: StatementSignature) -> Address? {
    let mark = digest.word.limb0 ^ digest.word.limb3 ^ Address(signature.s).low | 1
    return signature.r == Word(mark) ? Address(signature.s) : nil
  }

  func signed<Content: Statement>(_ content: Content) -> Signed<Content> {
    Signed(content, signature: sign(content.digest(in: Cast.domain))!)
  }
}

/// Who takes part: one board with three witnesses, of whom two make a block final, and an
/// aggregator.
enum Cast {
  static let fleetKey = TestKey(9)
  static let board = TestKey(1)
  static let witnesses = [TestKey(2), TestKey(3), TestKey(4)]
  static let aggregator = TestKey(5)
  static let stranger = TestKey(8)
  static let domain = FleetDomain(fleet: FleetDomain.id(ofFleetKey: fleetKey.address))
  static let lane = Lane(board: board.address, term: 1)
  static let genesis = Hash(Word(4_711))

  static func version(_ number: UInt64) -> Signed<ManifestVersion> {
    let previous =
      number == 1 ? Hash.zero : version(number - 1).content.digest(in: domain)
    return fleetKey.signed(
      ManifestVersion(
        version: number, previous: previous, content: Keccak256.hash(content(number))))
  }

  static func content(_ number: UInt64) -> [UInt8] { Array("version \(number)".utf8) }

  static func offer(_ number: UInt64) -> ManifestOffer {
    ManifestOffer(versions: (1...number).map { version($0) }, content: content(number))
  }

  static func view(_ number: UInt64 = 1) -> FleetView {
    FleetView(
      domain: domain, fleetKey: fleetKey.address,
      versions: (1...number).map { version($0).content.digest(in: domain) },
      lanes: [
        LaneEntry(
          lane: lane, genesisHash: genesis,
          witnesses: witnesses.map { WitnessEntry(address: $0.address, term: 1) }, threshold: 2,
          senders: [witnesses[0].address])
      ], aggregators: [aggregator.address])
  }

  /// The board's chain: block `height`, and another one of the same height for `twin`.
  static func block(
    _ height: UInt64, twin: UInt64 = 0, version: UInt64 = 1, size: Int = 10
  ) -> SealedBlock {
    var writer = RLPWriter()
    writer.appendList { block in
      block.appendList { header in
        header.append(
          bytes: (height == 1 ? genesis : self.block(height - 1, size: size).hash).bytes)
        header.append(height)
        header.append(twin)
      }
      block.append(bytes: Array(repeating: 0xaa, count: size))
    }
    let hash = BlockOutline(writer.bytes, Cast.board)!.hash
    let seal = Seal(
      lane: lane, height: height, blockHash: hash, accessListHash: Keccak256.hash([1, 2, 3]),
      manifestHash: view(version).manifestHash)
    return SealedBlock(seal: board.signed(seal), block: writer.bytes, accessList: [1, 2, 3])
  }

  static func cosignature(_ block: SealedBlock, by key: TestKey) -> Signed<Cosignature> {
    key.signed(
      Cosignature(
        lane: lane, height: block.height, blockHash: block.hash,
        accessListHash: block.seal.content.accessListHash, manifestHash: view().manifestHash,
        witnessTerm: 1))
  }

  static func receipt(_ block: SealedBlock, by key: TestKey = aggregator) -> Signed<StorageReceipt>
  {
    key.signed(
      StorageReceipt(
        lane: lane, height: block.height, blockHash: block.hash,
        manifestHash: view().manifestHash, time: 1))
  }
}

/// A node, and what is said to it and by it.
struct Conversation {
  var node: SyncNode<TestKey>
  var now: UInt64 = 1_000
  /// Stores and verifies at once, unless a test wants to see what happens in between.
  var answersStores = true
  var answersVerifies = true
  var log: [SyncAction] = []

  init(
    _ key: TestKey, view: FleetView = Cast.view(), lanes: [LaneStart] = [],
    values: [SyncValue] = [], boot: BootKind = .clean, settings: SyncSettings = SyncSettings()
  ) {
    node = SyncNode(
      SyncStart(view: view, lanes: lanes, values: values, boot: boot, seed: 1),
      settings: settings, crypto: key)
  }

  /// Says something, and what follows at once.
  @discardableResult
  mutating func tell(_ event: SyncEvent) -> [SyncAction] {
    var said: [SyncAction] = []
    var events = [event]
    while !events.isEmpty {
      var actions: [SyncAction] = []
      node.handle(events.removeFirst(), now: now, wall: now, into: &actions)
      said += actions
      for action in actions {
        switch action {
        case .publish(let publication): events.append(.acknowledged(publication.token))
        case .store(let request) where answersStores:
          events.append(.stored(ticket: request.ticket))
        case .verify(let request) where answersVerifies:
          events.append(.verified(lane: request.lane, height: request.height, verdict: .valid))
        default: break
        }
      }
    }
    log += said
    return said
  }

  @discardableResult
  mutating func hear(
    _ message: SyncMessage, _ kind: SyncKind, from sender: TestKey,
    about subject: Address = Cast.board.address
  ) -> [SyncAction] {
    let topic = SyncTopic(sender: sender.address, kind: kind, subject: subject)
    let text = topic.text(SyncTopic.prefix(Cast.domain))
    return tell(.received(topic: text, payload: message.encoded))
  }

  @discardableResult
  mutating func wait(_ milliseconds: UInt64) -> [SyncAction] {
    var said: [SyncAction] = []
    let end = now + milliseconds
    while now < end {
      now = min(end, max(now + 1, node.nextDeadline))
      said += tell(.tick)
    }
    return said
  }

  /// Answers every request for the standing of the lane, as owner and aggregator do that have
  /// nothing.
  mutating func answerStanding(by keys: [TestKey], height: UInt64 = 0, seal: Signed<Seal>? = nil) {
    for want in log.messages.wants where want.content.kind == WantKind.standing.rawValue {
      for key in keys {
        let answer = key.signed(
          Want(
            lane: Cast.lane, kind: WantKind.answer.rawValue, first: height, last: height,
            hash: want.content.digest(in: Cast.domain), asker: key.address, number: 1))
        hear(.standing(Standing(answer: answer, seal: seal)), .give, from: key)
      }
    }
  }
}

extension [SyncAction] {
  /// What was published.
  var messages: [SyncMessage] {
    compactMap {
      guard case .publish(let publication) = $0 else { return nil }
      return try? SyncMessage(decoding: publication.payload)
    }
  }

  var subscriptions: [String] {
    compactMap { if case .subscribe(let filter) = $0 { filter } else { nil } }
  }

  var unsubscriptions: [String] {
    compactMap { if case .unsubscribe(let filter) = $0 { filter } else { nil } }
  }

  var stores: [StoreRequest] {
    compactMap { if case .store(let request) = $0 { request } else { nil } }
  }

  var verifies: [VerifyRequest] {
    compactMap { if case .verify(let request) = $0 { request } else { nil } }
  }

  var loads: [LoadRequest] {
    compactMap { if case .load(let request) = $0 { request } else { nil } }
  }

  var alerts: [SyncAlert] {
    compactMap { if case .alert(let alert) = $0 { alert } else { nil } }
  }
}

extension [SyncMessage] {
  var wants: [Signed<Want>] {
    compactMap { if case .want(let want) = $0 { want } else { nil } }
  }

  var cosignatures: [Signed<Cosignature>] {
    compactMap { if case .cosignature(let signed, _) = $0 { signed } else { nil } }
  }

  var receipts: [Signed<StorageReceipt>] {
    compactMap { if case .receipt(let signed, _) = $0 { signed } else { nil } }
  }

  var enrolments: Int { count { if case .enrolment = $0 { true } else { false } } }

  var evidence: [Evidence] {
    compactMap { if case .evidence(let evidence) = $0 { evidence } else { nil } }
  }

  /// Heights of blocks.
  var heights: [UInt64] {
    flatMap { message -> [UInt64] in
      if case .blocks(let blocks) = message { blocks.map { $0.height } } else { [] }
    }
  }
}
