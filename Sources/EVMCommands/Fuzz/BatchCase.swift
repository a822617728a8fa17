import BlockExecution
import ChainTypes
import EVM
import EVMAssembly
import NativeCrypto

/// A random batch in a small world, where everything collides with everything.
struct BatchCase {
  var world = MemoryState()
  var context: BlockContext
  var items: [BatchItem] = []
  var policy = InvalidPolicy.skip
  let frame: BatchFrame

  /// One number more is nobody's.
  static let signers = 10
  static let senders: [Address] = (1...signers).map { sender(Word(UInt64($0))) }
  /// Where the contracts written below live; random programs live at `FuzzWorld.contracts`.
  static let shaped: [Address] = (0..<BatchContracts.all.count).map {
    Address(Word(UInt64(0xfa_b000 + $0)))
  }
  static let addresses = senders + shaped + FuzzWorld.addresses + BatchFrame.addresses

  /// Signatures stand for themselves: `r` is the number of the signer; the one behind the last
  /// signs nothing.
  static let backend: CryptoBackend = {
    var backend = CryptoBackend.system
    backend.recover = { _, r, _, _ in r <= Word(UInt64(signers)) ? sender(r) : nil }
    return backend
  }()

  /// The same without what was refused: what a block has.
  func admitted(_ outcomes: [String]) -> BatchCase {
    var result = self
    result.items = items.indices.filter { outcomes[$0] == "executed" }.map { items[$0] }
    return result
  }

  private static func sender(_ number: Word) -> Address { Address(Word(0x5e_0000) &+ number) }

  init(_ random: inout SeededRandom) {
    let forks = Fork.allCases
    let fork = random.oneIn(3) ? forks[random.below(forks.count)] : .latest
    var environment = EVM.Environment(fork: fork)
    environment.number = 300
    environment.timestamp = 1_000_000
    environment.coinbase =
      random.oneIn(3)
      ? BatchCase.addresses[random.below(BatchCase.addresses.count)] : Address(Word(0xc01b_a5e))
    environment.gasLimit = random.oneIn(8) ? UInt64(random.below(1_000_000)) : 1 << 30
    environment.baseFee = random.oneIn(2) ? 0 : 7
    context = BlockContext(environment: environment)
    policy = random.oneIn(6) ? .stop : .skip
    frame = BatchFrame(&random, coinbase: environment.coinbase, in: world)
    fill(&random)
    var nonces = [UInt64](repeating: 0, count: BatchCase.signers)
    let count = random.oneIn(16) ? 1 + random.below(60) : 1 + random.below(14)
    let isKnown = random.oneIn(2)
    for _ in 0..<count { add(&random, &nonces, isKnown) }
  }

  private func fill(_ random: inout SeededRandom) {
    for (index, address) in BatchCase.senders.enumerated() {
      let isPoor = random.oneIn(8)
      if isPoor && random.oneIn(2) { continue }
      let delegation: [UInt8] =
        random.oneIn(10)
        ? [0xef, 0x01, 0x00] + BatchCase.shaped[random.below(BatchCase.shaped.count)].bytes : []
      world.setAccount(
        address, nonce: 0, balance: isPoor ? 30_000 : 1_000_000_000_000_000,
        code: index == 5 ? delegation : [])
    }
    for (address, code) in zip(BatchCase.shaped, BatchContracts.all) {
      world.setAccount(
        address, nonce: 1, balance: Word(UInt64(random.below(3))), code: code,
        storage: random.oneIn(2) ? [(0, 5), (1, 1), (2, 2)] : [])
    }
    for address in FuzzWorld.contracts where random.oneIn(2) {
      var generator = ProgramGenerator(random: SeededRandom(seed: random.next()))
      world.setAccount(
        address, nonce: 1, balance: 1000, code: generator.program(), storage: [(1, 1), (2, 2)])
    }
  }

  private mutating func add(_ random: inout SeededRandom, _ nonces: inout [UInt64], _ isKnown: Bool)
  {
    let kinds = Transaction.Kind.allCases
    var transaction = Transaction(kind: random.oneIn(3) ? kinds[random.below(5)] : .feeMarket)
    let number = random.oneIn(40) ? 1 + BatchCase.signers : 1 + random.below(BatchCase.signers)
    if number <= BatchCase.signers {
      transaction.nonce = nonces[number - 1]
      if random.oneIn(16) {
        transaction.nonce = UInt64(random.below(4))
      } else {
        nonces[number - 1] += 1
      }
    }
    transaction.gasLimit =
      random.oneIn(6) ? 21_000 + UInt64(random.below(30_000)) : 300_000
    let price = Word(UInt64(random.below(3) * 7))
    transaction.maxFeePerGas = price
    transaction.maxPriorityFeePerGas =
      transaction.kind == .legacy || transaction.kind == .accessList
      ? price : Word(UInt64(random.below(8)))
    transaction.value = random.oneIn(3) ? Word(UInt64(random.below(100))) : .zero
    if !random.oneIn(12) {
      transaction.to =
        random.oneIn(2)
        ? BatchCase.shaped[random.below(BatchCase.shaped.count)]
        : BatchCase.addresses[random.below(BatchCase.addresses.count)]
    }
    transaction.data = BatchCase.data(&random, isCreation: transaction.isCreation)
    fillLists(&transaction, &random)
    let v: Word = transaction.kind == .legacy ? 27 : 0
    transaction.signature = TransactionSignature(v: v, r: Word(UInt64(number)), s: 1)
    items.append(BatchCase.item(transaction, number, isKnown ? 3 : random.below(4), &random))
  }

  private static func item(
    _ transaction: Transaction, _ number: Int, _ kind: Int, _ random: inout SeededRandom
  ) -> BatchItem {
    switch kind {
    case 0: return .encoded(random.oneIn(30) ? [1, 2, 3] : transaction.encoded())
    case 1: return .decoded(transaction)
    default:
      return number <= signers
        ? .known(transaction, sender: senders[number - 1]) : .decoded(transaction)
    }
  }

  private static func data(_ random: inout SeededRandom, isCreation: Bool) -> [UInt8] {
    if isCreation {
      return random.oneIn(2)
        ? deployment(of: BatchContracts.all[random.below(BatchContracts.all.count)])
        : random.bytes(random.below(40))
    }
    if random.oneIn(8) { return random.bytes(random.below(100)) }
    return Word(UInt64(random.below(5))).bytes + addresses[random.below(addresses.count)].word.bytes
  }

  private func fillLists(_ transaction: inout Transaction, _ random: inout SeededRandom) {
    if transaction.kind != .legacy, random.oneIn(4) {
      let address = BatchCase.addresses[random.below(BatchCase.addresses.count)]
      transaction.accessList = [AccessListEntry(address: address, slots: [0, 1])]
    }
    if transaction.kind == .blob {
      transaction.maxFeePerBlobGas = 1
      transaction.blobHashes = [Hash(Word.one << 248)]
    }
    guard transaction.kind == .setCode else { return }
    for _ in 0...random.below(2) {
      transaction.authorizations.append(
        Authorization(
          chainID: 0, address: BatchCase.addresses[random.below(BatchCase.addresses.count)],
          nonce: UInt64(random.below(3)), yParity: 0,
          r: Word(UInt64(1 + random.below(BatchCase.signers + 1))), s: 1))
    }
  }

  /// What the serial loop makes of an item.
  static func read(
    _ item: BatchItem, _ fork: Fork
  ) throws(InvalidTransaction) -> (Transaction, Address) {
    switch item {
    case .signed(let signed): return (signed.transaction, signed.sender)
    case .decoded(let transaction):
      return (transaction, try transaction.sender(chainID: 1, fork: fork, using: backend))
    case .encoded(let bytes):
      let transaction: Transaction
      do throws(TransactionDecodingError) {
        transaction = try Transaction(decoding: bytes)
      } catch {
        throw .undecodable(error)
      }
      return (transaction, try transaction.sender(chainID: 1, fork: fork, using: backend))
    }
  }

  var text: String {
    var lines = "  fork \(context.environment.fork.name), coinbase "
    lines += "\(context.environment.coinbase.hex), gas limit \(context.environment.gasLimit)"
    for item in items {
      switch item {
      case .encoded(let bytes): lines += "\n  encoded \(Hex.encode(bytes))"
      case .decoded(let transaction): lines += "\n  \(Hex.encode(transaction.encoded()))"
      case .signed(let signed):
        lines += "\n  of \(signed.sender.hex) \(Hex.encode(signed.transaction.encoded()))"
      }
    }
    return lines
  }
}
