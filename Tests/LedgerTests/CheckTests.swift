import BlockExecution
import ChainTypes
import EVM
import Testing

@testable import Ledger

@Suite struct CheckTests {
  static func sample(_ seed: UInt64, _ fork: Fork = .osaka) throws -> MemoryLedger {
    var random = SeededRandom(seed)
    let ledger = try MemoryLedger.fresh(
      fork, settings: LedgerSettings(flushInterval: 5, nodeInterval: 10, history: 8))
    for number in 0..<13 as Range<UInt8> {
      let built = try ledger.buildRandom(&random)
      try ledger.commit(
        built.executed, attachments: [Attachment(kind: 0, bytes: [number, 9])],
        values: [DurableValue("cursor", [number, 1, 2])])
    }
    try ledger.putBeside([BesideBlock(number: 10, kind: 1, signer: Address(Word(5)), bytes: [1])])
    try ledger.setCovered(7)
    return ledger
  }

  @Test(arguments: [Fork.frontier, .byzantium, .osaka])
  func `a sound ledger is found sound and counted`(fork: Fork) throws {
    let ledger = try Self.sample(1, fork)
    let check = try ledger.check()
    #expect(check.findings == [])
    #expect(check.blocks == 14 && check.besides == 1 && check.indexes > 1 && check.windows > 0)
    #expect(check.stateRoot == ledger.head.stateRoot)
    #expect(check.accounts >= 6 && check.codes > 0 && check.nodes > 4)
    try ledger.rewind(to: 10, force: true)
    #expect(try ledger.check().findings == [])
  }

  @Test func `a store of another format is told as that, whatever its sums are`() throws {
    let store = try Self.sample(3).store.copy
    let index = try #require(store.tables[.meta]?.keys.firstIndex(of: MetaKey.format))
    store.change(.meta, index) { $0 = [0, 0, 0, 0, 0, 0, 0, 1, 9, 9, 9, 9, 9, 9, 9, 9] }
    for open in [
      { _ = try MemoryLedger.reopened(store) }, { _ = try MemoryLedger.genesisDocument(in: store) },
    ] {
      do {
        try open()
        Issue.record("it was opened")
      } catch let error as LedgerError<MemoryStore.Refused> {
        guard case .format(1) = error else { throw error }
      }
    }
  }

  /// Opens a damaged copy and checks it; true when either says that something is wrong.
  static func isFound(_ store: MemoryStore) throws -> Bool {
    let ledger: MemoryLedger
    do {
      ledger = try MemoryLedger.reopened(
        store, settings: LedgerSettings(flushInterval: 5, nodeInterval: 10, history: 8))
    } catch { return true }
    return try !ledger.check().isSound
  }

  @Test func `a changed byte of any row is found`() throws {
    var random = SeededRandom(6)
    let ledger = try Self.sample(2)
    try ledger.flush()
    for table in LedgerTable.allCases {
      let rows = try #require(ledger.store.tables[table])
      #expect(!rows.keys.isEmpty, "\(table)")
      for _ in 0..<8 {
        let index = random.below(rows.keys.count)
        let count = rows.values[index].count
        guard count > 0 else { continue }
        let (place, mask) = (random.below(count), UInt8(1 + random.below(255)))
        let store = ledger.store.copy
        store.change(table, index) { $0[place] ^= mask }
        #expect(
          try Self.isFound(store), "\(table) \(rows.keys[index]), byte \(place) of \(count)")
      }
    }
  }

  @Test func `a changed or missing key of any row is found`() throws {
    var random = SeededRandom(7)
    let ledger = try Self.sample(3)
    try ledger.flush()
    for table in LedgerTable.allCases {
      let rows = try #require(ledger.store.tables[table])
      for _ in 0..<6 {
        let index = random.below(rows.keys.count)
        let store = ledger.store.copy
        let place = random.below(rows.keys[index].count)
        let mask = UInt8(1 + random.below(255))
        store.changeKey(table, index) { $0[place] ^= mask }
        #expect(try Self.isFound(store), "\(table) \(rows.keys[index]), byte \(place)")
        // What came beside a block, the last windows and durable values may be missing.
        if [.beside, .windows, .meta].contains(table) { continue }
        let thinned = ledger.store.copy
        thinned.remove(table, index)
        #expect(try Self.isFound(thinned), "\(table) \(rows.keys[index]) missing")
      }
    }
  }
}
