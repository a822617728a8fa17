import BlockExecution
import ChainTypes
import EVM
import Testing

@testable import Ledger

@Suite struct FailureTests {
  @Test func `a commit that fails changes nothing and can be tried again`() throws {
    for seed in 0..<6 as Range<UInt64> {
      var random = SeededRandom(seed)
      let ledger = try MemoryLedger.fresh()
      for step in 0..<20 {
        let built = try ledger.buildRandom(&random)
        let before = ledger.store.copy
        for _ in 0..<random.below(3) {
          switch random.below(3) {
          case 0: ledger.store.failing["begin"] = 1
          case 1: ledger.store.failing["commit"] = 1
          default: ledger.store.putsUntilFailure = 0
          }
          #expect(throws: LedgerError<MemoryStore.Refused>.self) {
            try ledger.commit(built.executed)
          }
          ledger.store.failing = [:]
          ledger.store.putsUntilFailure = .max
          #expect(ledger.head.number == UInt64(step))
          // A crash now leaves the block before.
          let crashed = try MemoryLedger.reopened(ledger.store.copy)
          #expect(crashed.headHash == ledger.headHash, "seed \(seed), step \(step)")
        }
        #expect(
          ledger.store.copy.tables.mapValues { $0.keys } == before.tables.mapValues { $0.keys })
        try ledger.commit(built.executed)
        #expect(ledger.headHash == built.executed.hash)
      }
      #expect(try MemoryLedger.reopened(ledger.store).headHash == ledger.headHash)
    }
  }

  @Test func `a flush that fails in the middle can be tried again or given up`() throws {
    for puts in 0..<30 {
      var random = SeededRandom(3)
      let ledger = try MemoryLedger.fresh()
      for _ in 0..<3 { try ledger.appendRandom(&random) }
      let built = try ledger.buildRandom(&random)
      ledger.store.putsUntilFailure = puts
      do {
        try ledger.commit(built.executed)
        #expect(puts > 5)
        continue
      } catch {}
      ledger.store.putsUntilFailure = .max
      if puts % 2 == 0 {
        try ledger.discard(built.executed)
        try ledger.appendRandom(&random)
      } else {
        try ledger.commit(built.executed)
      }
      #expect(ledger.flushedHeight == 4)
      for _ in 0..<6 { try ledger.appendRandom(&random) }
      #expect(try MemoryLedger.reopened(ledger.store).headHash == ledger.headHash)
    }
  }

  @Test func `an error while reading is thrown and nothing of the block stays`() throws {
    var random = SeededRandom(8)
    let maker = try MemoryLedger.fresh()
    let ledger = try MemoryLedger.fresh(
      settings: LedgerSettings(flushInterval: 4, trieCacheBytes: 0))
    for _ in 0..<16 {
      let built = try maker.appendRandom(&random)
      for skipped in 0..<12 {
        ledger.store.getsUntilFailure = skipped
        do {
          let executed = try ledger.execute(built.encoded)
          ledger.store.getsUntilFailure = .max
          try ledger.discard(executed)
        } catch {
          ledger.store.getsUntilFailure = .max
          guard case .store = error else {
            Issue.record("\(error)")
            continue
          }
        }
      }
      try ledger.commit(try ledger.execute(built.encoded))
      #expect(ledger.headHash == built.hash)
    }
  }

  @Test func `a creation that is interrupted leaves no ledger and begins anew`() throws {
    for puts in [0, 1, 4, 20] {
      let store = MemoryStore()
      store.putsUntilFailure = puts
      #expect(throws: LedgerError<MemoryStore.Refused>.self) {
        _ = try MemoryLedger.fresh(store: store)
      }
      store.putsUntilFailure = .max
      #expect(try !MemoryLedger.exists(in: store))
      #expect(throws: LedgerError<MemoryStore.Refused>.self) {
        _ = try MemoryLedger.reopened(store)
      }
      let ledger = try MemoryLedger.fresh(store: store)
      #expect(ledger.head.number == 0)
      #expect(try MemoryLedger.genesisDocument(in: store) == Array("a test".utf8))
    }
  }

  @Test func `recovery names the first block whose writes do not lead to its root`() throws {
    let settings = LedgerSettings(flushInterval: 100)
    let ledger = try MemoryLedger.fresh(settings: settings)
    for number in 1...4 as ClosedRange<UInt64> {
      let sender = TestChain.senders[0]
      let call = TestChain.transaction(
        from: sender, nonce: number - 1, to: TestChain.recorder,
        data: Word(3).bytes + Word(number).bytes)
      let built = try ledger.build(
        BlockTemplate(timestamp: 2_000 + number, coinbase: TestChain.coinbase),
        [BatchTransaction(call, sender: sender)])
      try ledger.commit(built.executed)
    }
    let store = ledger.store.copy
    // Block 2 wrote what block 3 writes: at the head the state is the right one all the same.
    let other = try BlockRecord(decoding: try #require(store.tables[.blocks]).values[3])
    store.change(.blocks, 2) { bytes in
      guard var record = try? BlockRecord(decoding: bytes) else { return }
      record.writes = other.writes
      bytes = record.encoded()
    }
    do {
      _ = try MemoryLedger.reopened(store, settings: settings)
      Issue.record("it was opened")
    } catch LedgerError<MemoryStore.Refused>.damaged(.stateRoot(let number, _, _)) {
      #expect(number == 2)
    }
  }

  @Test func `another chain's rules do not open the ledger`() throws {
    let ledger = try MemoryLedger.fresh(.osaka)
    #expect(throws: LedgerError<MemoryStore.Refused>.self) {
      _ = try MemoryLedger.reopened(ledger.store, .london)
    }
  }
}
