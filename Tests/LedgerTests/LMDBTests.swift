import BlockExecution
import ChainTypes
import EVM
import Ledger
import LedgerStorage
import LinuxIO
import Testing

@Suite struct LMDBTests {
  @Test(arguments: [Fork.byzantium, .osaka])
  func `a ledger on LMDB has the blocks of one in memory and finds them again`(fork: Fork) throws {
    let folder = try TemporaryFolder(prefix: "ledger")
    var random = SeededRandom(3)
    let settings = LedgerSettings(flushInterval: 4, nodeInterval: 8)
    let memory = try MemoryLedger.fresh(fork, settings: settings)
    do {
      let store = try LMDBLedgerStore(folder: folder.path, mapSize: 64 << 20)
      let ledger = try ChainLedger.create(
        in: store, genesis: TestChain.genesis(fork), machine: TestChain.machine(),
        settings: settings)
      for _ in 0..<18 {
        let built = try memory.appendRandom(&random)
        try ledger.commit(try ledger.execute(built.encoded))
        #expect(ledger.headHash == memory.headHash)
      }
    }
    let store = try LMDBLedgerStore(folder: folder.path, mapSize: 64 << 20)
    let ledger = try ChainLedger.open(
      in: store, chain: TestChain.genesis(fork), machine: TestChain.machine(), settings: settings)
    #expect(ledger.headHash == memory.headHash && ledger.flushedHeight == 16)
    #expect(ledger.state.root() == memory.head.stateRoot)
    #expect(throws: (any Error).self) {
      try ChainLedger.create(
        in: store, genesis: TestChain.genesis(fork), machine: TestChain.machine())
    }
  }
}
