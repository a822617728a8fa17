import ChainTypes
import EVM
import EVMAssembly

@testable import BlockExecution

/// Executes hand-made blocks step by step, as one who builds a block does, and keeps their lists.
struct ListedBlock {
  static let target = Address(0xc0de)
  static let far = Address(0xfa5)

  let state = MemoryState()
  let fork: Fork
  let executor: BlockExecutor
  var header = BlockHeader()
  var withdrawals: [Withdrawal]?
  var ommers: [BlockHeader] = []

  init(_ fork: Fork) {
    self.fork = fork
    executor = BlockExecutor(
      machine: Machine(backend: Bench.backend), schedule: ForkSchedule(fork), chainID: 1)
    state.setAccount(Bench.sender, nonce: 0, balance: Bench.ether)
    header.number = 1
    header.timestamp = 1000
    header.gasLimit = 30_000_000
    header.coinbase = Bench.coinbase
    if fork >= .cancun { header.parentBeaconRoot = Hash(0xbeac) }
    if fork >= .london { header.baseFee = .zero }
    withdrawals = fork >= .shanghai ? [] : nil
    if fork >= .prague {
      for contract in [SystemContract.withdrawals, .consolidations] {
        state.setAccount(contract.address, nonce: 1, balance: .zero, code: [0])
      }
    }
  }

  func put(_ address: Address, balance: Word = .zero, slots: [Word: Word] = [:], _ code: Assembly) {
    state.setAccount(
      address, nonce: 1, balance: balance, code: code.bytes,
      storage: slots.map { (key: $0.key, value: $0.value) })
  }

  /// A call of `target` by the rich sender.
  func call(
    _ nonce: UInt64, to: Address? = ListedBlock.target, value: Word = .zero, gas: UInt64 = 200_000,
    data: [UInt8] = []
  ) -> Transaction {
    var t = Transaction()
    t.nonce = nonce
    t.to = to
    t.value = value
    t.data = data
    t.gasLimit = gas
    t.maxFeePerGas = 10
    t.maxPriorityFeePerGas = 10
    return t
  }

  /// The list and the changes of a block of these transactions; those that are refused are left
  /// out, and noted.
  func execute(_ transactions: [Transaction]) throws -> Listed {
    var context = executor.context(of: header)
    let journal = Journal(source: state.copy())
    journal.begin(fork: fork)
    executor.beginBlock(header, context, journal)
    var receipts: [Receipt] = []
    var refused = 0
    for transaction in transactions {
      journal.recordAccesses(at: UInt32(receipts.count + 1))
      do throws(InvalidTransaction) {
        let outcome = try executor.transactions.execute(
          transaction, sender: Bench.sender, in: context, on: journal)
        context.add(outcome)
        receipts.append(outcome.receipt(cumulativeGasUsed: context.gasUsed))
        // As before Byzantium, where each receipt has a root.
        if fork < .byzantium { journal.source.apply(journal.takeChanges()) }
      } catch { refused += 1 }
    }
    let block = Block(header: header, ommers: ommers, withdrawals: withdrawals)
    _ = try executor.finishBlock(block, context, receipts, journal)
    let list = journal.takeAccessList()
    journal.source.apply(journal.takeChanges())
    let applied = state.copy()
    applied.apply(try BlockAccessList(decoding: list.encoded()).stateChanges(over: applied))
    return Listed(
      list: list, root: journal.source.root(), appliedRoot: applied.root(),
      after: journal.source, refused: refused)
  }

  struct Listed {
    var list: BlockAccessList
    var root: Hash
    /// The root of the parent's state with the list applied.
    var appliedRoot: Hash
    var after: MemoryState
    var refused: Int

    var addresses: [Address] { list.accounts.map { $0.address } }
  }
}
