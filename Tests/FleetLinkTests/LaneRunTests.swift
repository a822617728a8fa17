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

extension StatementSignature {
  /// Nobody's.
  static var test: StatementSignature {
    (try? StatementSignature(r: Word(1), s: Word(1), yIsOdd: false))!
  }
}

/// Blocks that are executed in a row and made durable together.
@Suite final class LaneRunTests {
  private let folder: TemporaryFolder
  private let ownerFolder: TemporaryFolder
  private let lane = Lane(board: Address(Word(0x1234)), term: 3)
  private let book: LaneBook
  private var blocks: [SealedBlock] = []
  private let genesis: ChainGenesis

  init() throws {
    folder = try TemporaryFolder(prefix: "lane-run")
    ownerFolder = try TemporaryFolder(prefix: "lane-run-owner")
    let plan = LanePlan(
      identity: LaneIdentity(fleet: Hash(Word(7)), lane: lane), time: 1_700_000_000,
      owner: Address(Word(0x99)), meterSeconds: 900)
    genesis = try #require(LaneOrigin(genesis: Array(plan.genesis.text().utf8))?.genesis)
    book = LaneBook(
      lane,
      try StoredLane.create(
        in: try LMDBLedgerStore(folder: folder.path, mapSize: LinkLimits.laneMap),
        genesis: genesis, machine: Machine(backend: .system), settings: LedgerSettings()))
    let owner = try StoredLane.create(
      in: try LMDBLedgerStore(folder: ownerFolder.path, mapSize: LinkLimits.laneMap),
      genesis: genesis, machine: Machine(backend: .system), settings: LedgerSettings())
    for number in 1...8 as ClosedRange<UInt64> {
      let built = try owner.build(
        BlockTemplate(timestamp: 1_700_000_000 + number, coinbase: lane.board), []
      ).executed
      blocks.append(sealed(number, built.hash, built.encoded, list: built.accessListHash))
      try owner.commit(built)
    }
  }

  private func sealed(
    _ height: UInt64, _ hash: Hash, _ bytes: [UInt8], list: Hash
  ) -> SealedBlock {
    let seal = Seal(
      lane: lane, height: height, blockHash: hash, accessListHash: list, manifestHash: .zero)
    return SealedBlock(seal: Signed(seal, signature: .test), block: bytes)
  }

  private func verify(_ run: [SealedBlock]) -> LaneOutcome {
    var request = VerifyRequest(run[0])
    request.run = run.dropFirst().map { VerifyRequest($0) }
    return book.perform(.verify(request))
  }

  private func found(_ outcome: LaneOutcome) -> (height: UInt64, verdict: SyncVerdict)? {
    guard case .verified(_, let height, let verdict)? = outcome.event else { return nil }
    return (height, verdict)
  }

  private func store(_ run: [SealedBlock]) -> LaneOutcome {
    let receipts = run.map {
      BesideItem(
        height: $0.height, kind: BesideItem.receipt, signer: Address(Word(9)),
        bytes: [UInt8($0.height)])
    }
    return book.perform(
      .store(
        StoreRequest(
          ticket: 1, lane: lane, blocks: run, beside: receipts,
          values: [SyncValue("sync.lock", [UInt8(run.count)])])))
  }

  private var isStored: (LaneOutcome) -> Bool {
    { if case .stored? = $0.event { true } else { false } }
  }

  @Test func `a run is one durable commit, with each block's seal and receipt`() throws {
    let run = Array(blocks[..<8])
    let before = book.ledger.store.usage.commits
    let verdict = try #require(found(verify(run)))
    #expect(verdict.height == 8 && verdict.verdict == .valid)
    #expect(book.ledger.store.usage.commits == before)
    let outcome = store(run)
    #expect(isStored(outcome) && outcome.stored.map { $0.point } == run.map { $0.point })
    #expect(book.ledger.store.usage.commits == before + 1)
    #expect(book.load(1, 8).map { $0.seal } == run.map { $0.seal })
    for block in run {
      #expect(try book.ledger.beside(block.height).map { $0.bytes } == [[UInt8(block.height)]])
    }
    #expect(try book.ledger.value("sync.lock") == [8])
    #expect(try book.ledger.check().findings == [])
  }

  @Test func `of a run with a bad block those before it can be stored`() throws {
    var run = Array(blocks[..<4])
    run[2] = sealed(3, run[2].hash, run[2].block, list: Hash(7))
    let verdict = try #require(found(verify(run)))
    #expect(verdict.height == 3)
    if case .invalid = verdict.verdict {} else { Issue.record("\(verdict.verdict)") }
    // Not more, and not others.
    #expect(!isStored(store(Array(run[..<3]))) && !isStored(store([run[0]])))
    #expect(isStored(store(Array(run[..<2]))))
    #expect(try book.ledger.value("sync.lock") == [2])
    #expect(found(verify(Array(blocks[2...])))?.height == 8)
    #expect(isStored(store(Array(blocks[2...]))))
    #expect(book.ledger.headHash == blocks[7].hash)
    #expect(try book.ledger.check().findings == [])
  }

  @Test func `a run that is taken back leaves nothing, and nobody sees it before it is stored`()
    throws
  {
    #expect(found(verify(Array(blocks[..<2])))?.verdict == .valid)
    #expect(isStored(store(Array(blocks[..<2]))))
    #expect(found(verify(Array(blocks[2..<6])))?.verdict == .valid)
    #expect(book.load(1, 8).map { $0.height } == [1, 2])
    // A state that is stored can be read meanwhile, and that makes nothing durable.
    let commits = book.ledger.store.usage.commits
    _ = try book.ledger.state(at: 2)
    #expect(book.ledger.store.usage.commits == commits)
    _ = book.perform(.discard)
    #expect(book.ledger.head.number == 2 && !isStored(store(Array(blocks[2..<6]))))
    #expect(found(verify(Array(blocks[2...])))?.verdict == .valid)
    #expect(isStored(store(Array(blocks[2...]))))
    #expect(book.ledger.headHash == blocks[7].hash)
  }
}
