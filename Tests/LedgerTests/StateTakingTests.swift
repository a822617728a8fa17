import BlockExecution
import ChainTypes
import EVM
import LedgerStorage
import LinuxIO
import MerkleTrie
import Testing

@testable import Ledger

/// A state that goes from one ledger to another part by part.
@Suite struct StateTakingTests {
  static let reader = Address(Word(0xb10c))
  static let settings = LedgerSettings(flushInterval: 4, nodeInterval: 12, history: 12)
  /// Of one part, small enough that a few hundred slots need several.
  static let limit = 8_000

  /// Stores the hash of the block that it is asked for: BLOCKHASH of the calldata's number.
  static let readerCode: [UInt8] = [0x60, 0, 0x35, 0x40, 0x60, 0, 0x35, 0x55, 0x00]

  static let historyCode: [UInt8] = {
    let digits =
      "0x3373fffffffffffffffffffffffffffffffffffffffe14604657602036036042575f3560014303811160"
      + "4257611fff81430311604257611fff9006545f5260205ff35b5f5ffd5b5f35611fff60014303065500"
    return (try? Hex.decode(digits)) ?? []
  }()

  static func genesis(_ fork: Fork = .osaka, history: [UInt8] = historyCode) -> ChainGenesis {
    var genesis = TestChain.genesis(fork, slots: 700)
    genesis.accounts.append(GenesisAccount(address: reader, nonce: 1, code: readerCode))
    // Code of half a part, and storage behind it.
    genesis.accounts.append(
      GenesisAccount(
        address: Address(Word(0xb16)), nonce: 1, code: [UInt8](repeating: 0x5b, count: 4_000),
        storage: (1...200).map { (key: Word(UInt64($0)), value: Word(UInt64($0))) }))
    if !history.isEmpty {
      genesis.accounts.append(
        GenesisAccount(address: SystemContract.blockHashes.address, nonce: 1, code: history))
    }
    return genesis
  }

  static func ledger<S: LedgerStore>(
    in store: S, _ genesis: ChainGenesis = genesis()
  ) throws -> ChainLedger<S> {
    try ChainLedger.create(
      in: store, genesis: genesis, machine: TestChain.machine(), settings: settings)
  }

  static func opened<S: LedgerStore>(_ store: S) throws -> ChainLedger<S> {
    try ChainLedger.open(
      in: store, chain: genesis(), machine: TestChain.machine(), settings: settings)
  }

  /// A block at random, and behind it one in which a contract asks for hashes of old blocks.
  static func append<S: LedgerStore>(
    _ ledger: ChainLedger<S>, _ random: inout SeededRandom
  ) throws -> [ExecutedBlock] {
    let first = try ledger.appendRandom(&random)
    let sender = TestChain.senders[0]
    let nonce = ledger.state.account(sender)?.nonce ?? 0
    let batch = [0, 1, 5, 11].map { (back: UInt64) in
      let number = ledger.head.number - min(back, ledger.head.number)
      return BatchTransaction(
        TestChain.transaction(
          from: sender, nonce: nonce + (back == 0 ? 0 : back == 1 ? 1 : back == 5 ? 2 : 3),
          to: reader, data: Word(number).bytes))
    }
    let built = try ledger.build(
      BlockTemplate(timestamp: ledger.head.timestamp + 1, coinbase: TestChain.coinbase), batch)
    #expect(built.executed.result.receipts.count == 4)
    try ledger.commit(built.executed)
    return [first, built.executed]
  }

  /// A chain of some blocks, whose state is given, and the block behind which it stands.
  static func giver(
    _ seed: UInt64, blocks: Int = 9
  ) throws -> (ledger: MemoryLedger, pivot: ExecutedBlock, random: SeededRandom) {
    var random = SeededRandom(seed)
    let ledger = try Self.ledger(in: MemoryStore())
    var last: ExecutedBlock?
    for _ in 0..<blocks { last = try append(ledger, &random).last }
    return (ledger, try #require(last), random)
  }

  static func part<S: LedgerStore>(
    _ place: StatePlace, _ giver: ChainLedger<S>, _ pivot: ExecutedBlock
  ) throws -> [UInt8] {
    try #require(
      try giver.statePart(
        behind: pivot.hash, at: pivot.block.header.number, place, bytes: limit))
  }

  static func begin<S: LedgerStore>(
    _ pivot: ExecutedBlock, in store: S
  ) throws -> StateTaker<S> {
    try #require(try StateTaker.begin(in: store, pivot: [7, 7], block: pivot.encoded))
  }

  static func finish<S: LedgerStore>(_ taker: StateTaker<S>, from start: ChainLedger<S>) throws {
    #expect(try taker.isComplete && taker.hasBlockHashes() && start.keepsBlockHashes())
    try taker.finish(
      from: start, attachments: [Attachment(kind: 0, bytes: [1, 2])],
      beside: [
        BesideBlock(
          number: taker.header.number, kind: 1, signer: Address(Word(5)), bytes: [1])
      ])
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `a ledger that began with a state goes on like the one that gave it`(seed: UInt64) throws {
    let (giver, pivot, seeded) = try Self.giver(seed)
    var random = seeded
    let start = try Self.ledger(in: MemoryStore())
    try start.setValues([DurableValue("lock", [9]), DurableValue("gone", [])])
    try start.setCovered(3)
    let taker = try Self.begin(pivot, in: MemoryStore())
    while let place = taker.next {
      #expect(try taker.take(Self.part(place, giver, pivot), at: place) == .taken)
    }
    #expect(taker.parts > 6)
    try Self.finish(taker, from: start)

    let ledger = try Self.opened(taker.store)
    let height = pivot.block.header.number
    #expect(ledger.headHash == pivot.hash && ledger.oldestHeight == height + 1)
    #expect(ledger.state.root() == giver.head.stateRoot && ledger.coveredHeight == 3)
    #expect(try ledger.value("lock") == [9] && ledger.values().count == 1)
    #expect(try ledger.check().findings == [])
    // Older blocks are not here, and no lookup says that they are.
    #expect(try ledger.block(height) == nil && ledger.block(height - 1) == nil)
    #expect(try ledger.hash(height - 1) == nil && ledger.hash(height) == pivot.hash)
    #expect(try ledger.baseBlock()?.seal == [1, 2] && ledger.beside(height).count == 1)
    for _ in 0..<12 {
      for executed in try Self.append(giver, &random) {
        try ledger.commit(try ledger.execute(executed.encoded))
        #expect(ledger.headHash == executed.hash)
      }
    }
    #expect(try ledger.check().findings == [])
    #expect(try Self.opened(taker.store.copy).state.root() == giver.head.stateRoot)
  }

  @Test func `a state is given as it was while the chain goes on`() throws {
    let (giver, pivot, seeded) = try Self.giver(4)
    var random = seeded
    let taker = try Self.begin(pivot, in: MemoryStore())
    while let place = taker.next {
      if taker.parts < 5 { _ = try Self.append(giver, &random) }
      #expect(try taker.take(Self.part(place, giver, pivot), at: place) == .taken)
    }
    let start = try Self.ledger(in: MemoryStore())
    try Self.finish(taker, from: start)
    #expect(try Self.opened(taker.store).state.root() == pivot.block.header.stateRoot)
    // What is too old, or no block of this chain, is not given.
    for _ in 0..<20 { _ = try Self.append(giver, &random) }
    let number = pivot.block.header.number
    #expect(try giver.statePart(behind: pivot.hash, at: number, StatePlace(), bytes: 8_000) == nil)
    let head = giver.head.number
    #expect(try giver.statePart(behind: pivot.hash, at: head, StatePlace(), bytes: 8_000) == nil)
    #expect(
      try giver.statePart(behind: giver.headHash, at: head, StatePlace(), bytes: 8_000) != nil)
  }

  @Test func `after a crash at any commit the next life goes on behind the last part`() throws {
    let (giver, pivot, _) = try Self.giver(5)
    let start = try Self.ledger(in: MemoryStore())
    var taker = try Self.begin(pivot, in: MemoryStore())
    while let place = taker.next {
      let bytes = try Self.part(place, giver, pivot)
      let before = taker.store.copy
      taker.store.failing["commit"] = 1
      #expect(throws: (any Error).self) { try taker.take(bytes, at: place) }
      // Of the part whose commit failed nothing is there.
      #expect(taker.store.tables.mapValues { $0.values } == before.tables.mapValues { $0.values })
      taker = try #require(try StateTaker.resume(in: taker.store.copy))
      #expect(taker.next == place && taker.pivot == [7, 7] && taker.hash == pivot.hash)
      #expect(try taker.take(bytes, at: place) == .taken)
      let next = taker.next
      taker = try #require(try StateTaker.resume(in: taker.store.copy))
      #expect(taker.next == next)
    }
    taker.store.failing["commit"] = 1
    #expect(throws: (any Error).self) { try Self.finish(taker, from: start) }
    taker = try #require(try StateTaker.resume(in: taker.store.copy))
    try Self.finish(taker, from: start)
    #expect(try StateTaker.resume(in: taker.store) == nil)
    #expect(try Self.opened(taker.store).check().findings == [])
  }

  @Test func `a part that was altered anywhere is refused and leaves nothing`() throws {
    let (giver, pivot, _) = try Self.giver(6)
    var random = SeededRandom(61)
    let taker = try Self.begin(pivot, in: MemoryStore())
    while let place = taker.next {
      let bytes = try Self.part(place, giver, pivot)
      let part = try StatePart(decoding: bytes)
      let commits = taker.store.commits
      for _ in 0..<25 {
        var lie = bytes
        lie[random.below(lie.count)] ^= UInt8(1 + random.below(255))
        if (try? StatePart(decoding: lie)) == part { continue }
        guard case .refused = try taker.take(lie, at: place) else {
          Issue.record("an altered part was taken")
          continue
        }
      }
      var short = part
      switch short.content {
      case .accounts(let entries): short.content = .accounts(Array(entries.dropLast()))
      case .storage(let code, let slots):
        short.content = .storage(code: code, slots: Array(slots.dropFirst()))
        if slots.isEmpty { short.content = .storage(code: [], slots: []) }
      }
      #expect(try taker.take(short.encoded, at: place) != .taken)
      let other = StatePlace(trie: place.trie, from: place.from &+ 1)
      #expect(try taker.take(bytes, at: other) == .misplaced)
      #expect(taker.store.commits == commits && taker.next == place)
      #expect(try taker.take(bytes, at: place) == .taken)
    }
  }

  @Test func `no bytes trap the decoder of parts`() throws {
    let (giver, pivot, _) = try Self.giver(7, blocks: 2)
    var random = SeededRandom(71)
    let good = try Self.part(StatePlace(), giver, pivot)
    for round in 0..<3_000 {
      var bytes =
        round % 3 == 0 ? (0..<random.below(90)).map { _ in UInt8(random.below(256)) } : good
      if round % 3 == 1 { bytes = Array(bytes.prefix(random.below(bytes.count))) }
      for _ in 0..<random.below(4) where !bytes.isEmpty {
        bytes[random.below(bytes.count)] = UInt8(random.below(256))
      }
      if let part = try? StatePart(decoding: bytes) {
        #expect(try StatePart(decoding: part.encoded) == part)
      }
    }
  }

  @Test func `only a chain whose state says its block hashes can be taken from a state`() throws {
    #expect(try Self.ledger(in: MemoryStore()).keepsBlockHashes())
    for genesis in [
      Self.genesis(history: []), Self.genesis(history: [0x00]), Self.genesis(.cancun),
    ] {
      #expect(try !Self.ledger(in: MemoryStore(), genesis).keepsBlockHashes())
    }
  }

  @Test func `a state is taken into LMDB, and the store opened again`() throws {
    let folder = try TemporaryFolder(prefix: "taking")
    let (giver, pivot, seeded) = try Self.giver(8)
    var random = seeded
    let (old, new) = (folder.path + "/old", folder.path + "/new")
    try Folder.create(old)
    try Folder.create(new)
    do {
      let start = try Self.ledger(in: try LMDBLedgerStore(folder: old, mapSize: 32 << 20))
      let taker = try Self.begin(pivot, in: try LMDBLedgerStore(folder: new, mapSize: 32 << 20))
      while let place = taker.next {
        #expect(try taker.take(Self.part(place, giver, pivot), at: place) == .taken)
      }
      try Self.finish(taker, from: start)
    }
    let ledger = try Self.opened(try LMDBLedgerStore(folder: new, mapSize: 32 << 20))
    for executed in try Self.append(giver, &random) {
      try ledger.commit(try ledger.execute(executed.encoded))
    }
    #expect(ledger.headHash == giver.headHash)
    #expect(try ledger.check().findings == [])
  }
}
