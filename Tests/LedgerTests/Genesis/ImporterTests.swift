import BlockExecution
import ChainTypes
import EVM
import Testing

@testable import Ledger

@Suite struct ImporterTests {
  /// Encoded blocks of a chain that is extended at random from where a ledger stands.
  private func extend(
    _ ledger: ChainLedger<MemoryStore>, _ count: Int, seed: UInt64
  ) throws -> [ChainFileBlock] {
    var random = SeededRandom(seed)
    return try (0..<count).map { _ in
      try ChainFileBlock(try ledger.appendRandom(&random).encoded)
    }
  }

  private func pair(
    _ fork: Fork
  ) throws -> (source: ChainLedger<MemoryStore>, importer: ChainImporter<MemoryStore>) {
    let genesis = TestChain.genesis(fork)
    var settings = LedgerSettings()
    settings.flushInterval = 3
    let make = { () throws in
      try ChainLedger.create(
        in: MemoryStore(), genesis: genesis, machine: TestChain.machine(), settings: settings)
    }
    return (try make(), try ChainImporter(try make(), interval: 4))
  }

  @Test(arguments: [Fork.frontier, .berlin, .osaka])
  func `blocks are taken once, and the head is the source's`(fork: Fork) throws {
    let (source, importer) = try pair(fork)
    let blocks = try extend(source, 11, seed: 5)
    for block in blocks {
      guard case .extended = try importer.importBlock(block) else {
        Issue.record("block \(block.number) did not extend the chain")
        return
      }
    }
    #expect(try blocks.allSatisfy { try importer.importBlock($0) == .known })
    try importer.commit()
    #expect(importer.ledger.headHash == source.headHash)
    #expect(try importer.ledger.check().stateRoot == source.head.stateRoot)
  }

  @Test func `a branch becomes the chain when it is longer, and can be left again`() throws {
    let (source, importer) = try pair(.osaka)
    let first = try extend(source, 7, seed: 1)
    try source.rewind(to: 3)
    let second = try extend(source, 6, seed: 2)
    for block in first { _ = try importer.importBlock(block) }
    for block in second.dropLast(2) {
      #expect(try importer.importBlock(block) == .beside, "\(block.number)")
    }
    #expect(importer.ledger.headHash == first[6].hash)
    #expect(try importer.importBlock(second[4]) == .reorganised)
    guard case .extended = try importer.importBlock(second[5]) else {
      Issue.record("the new chain was not extended")
      return
    }
    #expect(importer.ledger.headHash == source.headHash)
    #expect(try importer.importBlock(first[6]) == .known)
    _ = try importer.ledger.check()
  }

  @Test func `an invalid block of a branch leaves the chain as it was`() throws {
    let (source, importer) = try pair(.osaka)
    let blocks = try extend(source, 5, seed: 1)
    for block in blocks { _ = try importer.importBlock(block) }
    var wrong = try Block(decoding: blocks[2].encoded)
    wrong.header.stateRoot = Hash(1)
    let bad = try ChainFileBlock(wrong.encoded())
    #expect(throws: (any Error).self) { try importer.importBlock(bad) }
    wrong.header.parentHash = Hash(2)
    let orphan = try ChainFileBlock(wrong.encoded())
    #expect(throws: (any Error).self) { try importer.importBlock(orphan) }
    #expect(importer.ledger.headHash == source.headHash)
    _ = try importer.ledger.check()
  }

  @Test func `proof of work ends where the total difficulty says`() throws {
    let (source, _) = try pair(.london)
    let blocks = try extend(source, 3, seed: 1)
    var genesis = TestChain.genesis(.london)
    genesis.schedule.activations.append(.init(.paris))
    let after = { (count: Int) in
      blocks[..<count].reduce(genesis.header.difficulty) { $0 &+ $1.difficulty }
    }
    for (total, isTaken) in [(after(2), true), (after(1), false)] {
      genesis.schedule.terminalTotalDifficulty = total
      let ledger = try ChainLedger.create(
        in: MemoryStore(), genesis: genesis, machine: TestChain.machine())
      let importer = try ChainImporter(ledger)
      _ = try importer.importBlock(blocks[0])
      let second = try? importer.importBlock(blocks[1])
      #expect((second != nil) == isTaken)
      let third = try? importer.importBlock(blocks[2])
      #expect(third == nil)
    }
  }

  @Test func `a slot that is not what the trie says is found`() throws {
    let (source, _) = try pair(.osaka)
    _ = try extend(source, 4, seed: 9)
    #expect(try source.check().isSound)
    let store = source.store
    let key = LedgerKey.slot(TestChain.recorder, 1)
    try store.begin()
    try store.put(key, [0x77], in: .slots)
    try store.commit()
    #expect(try !source.check().isSound)
    try store.begin()
    try store.delete(key.span, in: .slots)
    try store.commit()
    #expect(try !source.check().isSound)
  }
}
