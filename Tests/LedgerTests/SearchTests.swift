import BlockExecution
import ChainTypes
import EVM
import MerkleTrie
import Testing

@testable import Ledger

@Suite struct SearchTests {
  @Test func `every block and transaction is found by its hash and no other`() throws {
    var random = SeededRandom(21)
    let ledger = try MemoryLedger.fresh()
    var blocks: [ExecutedBlock] = []
    for step in 0..<22 {
      let built = try ledger.buildRandom(&random)
      if step % 5 == 4 {
        try ledger.stage(built.executed)
      } else {
        try ledger.commit(built.executed)
      }
      blocks.append(built.executed)
    }
    try ledger.stage(try ledger.buildRandom(&random).executed)
    for executed in blocks {
      let number = executed.block.header.number
      let found = try #require(try ledger.block(number))
      #expect(found.block == executed.block && found.receipts == executed.result.receipts)
      #expect(found.senders == executed.result.senders)
      #expect(try found.accessList() == executed.result.accessList)
      #expect(try ledger.block(executed.hash)?.number == number)
      #expect(try ledger.hash(number) == executed.hash)
      for (index, transaction) in executed.block.transactions.enumerated() {
        let found = try #require(try ledger.transaction(transaction.hash))
        #expect(found.index == index && found.block.number == number)
        #expect(found.sender == executed.result.senders[index])
        let receipts = OrderedTrie.root(of: executed.result.receipts.map { $0.encoded() })
        let proof = try #require(try ledger.receiptProof(number, index: index))
        #expect(
          try TrieProof.item(index, root: receipts, nodes: proof) == found.receipt.encoded())
        let nodes = try #require(try ledger.transactionProof(number, index: index))
        #expect(
          try TrieProof.item(index, root: found.block.header.transactionsRoot, nodes: nodes)
            == transaction.encoded())
      }
    }
    #expect(try ledger.block(Hash(5)) == nil)
    #expect(try ledger.transaction(Hash(5)) == nil)
    #expect(try ledger.block(400) == nil)
    #expect(try ledger.block(ledger.genesisHash)?.number == 0)
  }

  /// All logs, the plain way.
  static func all(_ ledger: MemoryLedger) throws -> [FoundLog] {
    var result: [FoundLog] = []
    for number in 0...ledger.head.number {
      guard let block = try ledger.block(number) else { continue }
      var logIndex = 0
      for (index, receipt) in block.receipts.enumerated() {
        for log in receipt.logs {
          result.append(
            FoundLog(
              log: log, blockNumber: number, blockHash: block.hash,
              transactionHash: block.block.transactions[index].hash, transactionIndex: index,
              logIndex: logIndex))
          logIndex += 1
        }
      }
    }
    return result
  }

  @Test func `a search of logs finds what reading everything finds`() throws {
    for seed in 0..<4 as Range<UInt64> {
      var random = SeededRandom(seed)
      let ledger = try MemoryLedger.fresh(
        settings: LedgerSettings(flushInterval: 5, history: 20))
      for _ in 0..<43 { try ledger.appendRandom(&random) }
      // What went back leaves rows that name blocks twice.
      try ledger.rewind(to: 37)
      for _ in 0..<9 { try ledger.appendRandom(&random) }
      let all = try Self.all(ledger)
      #expect(all.count > 50)
      for _ in 0..<60 {
        let filter = Self.filter(&random, all)
        let expected = all.filter {
          $0.blockNumber >= filter.from && $0.blockNumber <= filter.to && filter.matches($0.log)
        }
        #expect(try ledger.logs(filter) == expected, "seed \(seed), \(filter)")
        let last = expected.last?.blockNumber
        #expect(
          try ledger.lastLogs(filter) == expected.filter { $0.blockNumber == last },
          "seed \(seed), \(filter)")
      }
    }
  }

  static func filter(_ random: inout SeededRandom, _ all: [FoundLog]) -> LogFilter {
    let from = UInt64(random.below(50))
    var filter = LogFilter(from: from, to: from + UInt64(random.below(50)))
    for _ in 0..<random.below(3) {
      filter.addresses.append(all[random.below(all.count)].log.address)
    }
    if random.below(2) == 0 {
      filter.topics.append(
        (0..<random.below(4)).map { _ in Hash(Word(UInt64(random.below(45)))) })
    }
    return filter
  }
}
