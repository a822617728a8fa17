import BlockExecution
import ChainTypes
import EVM
import NativeCrypto

/// The small world in which the EVM's vectors are executed; `selftest_vectors.py` has the same.
enum EVMWorld {
  static var contract: Address { Address(high: 0xc0de_0000, middle: 0, low: 1) }
  private static var sender: Address { Address(hex: EVMVector.sender) ?? .zero }
  private static var callee: Address { Address(high: 0xca11_0000, middle: 0, low: 2) }
  private static var coinbase: Address { Address(high: 0xc000_0000, middle: 0, low: 3) }

  /// The interpreters that this build has.
  static var tiers: [Tier] { Tier.hasThreadedCode ? [.raw, .threaded] : [.raw] }

  /// Executes the vector's transaction, and says what came of it as `EVMVector.expected` does.
  static func outcome(of vector: EVMVector, on tier: Tier) -> String {
    do throws(HexError) {
      let state = try initialState(code: Hex.decode(vector.code))
      let transaction = try transaction(data: Hex.decode(vector.input))
      return outcome(of: transaction, on: state, tier)
    } catch {
      return "a vector that is no hexadecimal text"
    }
  }

  private static func outcome(
    of transaction: Transaction, on state: MemoryState, _ tier: Tier
  ) -> String {
    let journal = Journal(source: state)
    journal.begin(fork: .osaka)
    let executor = TransactionExecutor(machine: Machine(backend: .system, tier: tier))
    do throws(InvalidTransaction) {
      let result = try executor.execute(transaction, sender: sender, in: block, on: journal)
      state.apply(journal.takeChanges())
      let logs = LogList.hash(result.logs)
      return "gas \(result.gasUsed), state \(state.root().hex), logs \(logs.hex)"
    } catch {
      return "an invalid transaction: \(error.exceptionName)"
    }
  }

  private static func initialState(code: [UInt8]) throws(HexError) -> MemoryState {
    let state = MemoryState()
    state.setAccount(sender, nonce: 0, balance: Word(1_000_000_000_000_000_000))
    state.setAccount(
      contract, nonce: 1, balance: 1000, code: code,
      storage: [(key: 1, value: 42), (key: 2, value: 5)])
    state.setAccount(callee, nonce: 1, balance: 1, code: try Hex.decode(EVMVector.callee))
    state.blockHashes = [
      98: Keccak256.hash(Array("block 98".utf8)), 99: Keccak256.hash(Array("block 99".utf8)),
    ]
    return state
  }

  private static var block: BlockContext {
    var environment = Environment(fork: .osaka)
    environment.coinbase = coinbase
    environment.number = 100
    environment.timestamp = 1_700_000_000
    environment.gasLimit = 30_000_000
    environment.prevRandao = repeated(0x5a)
    environment.baseFee = 7
    return BlockContext(environment: environment, blobSchedule: .prague)
  }

  /// With a blob, because BLOBHASH wants one.
  private static func transaction(data: [UInt8]) -> Transaction {
    var transaction = Transaction(kind: .blob)
    transaction.maxFeePerGas = 10
    transaction.maxPriorityFeePerGas = 3
    transaction.gasLimit = 16_000_000
    transaction.to = contract
    transaction.value = 7
    transaction.data = data
    transaction.maxFeePerBlobGas = 1
    // A version byte of 1 (EIP-4844), then 0xb1.
    transaction.blobHashes = [Hash(repeated(0xb1) &- (Word(0xb0) << 248))]
    return transaction
  }

  private static func repeated(_ byte: UInt64) -> Word {
    let limb = byte &* 0x0101_0101_0101_0101
    return Word(limb, limb, limb, limb)
  }
}
