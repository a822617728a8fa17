import BlockExecution
import ChainTypes
import EVM
import LedgerStorage
import LinuxIO
import Testing

@testable import Ledger

@Suite struct BytesTests {
  /// A block whose one transaction writes slots with random places and values.
  static func block<S: LedgerStore>(
    _ ledger: ChainLedger<S>, slots: Int, below bound: Int, _ random: inout SeededRandom
  ) throws -> ExecutedBlock {
    var data: [UInt8] = []
    for _ in 0..<slots {
      data += (Keccak256.hash(Word(3)).word &+ Word(UInt64(random.below(bound)))).bytes
      data += Word(random.below(4) == 0 ? 0 : random.next() & 0xffff).bytes
    }
    let sender = TestChain.senders[0]
    let transaction = TestChain.transaction(
      from: sender, nonce: ledger.state.account(sender)?.nonce ?? 0, to: TestChain.recorder,
      data: data, gas: 10_000_000)
    let template = BlockTemplate(timestamp: ledger.head.timestamp + 1, coinbase: .zero)
    let built = try ledger.build(template, [BatchTransaction(transaction, sender: sender)])
    #expect(built.executed.result.receipts.first?.result == .status(true))
    return built.executed
  }

  @Test func `a commit between flushes writes the block's record and little more`() throws {
    let folder = try TemporaryFolder(prefix: "ledger")
    let store = try LMDBLedgerStore(folder: folder.path, mapSize: 64 << 20)
    let ledger = try ChainLedger.create(
      in: store, genesis: TestChain.genesis(.osaka), machine: TestChain.machine())
    var random = SeededRandom(1)
    let statistics = try store.store.statistics()
    for _ in 0..<10 {
      let executed = try Self.block(ledger, slots: 128, below: 1000, &random)
      let before = store.usage
      try ledger.commit(executed)
      let after = store.usage
      #expect(after.commits == before.commits + 1)
      // The kernel counts bytes only where /proc/self/io is.
      guard statistics.bytesWritten != nil else { continue }
      let bytes = after.writtenBytes - before.writtenBytes
      // The record, then leaf, branch and root pages of two trees, and the page with the root.
      let pages = UInt64(statistics.pageSize)
      let record = UInt64(executed.encoded.count + executed.writes.count)
      #expect(bytes > 0 && bytes <= record + 10 * pages)
    }
  }

  @Test func `a root computed by several threads is the root of one`() throws {
    let folder = try TemporaryFolder(prefix: "ledger")
    let store = try LMDBLedgerStore(folder: folder.path, mapSize: 64 << 20)
    let pool = try WorkerPool(workers: 2)
    let settings = LedgerSettings(flushInterval: 3, nodeInterval: 3, trieCacheBytes: 0)
    let parallel = try ChainLedger.create(
      in: store, genesis: TestChain.genesis(.osaka), machine: TestChain.machine(),
      settings: settings, runner: PoolRunner(pool))
    let serial = try MemoryLedger.fresh(settings: settings)
    var random = SeededRandom(2)
    for _ in 0..<9 {
      let executed = try Self.block(serial, slots: 200, below: 600, &random)
      try serial.commit(executed)
      try parallel.commit(try parallel.execute(executed.encoded))
      #expect(parallel.headHash == serial.headHash)
    }
    pool.shutDown()
  }
}
