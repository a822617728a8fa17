import BlockExecution
import ChainTypes
import EVM
import Testing

@testable import Ledger

typealias MemoryLedger = ChainLedger<MemoryStore>

extension ChainLedger where Store == MemoryStore {
  static func fresh(
    _ fork: Fork = .osaka, store: MemoryStore = MemoryStore(),
    settings: LedgerSettings = LedgerSettings(flushInterval: 4)
  ) throws -> MemoryLedger {
    try create(
      in: store, genesis: TestChain.genesis(fork), machine: TestChain.machine(),
      settings: settings)
  }

  static func reopened(
    _ store: MemoryStore, _ fork: Fork = .osaka,
    settings: LedgerSettings = LedgerSettings(flushInterval: 4)
  ) throws -> MemoryLedger {
    try open(
      in: store, chain: TestChain.genesis(fork), machine: TestChain.machine(), settings: settings)
  }
}

extension MemoryState {
  /// The state that a test chain begins with.
  static func genesis(_ chain: ChainGenesis) -> MemoryState {
    let state = MemoryState()
    for account in chain.accounts {
      state.setAccount(
        account.address, nonce: account.nonce, balance: account.balance, code: account.code,
        storage: account.storage)
    }
    return state
  }
}

@Suite struct AppendingTests {
  static let forks: [Fork] = [.frontier, .spuriousDragon, .byzantium, .london, .shanghai, .osaka]

  static func memoryChain(_ fork: Fork) -> MemoryChain {
    let genesis = TestChain.genesis(fork)
    let state = MemoryState.genesis(genesis)
    var header = genesis.header
    header.stateRoot = state.root()
    return MemoryChain(
      genesis: header, state: state, schedule: genesis.schedule, chainID: genesis.chainID,
      machine: TestChain.machine())
  }

  @Test(arguments: forks)
  func `blocks built of random batches are those of a chain in memory`(fork: Fork) throws {
    for seed in 0..<6 as Range<UInt64> {
      var random = SeededRandom(seed)
      let interval = UInt64(1 + random.below(6))
      let settings = LedgerSettings(
        flushInterval: interval, nodeInterval: interval * UInt64(1 + random.below(3)),
        trieCacheBytes: random.below(2) == 0 ? 0 : 1 << 20)
      let ledger = try MemoryLedger.fresh(fork, settings: settings)
      let chain = Self.memoryChain(fork)
      #expect(ledger.headHash == chain.headHash)
      for step in 0..<25 {
        let built = try ledger.appendRandom(&random)
        let hash = try chain.importBlock(built.encoded)
        #expect(hash == built.hash && ledger.headHash == hash, "seed \(seed), step \(step)")
        #expect(ledger.store.views == 0)
      }
      let state = chain.headState
      for address in state.addresses {
        let expected = state.contents(of: address)!
        #expect(ledger.state.account(address)?.balance == expected.balance)
        #expect(ledger.state.allSlots(of: address).count == expected.storage.count)
        for slot in expected.storage {
          #expect(ledger.state.slot(address, slot.key) == slot.value)
        }
      }
    }
  }

  @Test(arguments: forks)
  func `a chain that is executed again from its blocks has the same heads`(fork: Fork) throws {
    var random = SeededRandom(77)
    let first = try MemoryLedger.fresh(fork)
    let second = try MemoryLedger.fresh(fork)
    for step in 0..<30 {
      let built = try first.appendRandom(&random)
      let executed = try second.execute(built.encoded)
      if step % 3 == 0 { try second.commit(executed) } else { try second.stage(executed) }
      #expect(second.headHash == first.headHash)
    }
    try second.commitStaged()
    #expect(try MemoryLedger.reopened(second.store, fork).headHash == first.headHash)
  }

  @Test(arguments: [Fork.frontier, .byzantium, .osaka])
  func `a ledger opened at any height is the one that was left`(fork: Fork) throws {
    for seed in 0..<4 as Range<UInt64> {
      var random = SeededRandom(seed)
      let settings = LedgerSettings(flushInterval: 3, nodeInterval: 6 + 3 * (seed % 2))
      var ledger = try MemoryLedger.fresh(fork, settings: settings)
      for step in 0..<30 {
        let built = try ledger.appendRandom(&random)
        let opened = try MemoryLedger.reopened(ledger.store.copy, fork, settings: settings)
        #expect(opened.headHash == built.hash, "seed \(seed), step \(step)")
        #expect(opened.state.root() == ledger.head.stateRoot)
        let isGoingOn = random.below(2) == 0
        if isGoingOn { ledger = opened }
      }
      try ledger.flush()
      #expect(ledger.flushedHeight == ledger.head.number)
      let opened = try MemoryLedger.reopened(ledger.store, fork, settings: settings)
      #expect(opened.headHash == ledger.headHash && opened.state.overlay.isEmpty)
    }
  }

  @Test func `what is discarded leaves no trace`() throws {
    for fork in Self.forks {
      for seed in 0..<4 as Range<UInt64> {
        var random = SeededRandom(seed)
        let ledger = try MemoryLedger.fresh(fork)
        for step in 0..<20 {
          let root = ledger.head.stateRoot
          if random.below(2) == 0 {
            let built = try ledger.buildRandom(&random)
            try ledger.discard(built.executed)
            #expect(ledger.state.root() == root, "\(fork), seed \(seed), step \(step)")
            #expect(throws: (any Error).self) { try ledger.commit(built.executed) }
          }
          try ledger.appendRandom(&random)
        }
        let opened = try MemoryLedger.reopened(ledger.store, fork)
        #expect(opened.headHash == ledger.headHash)
      }
    }
  }

  @Test func `a block that does not hold is refused and the next good one is taken`() throws {
    var random = SeededRandom(5)
    let maker = try MemoryLedger.fresh()
    let ledger = try MemoryLedger.fresh()
    for _ in 0..<12 {
      let built = try maker.appendRandom(&random)
      for change in 0..<5 {
        var block = built.block
        switch change {
        case 0: block.header.stateRoot = Hash(1)
        case 1: block.header.gasUsed += 1
        case 2: block.header.receiptsRoot = .zero
        case 3: block.header.parentHash = .zero
        default: block.header.timestamp = 0
        }
        #expect(throws: LedgerError<MemoryStore.Refused>.self) {
          try ledger.execute(block.encoded())
        }
      }
      try ledger.commit(try ledger.execute(built.encoded))
      #expect(ledger.headHash == built.hash)
    }
  }
}
