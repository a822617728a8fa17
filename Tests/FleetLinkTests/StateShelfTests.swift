import BlockExecution
import ChainTypes
import EVM
import Lanes
import Ledger
import LedgerStorage
import LinuxIO
import NativeCrypto
import Statements
import Testing

@testable import FleetLink
@testable import SyncProtocol

/// A lane that is caught up with by its state, in real stores.
@Suite final class StateShelfTests {
  private static let blocks: UInt64 = 270
  private let folder: TemporaryFolder
  private let lane = Lane(board: Address(Word(0x1234)), term: 3)
  private let origin: LaneOrigin
  private let giver: LaneBook
  private let kept: LinkStore

  init() throws {
    folder = try TemporaryFolder(prefix: "states")
    let plan = LanePlan(
      identity: LaneIdentity(fleet: Hash(Word(7)), lane: lane), time: 1_700_000_000,
      owner: Address(Word(0x99)), meterSeconds: 900)
    origin = LaneOrigin(text: Array(plan.genesis.text().utf8))
    signature = try StatementSignature(r: 5, s: 7, yIsOdd: false)
    kept = try LinkStore(folder: folder.path + "/own")
    let path = folder.path + "/giver"
    try Folder.create(path)
    giver = LaneBook(
      lane,
      try StoredLane.create(
        in: try LMDBLedgerStore(folder: path, mapSize: LinkLimits.laneMap),
        genesis: try #require(origin.genesis), machine: Machine(backend: .system),
        settings: LedgerSettings(flushInterval: 64, nodeInterval: 128)))
    for _ in 0..<Self.blocks { _ = try append() }
  }

  private let signature: StatementSignature

  private func seal(_ height: UInt64, _ hash: Hash, list: Hash) -> Signed<Seal> {
    Signed(
      Seal(
        lane: lane, height: height, blockHash: hash, accessListHash: list,
        manifestHash: Hash(Word(4))), signature: signature)
  }

  /// A block of the lane with its seal; every tenth is final.
  private func append() throws -> SealedBlock {
    let ledger = giver.ledger
    let built = try ledger.build(
      BlockTemplate(timestamp: ledger.head.timestamp + 1, coinbase: lane.board), [])
    let number = built.executed.block.header.number
    let seal = seal(number, built.executed.hash, list: built.executed.accessListHash)
    try ledger.stage(
      built.executed, attachments: [Attachment(kind: Attachment.seal, bytes: seal.bytes)])
    if number % 10 == 0 {
      try ledger.commitStaged()
      let cosignature = Signed(
        Cosignature(
          lane: lane, height: number, blockHash: built.executed.hash,
          accessListHash: built.executed.accessListHash,
          manifestHash: Hash(Word(4)), witnessTerm: 1), signature: signature)
      try ledger.putBeside([
        BesideBlock(
          number: number, kind: BesideItem.cosignature, signer: Address(Word(8)),
          bytes: cosignature.bytes)
      ])
    }
    return SealedBlock(seal: seal, block: built.executed.encoded)
  }

  private func opened(takes: Bool = true) throws -> LaneShelf {
    try LaneShelf(
      folder: folder.path + "/lanes", own: nil, retention: .everything, kept: kept,
      crew: LaneCrew(), takesStates: takes, signer: { _ in Address(Word(8)) })
  }

  private func withLane(_ shelf: LaneShelf) throws -> LaneShelf {
    let hash = try #require(origin.genesisHash)
    #expect(try shelf.create(lane, origin, genesisHash: hash))
    try #require(shelf.books[lane]).ledger.setValues([DurableValue("sync.lock", [4, 2])])
    return shelf
  }

  private func offered(threshold: Int = 1) -> SealedBlock? {
    let read = SnapshotRead(ticket: 1, lane: lane, pivot: .zero, place: SnapshotPlace())
    guard case .pivot(let block) = giver.page(read, threshold: threshold) else { return nil }
    return block
  }

  private func part(_ place: SnapshotPlace, _ pivot: SealedBlock) throws -> SnapshotTake {
    let read = SnapshotRead(ticket: 1, lane: lane, pivot: pivot.hash, place: place)
    guard case .part(let seal, let bytes) = giver.page(read, threshold: 1) else {
      throw NotGiven()
    }
    #expect(seal == pivot.seal && bytes.count <= SyncLimits.snapshotBytes)
    return SnapshotTake(lane: lane, pivot: pivot.point, place: place, bytes: bytes)
  }

  private struct NotGiven: Error {}

  /// Takes parts until there are none, or so many.
  @discardableResult
  private func take(
    _ shelf: LaneShelf, _ pivot: SealedBlock, from first: SnapshotPlace, parts: Int = .max
  ) throws -> SnapshotVerdict {
    var verdict = SnapshotVerdict.next(first)
    var taken = 0
    while case .next(let place) = verdict, taken < parts {
      verdict = try shelf.takeState(try part(place, pivot))
      taken += 1
      if case .next(let next) = verdict { #expect(next > place) }
    }
    return verdict
  }

  /// The lane stands at the pivot, has its values, and goes on with the blocks behind.
  private func expectGoesOn(_ shelf: LaneShelf, _ pivot: SealedBlock) throws {
    let book = try #require(shelf.books[lane])
    #expect(book.head == pivot.point && shelf.arriving.isEmpty)
    #expect(try book.ledger.value("sync.lock") == [4, 2])
    let start = try book.start()
    #expect(start.seal == pivot.seal && start.head == pivot.point)
    #expect(book.blocks(pivot.height - 5, 32).isEmpty)
    #expect(book.blocks(pivot.height - 5, 32, skips: true).map { $0.seal } == [pivot.seal])
    for _ in 0..<3 {
      let next = try append()
      #expect(
        book.verify(
          VerifyRequest(next)) == .valid)
      #expect(
        book.store(
          StoreRequest(ticket: 1, lane: lane, blocks: [next], beside: [], values: [])))
    }
    #expect(book.ledger.headHash == giver.ledger.headHash)
    #expect(book.ledger.state.root() == giver.ledger.head.stateRoot)
    #expect(try book.ledger.check().findings == [])
    #expect(try book.ledger.block(pivot.height - 1) == nil)
  }

  @Test func `a lane is caught up with by its state, and goes on by blocks`() throws {
    #expect(offered(threshold: 2) == nil)
    let pivot = try #require(offered())
    #expect(pivot.height == Self.blocks && pivot.cosignatures.count == 1)
    let shelf = try withLane(opened())
    let first = try #require(try shelf.beginState(lane, pivot))
    #expect(try shelf.beginState(lane, pivot) == first)
    #expect(try take(shelf, pivot, from: first) == .complete)
    try expectGoesOn(shelf, pivot)
    let book = try #require(shelf.books[lane])
    // What makes the pivot final stands beside it here as well.
    let beside = try book.ledger.beside(pivot.height)
    #expect(beside.map { $0.bytes } == pivot.cosignatures.map { $0.bytes })
    #expect(beside.map { $0.signer } == [Address(Word(8))])
    #expect(
      book.blocks(pivot.height, 1, skips: true).map { $0.cosignatures } == [pivot.cosignatures])
    // Whoever took a state gives it further, and the pivot with it.
    let asked = SnapshotRead(ticket: 1, lane: lane, pivot: .zero, place: SnapshotPlace())
    guard case .pivot(let again) = book.page(asked, threshold: 1) else {
      Issue.record("nobody can take the state from here")
      return
    }
    #expect(again.seal == pivot.seal && again.cosignatures == pivot.cosignatures)
    let read = SnapshotRead(ticket: 1, lane: lane, pivot: pivot.hash, place: SnapshotPlace())
    guard case .part(let seal, let bytes) = book.page(read, threshold: 1) else {
      Issue.record("not given further")
      return
    }
    #expect(try seal == pivot.seal && bytes == part(SnapshotPlace(), pivot).bytes)
  }

  @Test func `a taker that is killed anywhere goes on behind its last part`() throws {
    let pivot = try #require(offered())
    var next: SnapshotPlace?
    do {
      let shelf = try withLane(opened())
      next = try shelf.beginState(lane, pivot)
    }
    var isDone = false
    while !isDone {
      let shelf = try opened()
      let start = try #require(shelf.arriving[lane]?.start)
      #expect(start.pivot.seal == pivot.seal && start.pivot.cosignatures == pivot.cosignatures)
      #expect(start.next == next && start.pivot.block == pivot.block)
      switch try take(shelf, pivot, from: start.next, parts: 1) {
      case .next(let place): next = place
      case .complete: isDone = true
      default:
        Issue.record("not taken")
        return
      }
    }
    try expectGoesOn(try opened(), pivot)
  }

  /// Takes all parts and stops before anything is made of them.
  private func takeOnly(_ shelf: LaneShelf, _ pivot: SealedBlock) throws {
    var place = try shelf.beginState(lane, pivot)
    while let next = place {
      let part = try part(next, pivot)
      let at = StatePlace(trie: next.trie, from: next.from)
      #expect(try shelf.arriving[lane]?.taker.take(part.bytes, at: at) == .taken)
      place = shelf.arriving[lane]?.place
    }
  }

  @Test func `a finished store takes its lane's place at the next start`() throws {
    let pivot = try #require(offered())
    do {
      let shelf = try withLane(opened())
      try takeOnly(shelf, pivot)
      #expect(try shelf.makeLedger(lane))
    }
    do {
      // Nor does it need the old one any more: the power may go in the middle of the change.
      Folder.removeAll(folder.path + "/lanes/" + LaneShelf.name(lane))
    }
    try expectGoesOn(try opened(takes: false), pivot)
  }

  @Test func `a state that nobody wants any more is thrown out at the next start`() throws {
    let pivot = try #require(offered())
    do { try takeOnly(try withLane(opened()), pivot) }
    let shelf = try opened(takes: false)
    #expect(shelf.arriving.isEmpty && shelf.books[lane]?.head.height == 0)
    #expect(try Folder.names(folder.path + "/lanes").count == 1)
  }

  @Test func `all parts without the last commit are finished at the next start`() throws {
    let pivot = try #require(offered())
    do { try takeOnly(try withLane(opened()), pivot) }
    try expectGoesOn(try opened(), pivot)
  }

  @Test func `a lying giver is refused, and the lane stays what it was`() throws {
    let pivot = try #require(offered())
    let shelf = try withLane(opened())
    var place = try shelf.beginState(lane, pivot)
    var lies = 0
    while let next = place {
      var lie = try part(next, pivot)
      lie.bytes[lie.bytes.count / 2] ^= 1
      guard case .refused = try shelf.takeState(lie) else {
        Issue.record("a lie was taken")
        return
      }
      lies += 1
      #expect(shelf.arriving[lane]?.place == next && shelf.books[lane]?.head.height == 0)
      // Of another block's state nothing is taken either.
      var other = try part(next, pivot)
      other.pivot.height -= 1
      #expect(try shelf.takeState(other) == .unavailable)
      let verdict = try shelf.takeState(try part(next, pivot))
      place = if case .next(let next) = verdict { next } else { nil }
    }
    #expect(lies > 3)
    try expectGoesOn(shelf, pivot)
  }

  @Test func `what is forgotten leaves nothing, and another pivot begins anew`() throws {
    let pivot = try #require(offered())
    let shelf = try withLane(opened())
    let first = try #require(try shelf.beginState(lane, pivot))
    try take(shelf, pivot, from: first, parts: 2)
    for _ in 0..<10 { _ = try append() }
    let newer = try #require(offered())
    #expect(newer.height == pivot.height + 10)
    #expect(try shelf.beginState(lane, newer) == SnapshotPlace())
    #expect(shelf.arriving[lane]?.taker.parts == 0)
    shelf.dropState(lane)
    #expect(shelf.arriving.isEmpty && shelf.books[lane]?.head.height == 0)
    #expect(try Folder.names(folder.path + "/lanes").count == 1)
    // A pivot that is not ahead is no way forward.
    #expect(try take(shelf, newer, from: shelf.beginState(lane, newer) ?? first) == .complete)
    #expect(try shelf.beginState(lane, newer) == nil)
  }
}
