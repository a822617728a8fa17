import BlockExecution
import ChainTypes
import EVM
import Ledger

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}

/// A small chain to be extended at random: senders, a contract that stores and logs what it is
/// called with and destroys itself when called with nothing, and the system contracts.
enum TestChain {
  /// Signatures name their signer: the test needs no curve.
  static let backend = CryptoBackend(
    recover: { _, r, _, _ in Address(r) }, sha256: { Keccak256.hash($0) },
    ripemd160: { _ in [UInt8](repeating: 0, count: 20) }, modularPower: { _, _, m in m },
    verifyP256: { _, _, _, _, _ in false })

  static let senders: [Address] = (1...4).map { Address(Word(UInt64(0xa000 + $0))) }
  static let recorder = Address(Word(0xc0de))
  static let coinbase = Address(Word(0xb0a7d))

  /// For each pair of words in the calldata: stores the second in the slot named by the first, and
  /// logs the first as topic. Without calldata it destroys itself.
  static let recorderCode: [UInt8] = {
    var code: [UInt8] = [0x36, 0x15, 0x60, 0, 0x57, 0x60, 0x00]
    let loop = UInt8(code.count)
    code += [0x5b, 0x80, 0x36, 0x11, 0x15, 0x60, 0, 0x57]
    let endPlace = code.count - 2
    code += [0x80, 0x60, 0x20, 0x01, 0x35, 0x81, 0x35, 0x55]
    code += [0x80, 0x35, 0x60, 0x00, 0x60, 0x00, 0xa1, 0x60, 0x40, 0x01, 0x60, loop, 0x56]
    code[endPlace] = UInt8(code.count)
    code += [0x5b, 0x00]
    code[3] = UInt8(code.count)
    code += [0x5b, 0x33, 0xff]
    return code
  }()

  /// Init code that deploys the recorder.
  static let deployment: [UInt8] = {
    let size = UInt8(recorderCode.count)
    let prologue: [UInt8] = [0x60, size, 0x60, 12, 0x60, 0, 0x39, 0x60, size, 0x60, 0, 0xf3]
    return prologue + recorderCode
  }()

  static func genesis(_ fork: Fork, slots: Int = 20) -> ChainGenesis {
    var header = BlockHeader()
    header.gasLimit = 60_000_000
    header.timestamp = 1000
    header.difficulty = fork < .paris ? 131_072 : .zero
    if fork >= .london { header.baseFee = .zero }
    if fork >= .shanghai { header.withdrawalsRoot = Keccak256.emptyTrieRoot }
    if fork >= .cancun {
      (header.blobGasUsed, header.excessBlobGas) = (0, 0)
      header.parentBeaconRoot = .zero
    }
    if fork >= .prague { header.requestsHash = Requests.hash([], using: backend) }
    var accounts = senders.map { GenesisAccount(address: $0, balance: 1_000_000) }
    accounts.append(
      GenesisAccount(
        address: recorder, nonce: 1, code: recorderCode,
        storage: (0..<slots).map { (key: Word(UInt64($0)), value: Word(UInt64($0 % 3))) }))
    for contract in [SystemContract.withdrawals, .consolidations] {
      accounts.append(GenesisAccount(address: contract.address, nonce: 1, code: [0x00]))
    }
    return ChainGenesis(
      header: header, accounts: accounts, chainID: 1, schedule: ForkSchedule(fork),
      document: Array("a test".utf8))
  }

  static func machine() -> Machine { Machine(backend: backend) }

  static func transaction(
    from sender: Address, nonce: UInt64, to: Address?, value: Word = .zero, data: [UInt8] = [],
    gas: UInt64 = 400_000
  ) -> Transaction {
    var transaction = Transaction()
    transaction.nonce = nonce
    transaction.gasLimit = gas
    transaction.to = to
    transaction.value = value
    transaction.data = data
    transaction.signature = TransactionSignature(v: 27, r: sender.word, s: 1)
    return transaction
  }

  /// A batch that is valid on a state, but for one in eight.
  static func batch<S: StateSource>(
    _ random: inout SeededRandom, on state: S, contracts: [Address]
  ) -> [BatchTransaction] {
    var nonces: [Address: UInt64] = [:]
    return (0..<random.below(5)).map { _ in
      let sender = senders[random.below(senders.count)]
      let nonce = nonces[sender] ?? state.account(sender)?.nonce ?? 0
      if random.below(8) == 0 {
        return BatchTransaction(transaction(from: sender, nonce: nonce + 9, to: recorder))
      }
      nonces[sender] = nonce + 1
      return BatchTransaction(action(&random, sender, nonce, contracts))
    }
  }

  private static func action(
    _ random: inout SeededRandom, _ sender: Address, _ nonce: UInt64, _ contracts: [Address]
  ) -> Transaction {
    let contract = contracts[random.below(contracts.count)]
    switch random.below(12) {
    case 0:
      return transaction(from: sender, nonce: nonce, to: nil, data: deployment, gas: 600_000)
    case 1: return transaction(from: sender, nonce: nonce, to: contract)
    case 2, 3:
      let other = Address(Word(UInt64(0xe000 + random.below(6))))
      return transaction(
        from: sender, nonce: nonce, to: other, value: Word(UInt64(random.below(3))))
    default:
      var data: [UInt8] = []
      for _ in 0..<(1 + random.below(8)) {
        data += Word(UInt64(random.below(40))).bytes
        data += Word(random.below(3) == 0 ? 0 : random.next() & 0xffff).bytes
      }
      return transaction(from: sender, nonce: nonce, to: contract, data: data)
    }
  }
}

extension ChainLedger {
  /// Builds a block of a random batch.
  func buildRandom(_ random: inout SeededRandom) throws -> BuiltBlock {
    var contracts = [TestChain.recorder]
    for sender in TestChain.senders {
      for nonce in 0..<(state.account(sender)?.nonce ?? 0) {
        let created = CreatedAddress.of(sender, nonce: nonce)
        if state.account(created) != nil { contracts.append(created) }
      }
    }
    let batch = TestChain.batch(&random, on: state, contracts: contracts)
    let template = BlockTemplate(
      timestamp: head.timestamp + 1 + UInt64(random.below(3)), coinbase: TestChain.coinbase,
      prevRandao: Hash(Word(random.next())))
    return try build(template, batch)
  }

  @discardableResult
  func appendRandom(_ random: inout SeededRandom) throws -> ExecutedBlock {
    let built = try buildRandom(&random)
    try commit(built.executed)
    return built.executed
  }
}
