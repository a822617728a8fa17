import BlockExecution
import ChainTypes
import EVM
import Lanes
import Ledger
import LedgerStorage
import LinuxIO
import NativeCrypto
import Signing
import Statements
import Testing

@testable import FleetLink
@testable import SyncProtocol

/// Blocks of another's lane, verified from their access lists on several threads.
@Suite final class ListedLaneTests {
  private let folder: TemporaryFolder
  private let execution: LaneExecution
  private let book: LaneBook
  private let executed: ExecutedBlock

  init() throws {
    folder = try TemporaryFolder(prefix: "listed-lane")
    execution = LaneExecution(try LaneThreads(processors: 2))
    (book, executed) = try Self.lane(1, folder.path, execution)
  }

  /// A lane at its begin, and a first block that it has not got.
  private static func lane(
    _ number: UInt64, _ path: String, _ execution: LaneExecution
  ) throws -> (LaneBook, ExecutedBlock) {
    let lane = Lane(board: Address(Word(0x1234 + number)), term: 3)
    let plan = LanePlan(
      identity: LaneIdentity(fleet: Hash(Word(7)), lane: lane), time: 1_700_000_000,
      owner: Address(Word(0x99)), meterSeconds: 900)
    let text = Array(plan.genesis.text(pretty: true).utf8)
    let genesis = try #require(LaneOrigin(genesis: text)?.genesis)
    let help = LaneHelp(execution)
    let folder = "\(path)/\(number)"
    try Folder.create(folder)
    let ledger = try StoredLane.create(
      in: try LMDBLedgerStore(folder: folder, mapSize: LinkLimits.laneMap), genesis: genesis,
      machine: Machine(backend: .system), settings: LedgerSettings(),
      runner: LaneHelp.runner(help))
    let batch = transactions(chainID: genesis.chainID)
    let built = try ledger.build(
      BlockTemplate(timestamp: 1_700_000_010, coinbase: lane.board), batch)
    try #require(built.skipped.isEmpty)
    try ledger.discard(built.executed)
    return (LaneBook(lane, ledger, crew: nil, help: help), built.executed)
  }

  /// Writes the data under the caller, and counts in slot 0.
  private static let runtime: [UInt8] = [
    0x5f, 0x35, 0x33, 0x55, 0x5f, 0x54, 0x60, 0x01, 0x01, 0x5f, 0x55, 0x00,
  ]
  private static let creation: [UInt8] =
    [0x6b] + runtime + [0x5f, 0x52, 0x60, 0x0c, 0x60, 0x14, 0xf3]

  private static func transactions(chainID: UInt64) -> [BatchTransaction] {
    let maker = SigningYardstick.key(0, of: 0x115)
    let contract = Address(
      Keccak256.hash([0xd6, 0x94] + maker.address.bytes + [0x80]).word)
    return (0..<24).map { number in
      let key = SigningYardstick.key(UInt64(number), of: 0x115)
      var transaction = Transaction(kind: .feeMarket)
      transaction.chainID = chainID
      transaction.gasLimit = 200_000
      transaction.to = number == 0 ? nil : contract
      transaction.data = number == 0 ? creation : Word(UInt64(number)).bytes
      let signature = key.sign(transaction.signingHash)
      transaction.signature = TransactionSignature(
        v: Word(UInt64(signature.recoveryID)), r: signature.r, s: signature.s)
      return BatchTransaction(transaction, sender: key.address)
    }
  }

  private func request(_ list: [UInt8], named: Hash? = nil) -> VerifyRequest {
    Self.request(book.lane, executed, list, named: named ?? executed.accessListHash)
  }

  private static func request(
    _ lane: Lane, _ executed: ExecutedBlock, _ list: [UInt8], named: Hash
  ) -> VerifyRequest {
    let seal = Seal(
      lane: lane, height: 1, blockHash: executed.hash, accessListHash: named,
      manifestHash: .zero)
    return VerifyRequest(
      SealedBlock(
        seal: Signed(seal, signature: .test), block: executed.encoded, accessList: list))
  }

  /// Whether the block is found to be what the serial loop makes of it.
  private func isSame(_ list: [UInt8]) -> Bool {
    defer { book.discardPending() }
    guard book.verify(request(list)) == .valid, let pending = book.pending else { return false }
    return pending.result.receipts == executed.result.receipts
      && pending.result.accessList == executed.result.accessList
      && pending.result.senders == executed.result.senders
      && pending.result.stateRoot == executed.result.stateRoot
  }

  private func count(_ name: String) -> Int { Int(execution.status[name]?.asInteger ?? 0) }

  @Test func `a right list spares nobody the check, and is used`() {
    let list = executed.result.accessList.encoded()
    // Now and then the caller is done before a worker has read it.
    for _ in 0..<40 where count("fromLists") < 2 { #expect(isSame(list)) }
    #expect(count("fromLists") >= 2)
    #expect(count("wins") > 0)
    #expect(count("verified") >= count("fromLists"))
  }

  @Test func `without a list the threads help nevertheless`() {
    for _ in 0..<3 { #expect(isSame([])) }
    #expect(count("verified") >= 1)
    #expect(count("fromLists") == 0)
    #expect(count("listsOfNoUse") == 0)
  }

  @Test func `a damaged list changes nothing`() {
    let list = executed.result.accessList.encoded()
    var state: UInt64 = 11
    for round in 0..<60 {
      var damaged = list
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let place = Int(state >> 33) % damaged.count
      switch round % 3 {
      case 0: damaged[place] ^= 1 << UInt8(state >> 20 & 7)
      case 1: damaged.removeLast(1 + place)
      default: damaged.insert(UInt8(truncatingIfNeeded: state >> 12), at: place)
      }
      #expect(isSame(damaged), "round \(round)")
    }
    #expect(count("fromLists") == 0)
  }

  @Test func `a wrong list in good order changes nothing`() {
    let right = executed.result.accessList
    var wrong: [BlockAccessList] = [BlockAccessList()]
    for place in right.accounts.indices {
      var list = right
      list.accounts.remove(at: place)
      wrong.append(list)
      list = right
      list.accounts[place].balanceChanges.append(BalanceChange(index: 3, balance: Word(5)))
      wrong.append(list)
      list = right
      list.accounts[place].nonceChanges = [NonceChange(index: 900, nonce: 7)]
      wrong.append(list)
      list = right
      list.accounts[place].storageReads.append(Word(0xffff_ffff))
      wrong.append(list)
      list = right
      list.existence = [
        ExistenceChange(address: list.accounts[place].address, index: 1, isPresent: false)
      ]
      wrong.append(list)
      guard !right.accounts[place].storageChanges.isEmpty else { continue }
      list = right
      list.accounts[place].storageChanges[0].value = Word(0xbad)
      wrong.append(list)
    }
    for list in wrong { #expect(isSame(list.encoded())) }
    #expect(count("fromLists") == 0)
  }

  @Test func `a seal over the wrong list that came is the owner's lie`() {
    var list = executed.result.accessList
    list.accounts[0].storageReads.append(Word(0xffff_ffff))
    let bytes = list.encoded()
    let verdict = book.verify(request(bytes, named: Keccak256.hash(bytes)))
    guard case .invalid = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(book.pending == nil)
    #expect(isSame(bytes))
  }

  @Test func `two at a time: who finds the threads taken does his block alone`() throws {
    let (other, block) = try Self.lane(2, folder.path, execution)
    let list = executed.result.accessList.encoded()
    let failures = Guarded(0)
    let thread = try NativeThread(name: "other") {
      for _ in 0..<12 {
        let verdict = other.verify(
          Self.request(
            other.lane, block, block.result.accessList.encoded(), named: block.accessListHash))
        if verdict != .valid { failures.withLock { $0 += 1 } }
        other.discardPending()
      }
    }
    for _ in 0..<12 { #expect(isSame(list)) }
    thread.join()
    #expect(failures.withLock { $0 } == 0)
  }

  @Test func `help that brings nothing is given up, and tried again now and then`() {
    var balance = HelpBalance()
    var helped = 0
    for _ in 0..<320 {
      let isHelped = balance.wantsHelp()
      if isHelped { helped += 1 }
      balance.took(isHelped ? 9_800 : 10_000, transactions: 10, helped: isHelped)
    }
    #expect(helped == 1 + 318 / LinkLimits.helpTrial)
    // From then on it pays.
    for _ in 0..<3_200 {
      let isHelped = balance.wantsHelp()
      balance.took(isHelped ? 5_000 : 10_000, transactions: 10, helped: isHelped)
    }
    #expect(balance.pays)
    #expect(balance.wantsHelp() || balance.wantsHelp())
  }
}
