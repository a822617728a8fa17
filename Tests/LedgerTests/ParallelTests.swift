import BlockExecution
import ChainTypes
import EVM
import LedgerStorage
import LinuxIO
import Testing

@testable import Ledger

@Suite struct ParallelTests {
  private func executor<S: LedgerStore>(
    _ ledger: ChainLedger<S>, workers: Int, seed: UInt64
  ) -> ParallelExecutor<LedgerState<S>, ScheduledRunner> {
    let executor = ParallelExecutor<LedgerState<S>, ScheduledRunner>(
      machine: TestChain.machine(), chainID: 1,
      runner: ScheduledRunner(workers: workers, seed: seed), clock: { 0 })
    executor.isAdaptive = false
    return executor
  }

  @Test(arguments: [Fork.frontier, .byzantium, .osaka])
  func `blocks built with workers are those of the serial loop`(fork: Fork) throws {
    var completed = 0
    for seed in 1...4 as ClosedRange<UInt64> {
      var random = SeededRandom(seed)
      let serial = try MemoryLedger.fresh(fork)
      let parallel = try MemoryLedger.fresh(fork)
      let executor = executor(parallel, workers: 1 + Int(seed % 3), seed: seed)
      for _ in 0..<16 {
        let batch = TestChain.batch(&random, on: serial.state, contracts: [TestChain.recorder])
        let template = BlockTemplate(
          timestamp: serial.head.timestamp + 1, coinbase: TestChain.coinbase)
        let expected = try serial.build(template, batch)
        let built = try parallel.build(template, batch, by: executor)
        #expect(built.executed.hash == expected.executed.hash, "seed \(seed)")
        #expect(built.skipped == expected.skipped)
        #expect(built.executed.result.accessList == expected.executed.result.accessList)
        try serial.commit(expected.executed)
        try parallel.commit(built.executed)
      }
      completed += executor.total.completed
    }
    // Workers hash logs of what the committer executed; before Byzantium nothing is shared.
    #expect((completed > 0) == (fork >= .byzantium))
  }

  @Test func `what a batch has no room for is the same as in the serial loop`() throws {
    let serial = try MemoryLedger.fresh()
    let parallel = try MemoryLedger.fresh()
    let executor = executor(parallel, workers: 2, seed: 5)
    // Half of the block's gas may be used: 30 million.
    let gas: [UInt64] = [16_000_000, 14_100_000, 16_500_000, 29_980_000, 100_000]
    let batch = gas.enumerated().map { index, limit in
      let sender = TestChain.senders[index % 4]
      return BatchTransaction(
        TestChain.transaction(
          from: sender, nonce: UInt64(index / 4), to: TestChain.recorder,
          data: Word(UInt64(index)).bytes + Word(7).bytes, gas: limit), sender: sender)
    }
    let template = BlockTemplate(timestamp: 2_000, coinbase: TestChain.coinbase)
    let expected = try serial.build(template, batch)
    let built = try parallel.build(template, batch, by: executor)
    #expect(built.skipped == expected.skipped)
    #expect(built.executed.hash == expected.executed.hash)
  }

  @Test func `a block executed with its access list on several threads of LMDB holds`() throws {
    let folder = try TemporaryFolder(prefix: "ledger")
    var random = SeededRandom(8)
    let memory = try MemoryLedger.fresh()
    let store = try LMDBLedgerStore(folder: folder.path, mapSize: 64 << 20)
    let pool = try WorkerPool(workers: 2)
    let ledger = try ChainLedger.create(
      in: store, genesis: TestChain.genesis(.osaka), machine: TestChain.machine(),
      settings: LedgerSettings(flushInterval: 4), runner: PoolRunner(pool))
    let executor = executor(ledger, workers: 2, seed: 8)
    for step in 0..<18 {
      let built = try memory.appendRandom(&random)
      // Every third list is of no use: that costs time only.
      let list = step % 3 == 2 ? BlockAccessList() : built.result.accessList
      let executed = try ledger.execute(
        built.block, encoded: built.encoded, by: executor, from: list)
      #expect(executed.result.accessList == built.result.accessList)
      try ledger.commit(executed)
      #expect(ledger.headHash == memory.headHash)
    }
  }

  @Test(arguments: [1, 2, 3])
  func `a right access list is found right, and is the block's own`(workers: Int) throws {
    var random = SeededRandom(3)
    let memory = try MemoryLedger.fresh()
    let ledger = try MemoryLedger.fresh()
    let executor = executor(ledger, workers: workers, seed: UInt64(workers))
    var count = 0
    for _ in 0..<30 {
      let built = try memory.appendRandom(&random)
      let list = built.result.accessList
      let executed = try ledger.execute(
        built.block, encoded: built.encoded, by: executor, from: list)
      #expect(executed.result.accessList == list)
      #expect(executed.result.receipts == built.result.receipts)
      try ledger.commit(executed)
      count += built.block.transactions.count
    }
    #expect(count > 30)
    // Now and then the committer is done before a worker has read the list.
    #expect(executor.total.agreed > count / 2)
    #expect(executor.total.adopted > 0)
  }

  @Test func `a read that fails on a worker fails the block`() throws {
    let ledger = try MemoryLedger.fresh()
    let executor = executor(ledger, workers: 2, seed: 1)
    let batch = TestChain.senders.map { sender in
      BatchTransaction(
        TestChain.transaction(
          from: sender, nonce: 0, to: TestChain.recorder, data: sender.word.bytes + [1]),
        sender: sender)
    }
    let template = BlockTemplate(timestamp: 2_000, coinbase: TestChain.coinbase)
    for reads in 1..<24 {
      ledger.store.getsUntilFailure = reads
      do throws(LedgerError<MemoryStore.Refused>) {
        let built = try ledger.build(template, batch, by: executor)
        ledger.store.getsUntilFailure = .max
        try ledger.discard(built.executed)
      } catch {
        ledger.store.getsUntilFailure = .max
        guard case .store = error else { throw error }
      }
    }
    let built = try ledger.build(template, batch, by: executor)
    let expected = try MemoryLedger.fresh().build(template, batch)
    #expect(built.executed.hash == expected.executed.hash)
  }

  @Test func `a large root on several threads is the one of a single thread`() throws {
    let pool = try WorkerPool(workers: 2)
    let (serial, parallel) = (MemoryStore(), MemoryStore())
    let genesis = TestChain.genesis(.osaka)
    let settings = LedgerSettings(flushInterval: 3)
    let one = try MemoryLedger.create(
      in: serial, genesis: genesis, machine: TestChain.machine(), settings: settings)
    let many = try MemoryLedger.create(
      in: parallel, genesis: genesis, machine: TestChain.machine(), settings: settings,
      runner: ScrambledRunner(width: pool.workers + 1))
    for block in 1...7 as ClosedRange<UInt64> {
      let batch = TestChain.senders.enumerated().map { index, sender in
        var data: [UInt8] = []
        for slot in 0..<60 as Range<UInt64> {
          data += Word(slot * 5 + UInt64(index)).bytes + Word(slot % 4 * block).bytes
        }
        return BatchTransaction(
          TestChain.transaction(
            from: sender, nonce: block - 1, to: TestChain.recorder, data: data, gas: 6_000_000),
          sender: sender)
      }
      let template = BlockTemplate(timestamp: 2_000 + block, coinbase: TestChain.coinbase)
      let expected = try one.build(template, batch).executed
      let built = try many.build(template, batch).executed
      #expect(built.hash == expected.hash)
      try one.commit(expected)
      try many.commit(built)
    }
  }
}

/// Claims several threads and runs the parts on one, the last first.
private final class ScrambledRunner: PartRunner {
  let width: Int
  init(width: Int) { self.width = width }
  func run(count: Int, _ body: @Sendable (_ index: Int) -> Void) {
    for index in (0..<count).reversed() { body(index) }
  }
}
