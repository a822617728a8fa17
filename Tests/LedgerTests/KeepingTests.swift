import BlockExecution
import ChainTypes
import EVM
import Testing

@testable import Ledger

@Suite struct KeepingTests {
  @Test func `durable values outlive every crash and the later one counts`() throws {
    for seed in 0..<6 as Range<UInt64> {
      var random = SeededRandom(seed)
      let settings = LedgerSettings(flushInterval: 3)
      var ledger = try MemoryLedger.fresh(settings: settings)
      var expected: [String: [UInt8]] = [:]
      for step in 0..<40 {
        let name = "n\(random.below(4))"
        let bytes: [UInt8] = random.below(4) == 0 ? [] : [UInt8(step), 7]
        switch random.below(4) {
        case 0: try ledger.setValues([DurableValue(name, bytes)])
        case 1:
          try ledger.putBeside([], values: [DurableValue(name, bytes)])
        default:
          let built = try ledger.buildRandom(&random)
          try ledger.commit(built.executed, values: [DurableValue(name, bytes)])
        }
        expected[name] = bytes.isEmpty ? nil : bytes
        if random.below(2) == 0 {
          ledger = try MemoryLedger.reopened(ledger.store.copy, settings: settings)
        }
        for name in ["n0", "n1", "n2", "n3"] {
          #expect(try ledger.value(name) == expected[name], "seed \(seed), step \(step)")
        }
        let all = try ledger.values()
        #expect(all.count == expected.count)
      }
    }
  }

  @Test func `what came beside a block is found with it`() throws {
    var random = SeededRandom(2)
    let ledger = try MemoryLedger.fresh()
    for _ in 0..<6 { try ledger.appendRandom(&random) }
    let items = [
      BesideBlock(number: 3, kind: 1, signer: Address(Word(1)), bytes: [1]),
      BesideBlock(number: 3, kind: 1, signer: Address(Word(2)), bytes: [2]),
      BesideBlock(number: 3, kind: 2, signer: Address(Word(1)), bytes: []),
    ]
    try ledger.putBeside(items + [BesideBlock(number: 4, kind: 0, signer: .zero, bytes: [4])])
    let opened = try MemoryLedger.reopened(ledger.store.copy)
    #expect(try opened.beside(3) == items)
    #expect(try opened.beside(5) == [])
  }

  @Test func `what comes with a block's commit stands beside it in the same transaction`() throws {
    for interval in [1, 3, 64] as [UInt64] {
      var random = SeededRandom(5)
      let settings = LedgerSettings(flushInterval: interval)
      let ledger = try MemoryLedger.fresh(settings: settings)
      for number in 1...7 as ClosedRange<UInt64> {
        let built = try ledger.buildRandom(&random)
        let item = BesideBlock(
          number: number, kind: 2, signer: Address(Word(number)), bytes: [UInt8(number)])
        ledger.store.failing["commit"] = 1
        #expect(throws: LedgerError<MemoryStore.Refused>.self) {
          try ledger.commit(built.executed, beside: [item])
        }
        ledger.store.failing = [:]
        #expect(try MemoryLedger.reopened(ledger.store.copy).beside(number) == [])
        let commits = ledger.store.commits
        try ledger.commit(built.executed, beside: [item])
        #expect(ledger.store.commits == commits + 1)
        let opened = try MemoryLedger.reopened(ledger.store.copy, settings: settings)
        #expect(opened.headHash == built.executed.hash)
        #expect(try opened.beside(number) == [item])
      }
    }
  }

  @Test func `too much beside a block is refused with the block`() throws {
    var random = SeededRandom(6)
    let ledger = try MemoryLedger.fresh()
    let built = try ledger.buildRandom(&random)
    let bytes = [UInt8](repeating: 0, count: LedgerLimits.attachmentBytes + 1)
    let item = BesideBlock(number: 1, kind: 2, signer: .zero, bytes: bytes)
    #expect(throws: LedgerError<MemoryStore.Refused>.self) {
      try ledger.commit(built.executed, beside: [item])
    }
    #expect(ledger.head.number == 0)
    try ledger.commit(built.executed)
  }

  @Test func `blocks go when there are too many and never before a checkpoint covers them`() throws
  {
    var random = SeededRandom(3)
    let settings = LedgerSettings(flushInterval: 8, history: 8, retention: .blocks(10))
    let ledger = try MemoryLedger.fresh(settings: settings)
    // 256 blocks for BLOCKHASH, and what two flushes may be late.
    var refused: ExecutedBlock?
    for _ in 0..<400 where refused == nil {
      let built = try ledger.build(
        BlockTemplate(timestamp: ledger.head.timestamp + 1, coinbase: .zero), [])
      do { try ledger.commit(built.executed) } catch {
        guard case .retention(let oldest, let covered) = error else { throw error }
        #expect(oldest == 1 && covered == 0)
        refused = built.executed
      }
    }
    let waiting = try #require(refused)
    #expect(ledger.head.number == 272)
    #expect(try MemoryLedger.reopened(ledger.store.copy).head.number == 272)
    #expect(throws: LedgerError<MemoryStore.Refused>.self) { try ledger.commit(waiting) }
    // Covered, the same block goes in without a restart.
    try ledger.setCovered(260)
    try ledger.commit(waiting)
    #expect(ledger.oldestHeight == 10)
    for _ in 0..<20 { try ledger.appendRandom(&random) }
    #expect(try ledger.block(1) == nil)
    #expect(try ledger.block(0) != nil)
    #expect(try ledger.block(ledger.oldestHeight) != nil)
    #expect(try ledger.block(ledger.oldestHeight - 1) == nil)
    #expect(try ledger.check().findings == [])
    #expect(try MemoryLedger.reopened(ledger.store).headHash == ledger.headHash)
  }

  @Test func `bytes are kept within about the limit`() throws {
    var random = SeededRandom(4)
    let settings = LedgerSettings(flushInterval: 8, history: 8, retention: .bytes(150_000))
    let ledger = try MemoryLedger.fresh(settings: settings)
    for _ in 0..<500 {
      let built = try ledger.build(
        BlockTemplate(timestamp: ledger.head.timestamp + 1, coinbase: .zero), [])
      try ledger.setCovered(ledger.head.number)
      try ledger.commit(built.executed)
    }
    #expect(ledger.oldestHeight > 1)
    #expect(ledger.store.usedBytes < 200_000, "\(ledger.store.usedBytes)")
    for _ in 0..<8 { try ledger.appendRandom(&random) }
    #expect(try ledger.check().findings == [])
  }

  @Test func `blocks go by their age, covered ones alone`() throws {
    var random = SeededRandom(5)
    let settings = LedgerSettings(
      flushInterval: 8, history: 8, retention: .bytes(1 << 30), keepSeconds: 3_000)
    let ledger = try MemoryLedger.fresh(settings: settings)
    func append(_ count: Int) throws {
      for _ in 0..<count {
        let template = BlockTemplate(timestamp: ledger.head.timestamp + 10, coinbase: .zero)
        try ledger.commit(try ledger.build(template, []).executed)
      }
    }
    try append(400)
    #expect(ledger.oldestHeight == 1, "nothing is covered")
    try ledger.setCovered(50)
    try append(8)
    #expect(ledger.oldestHeight == 51)
    try ledger.setCovered(400)
    try append(8)
    let oldest = try #require(try ledger.block(ledger.oldestHeight)).block.header
    #expect(ledger.head.timestamp - oldest.timestamp <= 3_000 + 80)
    #expect(ledger.head.timestamp - oldest.timestamp > 2_800)
    for _ in 0..<8 { try ledger.appendRandom(&random) }
    #expect(try ledger.check().findings == [])
    #expect(try MemoryLedger.reopened(ledger.store).headHash == ledger.headHash)
  }
}
