import ChainTypes
import EVM

// What a block does beside its transactions, in the order in which it happens.

extension BlockExecutor {
  /// What the transactions of a block with this header run in.
  public func context(of header: BlockHeader) -> BlockContext {
    let fork = schedule.fork(of: header)
    let blobs = schedule.blobSchedule(number: header.number, timestamp: header.timestamp)
    var environment = Environment(fork: fork)
    environment.chainID = chainID
    environment.coinbase = header.coinbase
    environment.number = header.number
    environment.timestamp = header.timestamp
    environment.gasLimit = header.gasLimit
    environment.prevRandao = fork >= .paris ? header.prevRandao.word : header.difficulty
    environment.baseFee = header.baseFee ?? .zero
    if let blobs, let excess = header.excessBlobGas {
      environment.blobBaseFee = BlobFee.baseFee(excessBlobGas: excess, schedule: blobs)
    }
    return BlockContext(environment: environment, blobSchedule: blobs)
  }

  /// Before the transactions: EIP-4788 and EIP-2935; once in the main chain, EIP-779. Begins the
  /// block's access list, too: who executes the transactions tells the journal their indices.
  public func beginBlock<S: StateSource>(
    _ header: BlockHeader, _ context: BlockContext, _ journal: Journal<S>
  ) {
    journal.recordAccesses(at: 0)
    if header.number == schedule.daoBlock { moveDAO(journal) }
    if context.environment.fork >= .cancun, let root = header.parentBeaconRoot {
      _ = transactions.callSystem(.beaconRoots, root.bytes, context, journal)
    }
    if context.environment.fork >= .prague {
      _ = transactions.callSystem(.blockHashes, header.parentHash.bytes, context, journal)
    }
  }

  private func moveDAO<S: StateSource>(_ journal: Journal<S>) {
    journal.beginTransaction()
    let refund = journal.account(DAOFork.refund)
    for address in DAOFork.accounts {
      let account = journal.account(address)
      journal.transfer(journal.balance(account), from: account, to: refund)
    }
    journal.finishTransaction()
  }

  /// After the transactions: withdrawals or rewards, and requests (EIP-7685), which are returned.
  public func finishBlock<S: StateSource>(
    _ block: Block, _ context: BlockContext, _ receipts: [Receipt], _ journal: Journal<S>
  ) throws(InvalidBlock) -> [[UInt8]] {
    let fork = context.environment.fork
    journal.recordAccesses(at: UInt32(truncatingIfNeeded: receipts.count + 1))
    if let withdrawals = block.withdrawals { pay(withdrawals, journal) }
    if fork < .paris {
      reward(
        block.header.coinbase, number: block.header.number, ommers: block.ommers,
        BlockRules.reward(in: fork), journal)
    }
    return fork >= .prague ? try collectRequests(receipts, context, journal) : []
  }

  /// EIP-4895.
  public func pay<S: StateSource>(_ withdrawals: [Withdrawal], _ journal: Journal<S>) {
    journal.beginTransaction()
    for withdrawal in withdrawals {
      let gwei: Word = 1_000_000_000
      journal.credit(journal.account(withdrawal.address), Word(withdrawal.amount) &* gwei)
    }
    journal.finishTransaction()
  }

  /// Yellow paper, section 11.3: an ommer earns less the older it is, and a 32nd for who included
  /// it.
  public func reward<S: StateSource>(
    _ coinbase: Address, number: UInt64, ommers: [BlockHeader], _ reward: Word,
    _ journal: Journal<S>
  ) {
    journal.beginTransaction()
    let share = (reward >> 5) &* Word(UInt64(ommers.count))
    journal.credit(journal.account(coinbase), reward &+ share)
    for ommer in ommers {
      let rest = 8 - min(8, number &- ommer.number)
      journal.credit(journal.account(ommer.coinbase), (reward &* Word(rest)) >> 3)
    }
    journal.finishTransaction()
  }

  /// EIP-6110, 7002 and 7251: type byte and data, without empty ones.
  public func collectRequests<S: StateSource>(
    _ receipts: [Receipt], _ context: BlockContext, _ journal: Journal<S>
  ) throws(InvalidBlock) -> [[UInt8]] {
    var requests: [[UInt8]] = []
    let deposits = try Requests.deposits(in: receipts, of: schedule.depositContract)
    if !deposits.isEmpty { requests.append([0] + deposits) }
    let contracts: [(UInt8, SystemContract)] = [(1, .withdrawals), (2, .consolidations)]
    for (type, contract) in contracts {
      guard let outcome = transactions.callSystem(contract, [], context, journal) else {
        throw .systemContractEmpty(contract.address)
      }
      guard outcome.isSuccess else { throw .systemContractFailed(contract.address) }
      if !outcome.output.isEmpty { requests.append([type] + outcome.output) }
    }
    return requests
  }
}
