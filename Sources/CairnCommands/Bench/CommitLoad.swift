// Left out on boards: it would bring a second ledger and executor, specialised for it alone.
#if !hasFeature(Embedded)
  import BlockExecution
  import ChainTypes
  import EVM
  import EVMAssembly
  import Ledger
  import NativeCrypto

  /// What the blocks of the commit bench record: 100 readings in slots of their own, and 28 slots
  /// about 16 sensors that change with each block.
  struct CommitLoad {
    let name: String
    /// Whether each block's readings take the place of the oldest ones of all, or of the last.
    let isRing: Bool
    let settings: LedgerSettings

    static let slots: UInt64 = 100_000
    static let readings: UInt64 = 100
    static let sensors: UInt64 = 16
    static let sensorSlots: UInt64 = 28

    static var all: [CommitLoad] {
      let rare = LedgerSettings(nodeInterval: 1024)
      return [
        CommitLoad(name: "latest", isRing: false, settings: LedgerSettings()),
        CommitLoad(name: "ring", isRing: true, settings: LedgerSettings()),
        CommitLoad(name: "ring-nodes-1024", isRing: true, settings: rare),
      ]
    }

    static var machine: Machine { Machine(backend: .system) }
    private static let board = Address(Word(0xb0a7d))
    private static let contract = Address(Word(0xc0de))

    /// Words 1 to 100 of the calldata go into the slots from word 0 on; some of them again into the
    /// sensors' slots; each sensor has a log.
    private static var code: [UInt8] {
      Assembly {
        for reading in 0..<readings {
          Op.sstore(
            Op.add(push(Word(reading)), Op.calldataload(0)), word(1 + reading))
        }
        for slot in 0..<sensorSlots { Op.sstore(push(Word(slot)), word(1 + 3 * slot)) }
        for sensor in 0..<sensors {
          Op.mstore(0, word(1 + 6 * sensor))
          Op.log1(0, 32, push(Word(sensor)))
        }
        Op.stop
      }.bytes
    }

    private static func word(_ index: UInt64) -> Assembly {
      Op.calldataload(push(Word(32 * index)))
    }

    var genesis: ChainGenesis {
      var header = BlockHeader()
      header.gasLimit = 60_000_000
      header.timestamp = 1_700_000_000
      header.baseFee = .zero
      header.withdrawalsRoot = Keccak256.emptyTrieRoot
      (header.blobGasUsed, header.excessBlobGas) = (0, 0)
      header.parentBeaconRoot = .zero
      header.requestsHash = Requests.hash([], using: .system)
      var draws = Draws(seed: 1)
      let storage = (0..<CommitLoad.slots).map { (key: Word($0), value: draws.word()) }
      var accounts = [
        GenesisAccount(address: CommitLoad.board),
        GenesisAccount(
          address: CommitLoad.contract, nonce: 1, code: CommitLoad.code, storage: storage),
      ]
      // Both must be there and answer; what they would do on Ethereum does not concern commits.
      for contract in [SystemContract.withdrawals, .consolidations] {
        accounts.append(GenesisAccount(address: contract.address, nonce: 1, code: [0x00]))
      }
      return ChainGenesis(
        header: header, accounts: accounts, chainID: 1 << 40, schedule: ForkSchedule(.osaka))
    }

    func template(_ number: UInt64) -> BlockTemplate {
      BlockTemplate(timestamp: 1_700_000_000 + number, coinbase: CommitLoad.board)
    }

    func batch(_ number: UInt64) -> BatchTransaction {
      var draws = Draws(seed: number)
      let room = CommitLoad.slots - CommitLoad.sensorSlots - CommitLoad.readings
      let place = isRing ? number * CommitLoad.readings % room : 0
      var transaction = Transaction()
      transaction.nonce = number - 1
      transaction.gasLimit = 8_000_000
      transaction.to = CommitLoad.contract
      transaction.data = Word(CommitLoad.sensorSlots + place).bytes
      for _ in 0..<CommitLoad.readings { transaction.data += draws.word().bytes }
      transaction.signature = TransactionSignature(v: 27, r: draws.word(), s: draws.word())
      return BatchTransaction(transaction, sender: CommitLoad.board)
    }

    func seal(_ number: UInt64) -> Attachment {
      var draws = Draws(seed: number ^ 0x5ea1)
      return Attachment(
        kind: Attachment.seal, bytes: draws.word().bytes + draws.word().bytes + [0])
    }

    func values(_ number: UInt64) -> [DurableValue] {
      let sequence = (0..<CommitLoad.sensors).flatMap { Word(number &* 7 &+ $0).bytes.suffix(8) }
      return [
        DurableValue(name: Array("outbox".utf8), value: Array(Word(number).bytes.suffix(8))),
        DurableValue(name: Array("sequences".utf8), value: sequence),
      ]
    }
  }

  /// The same words for the same seed (SplitMix64): readings are packed full.
  private struct Draws {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x2545_f491_4f6c_dd1d }

    mutating func word() -> Word { Word(next(), next(), next(), next()) }

    private mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
      return mixed ^ (mixed >> 31)
    }
  }
#endif
