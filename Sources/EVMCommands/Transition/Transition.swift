import BlockExecution
import ChainTypes
import EVM
import NativeCrypto

/// Executes a block's worth of transactions on a state, like geth's `evm t8n`: invalid ones are
/// left out and listed, nothing is compared with a header.
struct Transition {
  struct Rejection {
    var index: Int
    var reason: String
  }

  struct Included {
    var transaction: Transaction
    var result: TransactionResult
    var receipt: Receipt
  }

  let environment: TransitionEnvironment
  let executor: BlockExecutor
  let state: MemoryState
  let journal: Journal<MemoryState>
  /// Nil for no reward at all.
  var reward: Word?
  /// One transaction alone: no system calls, rewards, withdrawals.
  var isStateTest = false
  /// Gets the trace lines of each transaction.
  var trace: ((_ index: Int, _ hash: Hash, _ line: String) -> Void)?

  var context: BlockContext
  var included: [Included] = []
  var rejected: [Rejection] = []
  var requests: [[UInt8]] = []
  /// Why the block as a whole is invalid.
  var blockFault: InvalidBlock?
  var stateRoot = Keccak256.emptyTrieRoot

  init(
    environment: TransitionEnvironment, accounts: [FixtureAccount], schedule: ForkSchedule,
    chainID: UInt64, tier: Tier
  ) {
    self.environment = environment
    executor = BlockExecutor(
      machine: Machine(backend: .system, tier: tier), schedule: schedule, chainID: chainID)
    state = MemoryState(accounts)
    for entry in environment.blockHashes { state.blockHashes[entry.number] = entry.hash }
    journal = Journal(source: state)
    context = executor.context(of: environment.header)
  }

  var fork: Fork { context.environment.fork }

  mutating func run(_ entries: [TransitionTransactions.Entry]) {
    journal.begin(fork: fork)
    if !isStateTest { executor.beginBlock(environment.header, context, journal) }
    for (index, entry) in entries.enumerated() {
      switch entry {
      case .success(let transaction): execute(transaction, index)
      case .failure(let fault): rejected.append(Rejection(index: index, reason: fault.reason))
      }
    }
    if !isStateTest { finish() }
    state.apply(journal.takeChanges())
    stateRoot = state.root()
  }

  private mutating func execute(_ transaction: Transaction, _ index: Int) {
    do throws(InvalidTransaction) {
      let sender = try transaction.sender(
        chainID: executor.chainID, fork: fork, using: .system)
      let result = try execute(transaction, sender)
      context.add(result)
      var receipt = result.receipt(cumulativeGasUsed: context.gasUsed)
      if fork < .byzantium {
        state.apply(journal.takeChanges())
        receipt.result = .stateRoot(state.root())
      }
      included.append(Included(transaction: transaction, result: result, receipt: receipt))
    } catch {
      rejected.append(Rejection(index: index, reason: "\(error)"))
    }
  }

  private func execute(
    _ transaction: Transaction, _ sender: Address
  ) throws(InvalidTransaction) -> TransactionResult {
    guard let trace else {
      return try executor.transactions.execute(
        transaction, sender: sender, in: context, on: journal)
    }
    let index = included.count
    let hash = transaction.hash
    var tracer = TraceWriter(fork: fork, line: { trace(index, hash, $0) })
    let result = try executor.transactions.execute(
      transaction, sender: sender, in: context, on: journal, tracer: &tracer)
    tracer.finish(output: result.output, gasUsed: result.gasUsed, halt: result.halt)
    return result
  }

  private mutating func finish() {
    let header = environment.header
    if let reward, fork < .paris {
      executor.reward(
        header.coinbase, number: header.number, ommers: environment.ommers, reward, journal)
    }
    if fork >= .shanghai, let withdrawals = environment.withdrawals {
      executor.pay(withdrawals, journal)
    }
    guard fork >= .prague else { return }
    do throws(InvalidBlock) {
      requests = try executor.collectRequests(included.map { $0.receipt }, context, journal)
    } catch {
      blockFault = error
    }
  }
}
