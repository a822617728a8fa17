import BlockExecution
import ChainTypes
import EVM
import Testing

@testable import Ledger

/// Blocks that are behind the head and not stored yet.
@Suite struct StagedTests {
  private func stage(_ count: Int, on ledger: MemoryLedger, _ random: inout SeededRandom) throws {
    for _ in 0..<count { try ledger.stage(try ledger.buildRandom(&random).executed) }
  }

  @Test(arguments: [64, 3] as [UInt64])
  func `what is committed with staged blocks is there with them and after a restart`(
    interval: UInt64
  ) throws {
    var random = SeededRandom(5)
    let settings = LedgerSettings(flushInterval: interval, nodeInterval: interval)
    let ledger = try MemoryLedger.fresh(.osaka, settings: settings)
    try stage(4, on: ledger, &random)
    let item = BesideBlock(number: 3, kind: 2, signer: Address(Word(9)), bytes: [7])
    try ledger.commitStaged(values: [DurableValue("lock", [4])], beside: [item])
    let opened = try MemoryLedger.reopened(ledger.store.copy, .osaka, settings: settings)
    for one in [ledger, opened] {
      #expect(one.head.number == 4 && one.stagedCount == 0)
      #expect(try one.value("lock") == [4])
      #expect(try one.beside(3) == [item])
    }
    #expect(opened.headHash == ledger.headHash)
  }

  @Test func `what was staged and taken back was never there`() throws {
    var random = SeededRandom(6)
    let ledger = try MemoryLedger.fresh(.osaka)
    _ = try ledger.appendRandom(&random)
    let (hash, root) = (ledger.headHash, ledger.state.root())
    try stage(3, on: ledger, &random)
    let waiting = try ledger.buildRandom(&random).executed
    try ledger.discardStaged()
    #expect(ledger.headHash == hash && ledger.stagedCount == 0 && ledger.state.root() == root)
    #expect(throws: (any Error).self) { try ledger.commit(waiting) }
    _ = try ledger.appendRandom(&random)
    let opened = try MemoryLedger.reopened(ledger.store.copy, .osaka)
    #expect(opened.headHash == ledger.headHash && opened.head.number == 2)
  }

  @Test func `a value that is set while blocks are staged does not hide later ones`() throws {
    var random = SeededRandom(7)
    let ledger = try MemoryLedger.fresh(.osaka)
    _ = try ledger.appendRandom(&random)
    try stage(5, on: ledger, &random)
    try ledger.setValues([DurableValue("lock", [1])])
    try ledger.discardStaged()
    // Of a height that was staged when the first was set.
    let next = try ledger.buildRandom(&random).executed
    try ledger.commit(next, values: [DurableValue("lock", [2])])
    #expect(try ledger.value("lock") == [2])
    #expect(try MemoryLedger.reopened(ledger.store.copy, .osaka).value("lock") == [2])
  }

  @Test func `an earlier state is read without storing what is staged`() throws {
    var random = SeededRandom(8)
    let ledger = try MemoryLedger.fresh(.osaka)
    _ = try ledger.appendRandom(&random)
    let root = ledger.head.stateRoot
    try stage(2, on: ledger, &random)
    let waiting = try ledger.buildRandom(&random).executed
    #expect(try ledger.earlierState(1, provable: true).root() == root)
    #expect(ledger.stagedCount == 2)
    try ledger.commit(waiting)
    #expect(ledger.head.number == 4)
  }
}
