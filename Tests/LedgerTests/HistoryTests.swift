import BlockExecution
import ChainTypes
import EVM
import MerkleTrie
import Testing

@testable import Ledger

@Suite struct HistoryTests {
  /// A random chain with the state of each height in memory.
  struct Twin {
    let ledger: MemoryLedger
    let chain: MemoryChain
    var hashes: [Hash] = []
    var encoded: [[UInt8]] = [[]]

    init(_ fork: Fork, settings: LedgerSettings) throws {
      ledger = try MemoryLedger.fresh(fork, settings: settings)
      chain = AppendingTests.memoryChain(fork)
      hashes = [ledger.headHash]
    }

    mutating func append(_ random: inout SeededRandom) throws {
      let built = try ledger.appendRandom(&random)
      encoded.append(built.encoded)
      hashes.append(try chain.importBlock(built.encoded))
    }

    func state(_ height: Int) -> MemoryState { chain.state(after: hashes[height])! }
  }

  static func expectSame(_ state: LedgerState<MemoryStore>, _ expected: MemoryState) {
    for address in expected.addresses {
      let account = expected.account(address)
      let found = state.account(address)
      #expect(found?.nonce == account?.nonce && found?.balance == account?.balance)
      #expect(found?.codeHash == account?.codeHash)
      if let hash = account?.codeHash { #expect(state.code(hash) == expected.code(hash)) }
      for key in 0..<40 as Range<UInt64> {
        #expect(state.slot(address, Word(key)) == expected.slot(address, Word(key)))
      }
    }
    #expect(state.failure == nil)
  }

  @Test(arguments: [Fork.frontier, .byzantium, .osaka])
  func `the state of each kept height is what it was`(fork: Fork) throws {
    for seed in 0..<3 as Range<UInt64> {
      var random = SeededRandom(seed)
      let settings = LedgerSettings(
        flushInterval: 3, nodeInterval: 3 + 3 * seed, history: 12)
      var twin = try Twin(fork, settings: settings)
      for _ in 0..<26 { try twin.append(&random) }
      let oldest = Int(try twin.ledger.oldestState())
      #expect(oldest <= 14)
      for height in oldest...26 {
        let state = try twin.ledger.state(at: UInt64(height))
        let expected = twin.state(height)
        Self.expectSame(state, expected)
        for address in twin.state(26).addresses where expected.account(address) == nil {
          #expect(state.account(address) == nil, "seed \(seed), height \(height)")
        }
        #expect(state.blockHash(UInt64(height)) == twin.hashes[height])
        #expect(state.blockHash(UInt64(height) + 1) == .zero)
      }
      if oldest > 0 {
        #expect(throws: LedgerError<MemoryStore.Refused>.self) {
          try twin.ledger.state(at: UInt64(oldest) - 1)
        }
      }
    }
  }

  @Test(arguments: [Fork.frontier, .london, .osaka])
  func `proofs of every kept height hold against its header`(fork: Fork) throws {
    var random = SeededRandom(4)
    let settings = LedgerSettings(flushInterval: 4, nodeInterval: 8, history: 12)
    var twin = try Twin(fork, settings: settings)
    for _ in 0..<22 { try twin.append(&random) }
    for height in Int(try twin.ledger.oldestState())...22 {
      let expected = twin.state(height)
      let root = expected.root()
      for address in [TestChain.recorder, TestChain.senders[0], Address(Word(0xe001)), .zero] {
        let slots: [Word] = [0, 1, 7, 39, 1000]
        let proof = try twin.ledger.proof(of: address, slots: slots, at: UInt64(height))
        let account = try TrieProof.account(address, stateRoot: root, nodes: proof.nodes)
        #expect(account == proof.account)
        #expect(account?.balance == expected.account(address)?.balance)
        for (slot, proved) in zip(slots, proof.slots) {
          let value = try TrieProof.slot(
            slot, storageRoot: account?.storageRoot ?? Keccak256.emptyTrieRoot,
            nodes: proved.nodes)
          #expect(value == proved.value && value == expected.slot(address, slot))
        }
      }
    }
  }

  @Test(arguments: [Fork.frontier, .byzantium, .osaka])
  func `a chain that goes back and forward again has the same hashes`(fork: Fork) throws {
    for seed in 0..<5 as Range<UInt64> {
      var random = SeededRandom(seed)
      let settings = LedgerSettings(
        flushInterval: 3, nodeInterval: 3 + 3 * (seed % 3), history: 12)
      var twin = try Twin(fork, settings: settings)
      for _ in 0..<24 { try twin.append(&random) }
      for _ in 0..<6 {
        let oldest = Int(try twin.ledger.oldestState())
        let height = oldest + random.below(25 - oldest)
        try twin.ledger.rewind(to: UInt64(height))
        #expect(twin.ledger.headHash == twin.hashes[height], "seed \(seed), to \(height)")
        Self.expectSame(twin.ledger.state, twin.state(height))
        let opened = try MemoryLedger.reopened(twin.ledger.store.copy, fork, settings: settings)
        #expect(opened.headHash == twin.hashes[height])
        for number in (height + 1)..<25 where height < 24 {
          try twin.ledger.commit(try twin.ledger.execute(twin.encoded[number]))
          #expect(twin.ledger.headHash == twin.hashes[number], "seed \(seed), \(number)")
        }
        for number in 1...24 {
          #expect(try twin.ledger.block(twin.hashes[number])?.number == UInt64(number))
        }
      }
    }
  }

  @Test func `sealed blocks go back by force only and values stay`() throws {
    var random = SeededRandom(9)
    let ledger = try MemoryLedger.fresh()
    for number in 1...6 as ClosedRange<UInt8> {
      let built = try ledger.buildRandom(&random)
      try ledger.commit(
        built.executed, attachments: number == 3 ? [Attachment(kind: 0, bytes: [7])] : [],
        values: [DurableValue("lock", [number])])
    }
    #expect(try ledger.block(3)?.seal == [7])
    try ledger.rewind(to: 5)
    #expect(throws: LedgerError<MemoryStore.Refused>.self) { try ledger.rewind(to: 2) }
    #expect(ledger.head.number == 5)
    try ledger.rewind(to: 2, force: true)
    #expect(ledger.head.number == 2)
    #expect(try ledger.value("lock") == [6])
    #expect(try MemoryLedger.reopened(ledger.store).value("lock") == [6])
  }
}
