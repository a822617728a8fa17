import BlockExecution
import ChainTypes
import EVM
import Lanes
import Ledger
import LedgerStorage
import LinuxIO
import MerkleTrie
import NativeCrypto
import Statements
import Testing

@testable import FleetLink
@testable import SyncProtocol

/// Whose work a block is that a lane's ledger does not take.
@Suite final class LaneBookTests {
  private let folder: TemporaryFolder
  private let book: LaneBook
  private let good: Block
  private let list: Hash

  init() throws {
    folder = try TemporaryFolder(prefix: "lane-book")
    let lane = Lane(board: Address(Word(0x1234)), term: 3)
    let plan = LanePlan(
      identity: LaneIdentity(fleet: Hash(Word(7)), lane: lane), time: 1_700_000_000,
      owner: Address(Word(0x99)), meterSeconds: 900)
    let text = Array(plan.genesis.text(pretty: true).utf8)
    let genesis = try #require(LaneOrigin(genesis: text)?.genesis)
    let ledger = try StoredLane.create(
      in: try LMDBLedgerStore(folder: folder.path, mapSize: LinkLimits.laneMap), genesis: genesis,
      machine: Machine(backend: .system), settings: LedgerSettings())
    book = LaneBook(lane, ledger)
    let built = try ledger.build(
      BlockTemplate(timestamp: 1_700_000_010, coinbase: lane.board), [])
    good = built.executed.block
    list = built.executed.accessListHash
    try ledger.discard(built.executed)
  }

  private func verdict(_ block: Block, as sealed: BlockHeader? = nil) -> SyncVerdict {
    verify(block.encoded(), hash: (sealed ?? block.header).hash)
  }

  /// Verified, and waiting to be stored.
  private func keep(_ block: Block) -> SyncVerdict {
    book.verify(request(block.encoded(), hash: block.header.hash, list: list))
  }

  private func verify(_ bytes: [UInt8], hash: Hash, list named: Hash? = nil) -> SyncVerdict {
    defer { book.discard() }
    return book.verify(request(bytes, hash: hash, list: named ?? list))
  }

  private func request(_ bytes: [UInt8], hash: Hash, list: Hash) -> VerifyRequest {
    let seal = Seal(
      lane: book.lane, height: 1, blockHash: hash, accessListHash: list, manifestHash: .zero)
    return VerifyRequest(SealedBlock(seal: Signed(seal, signature: .test), block: bytes))
  }

  private func isInvalid(_ verdict: SyncVerdict) -> Bool {
    if case .invalid = verdict { true } else { false }
  }

  @Test func `a good block is valid, again and again`() {
    #expect(verdict(good) == .valid)
    #expect(verdict(good) == .valid)
  }

  @Test func `a seal over another access list is the owner's lie, and leaves nothing behind`() {
    #expect(isInvalid(verify(good.encoded(), hash: good.header.hash, list: Hash(7))))
    #expect(isInvalid(verify(good.encoded(), hash: good.header.hash, list: .zero)))
    #expect(verdict(good) == .valid)
  }

  @Test func `a block and what is signed about it are one durable commit`() throws {
    #expect(keep(good) == .valid)
    let point = BlockPoint(height: 1, hash: good.header.hash)
    let seal = Seal(
      lane: book.lane, height: 1, blockHash: point.hash, accessListHash: .zero,
      manifestHash: .zero)
    let sealed = SealedBlock(seal: Signed(seal, signature: .test), block: good.encoded())
    let receipt = BesideItem(
      height: 1, kind: BesideItem.receipt, signer: Address(Word(9)), bytes: [1, 2])
    let before = book.ledger.store.usage.commits
    let request = StoreRequest(
      ticket: 1, lane: book.lane, blocks: [sealed], beside: [receipt],
      values: [SyncValue("sync.lock", [7])])
    #expect(book.store(request))
    #expect(book.ledger.store.usage.commits == before + 1)
    #expect(book.ledger.headHash == point.hash)
    #expect(try book.ledger.beside(1).map { $0.bytes } == [[1, 2]])
    #expect(try book.ledger.value("sync.lock") == [7])
  }

  @Test func `another body under the owner's header is the messenger's`() {
    var others = [Block](repeating: good, count: 3)
    others[0].withdrawals = nil
    others[1].ommers = [good.header]
    others[2].transactions = [Transaction()]
    for other in others { #expect(verdict(other, as: good.header) == .otherBody) }
    #expect(verify([], hash: good.header.hash) == .otherBody)
    #expect(verify(good.encoded() + [0], hash: good.header.hash) == .otherBody)
    var header = good
    header.header.number += 1
    #expect(verdict(header, as: good.header) == .otherBody)
  }

  @Test func `what the owner's header commits to is the owner's, even when nobody can read it`() {
    var root = good
    root.header.stateRoot = Hash(Word(1))
    #expect(isInvalid(verdict(root)))
    var ommers = good
    ommers.ommers = [good.header]
    var writer = RLPWriter()
    writer.appendList { list in list.appendRaw(good.header.encoded()) }
    ommers.header.ommersHash = Keccak256.hash(writer.bytes)
    #expect(isInvalid(verdict(ommers)))
    // A transaction of an unknown kind.
    let nonsense: [UInt8] = [0x7f, 0x01]
    var header = good.header
    header.transactionsRoot = OrderedTrie.root(of: [nonsense])
    var bytes = RLPWriter()
    bytes.appendList { list in
      list.appendRaw(header.encoded())
      list.appendList { $0.append(bytes: nonsense) }
      list.appendList { _ in }
      list.appendList { _ in }
    }
    #expect(isInvalid(verify(bytes.bytes, hash: header.hash)))
  }
}
