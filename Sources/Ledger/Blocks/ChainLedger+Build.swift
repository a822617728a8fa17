import BlockExecution
import ChainTypes
import EVM
import MerkleTrie

extension ChainLedger {
  /// Executes a batch on the head and makes the next block of those transactions that are valid.
  /// Nothing is stored; the block waits for `commit`, `stage` or `discard`.
  public func build(
    _ template: BlockTemplate, _ batch: [BatchTransaction]
  ) throws(Failure) -> BuiltBlock {
    try build(template, count: batch.count) { (building, fork) in
      for (index, item) in batch.enumerated() {
        journal.recordAccesses(at: UInt32(building.block.transactions.count + 1))
        if let reason = add(item, &building, fork) {
          building.skipped.append(SkippedTransaction(index: index, reason: reason))
        }
      }
    }
  }

  /// Makes a block around its transactions, which `run` executes.
  func build(
    _ template: BlockTemplate, count: Int, _ run: (inout Building, Fork) -> Void
  ) throws(Failure) -> BuiltBlock {
    guard count <= LedgerLimits.batchTransactions else { throw .tooMuch(.transactions) }
    try prepare()
    defer { store.endReading() }
    var building = Building(header: makeHeader(template))
    let fork = forkOf(building.header)
    building.context = executor.context(of: building.header)
    building.allowance = gasAllowance(building.header)
    journal.begin(fork: fork)
    executor.beginBlock(building.header, building.context, journal)
    run(&building, fork)
    var fault: InvalidBlock?
    do throws(InvalidBlock) { try complete(&building, fork) } catch { fault = error }
    let encoded = fault == nil ? building.block.encoded() : []
    let executed = try finish(
      building.block, encoded, fault == nil ? building.result : nil, fault)
    return BuiltBlock(executed: executed, skipped: building.skipped)
  }

  struct Building {
    var header: BlockHeader
    var context: BlockContext
    var block: Block
    var result = BlockResult()
    var skipped: [SkippedTransaction] = []
    /// Gas that the batch may use.
    var allowance: UInt64 = .max
    var length = 2048

    init(header: BlockHeader) {
      self.header = header
      context = BlockContext(environment: Environment(fork: .frontier))
      block = Block(header: header)
    }

    /// Why the block has no room for a transaction; nil when it has.
    func refusal(
      _ transaction: Transaction, _ transactionLength: Int, _ gasUsed: UInt64
    ) -> SkippedTransaction.Reason? {
      let available = allowance - min(allowance, gasUsed)
      guard transaction.gasLimit <= available else {
        return .gasOfBatch(limit: transaction.gasLimit, available: available)
      }
      return length + transactionLength <= BlockRules.largestBlock ? nil : .lengthOfBlock
    }

    mutating func append(_ transaction: Transaction, _ sender: Address, _ receipt: Receipt) {
      block.transactions.append(transaction)
      result.senders.append(sender)
      result.receipts.append(receipt)
      result.bloom.formUnion(receipt.bloom)
    }
  }

  private func forkOf(_ header: BlockHeader) -> Fork {
    executor.schedule.fork(of: header)
  }

  /// The header with all that does not depend on what is executed.
  private func makeHeader(_ template: BlockTemplate) -> BlockHeader {
    let parent = head
    var header = BlockHeader()
    header.parentHash = headHash
    header.number = parent.number + 1
    let earliest = parent.timestamp + (executor.rules.equalTimestamps ? 0 : 1)
    header.timestamp = max(template.timestamp, earliest)
    header.coinbase = template.coinbase
    header.gasLimit = template.gasLimit ?? parent.gasLimit
    header.extraData = template.extraData
    header.prevRandao = template.prevRandao
    let fork = forkOf(header)
    if fork < .paris {
      header.difficulty = Difficulty.next(
        number: header.number, timestamp: header.timestamp,
        parent: Difficulty.Parent(
          timestamp: parent.timestamp, difficulty: parent.difficulty,
          hasOmmers: parent.ommersHash != BlockHeader.emptyOmmersHash),
        fork: fork,
        bombDelay: executor.schedule.bombDelay(number: header.number, fork: fork))
    }
    if fork >= .london {
      header.baseFee = parent.baseFee == nil ? BaseFee.initial : BaseFee.next(after: parent)
    }
    if fork >= .shanghai { header.withdrawalsRoot = Keccak256.emptyTrieRoot }
    if fork >= .cancun {
      header.parentBeaconRoot = .zero
      header.blobGasUsed = 0
      let schedule = executor.schedule.blobSchedule(
        number: header.number, timestamp: header.timestamp)
      header.excessBlobGas = BlobFee.excess(
        after: parent, schedule: schedule ?? .cancun, fork: fork)
    }
    return header
  }

  /// Where nobody pays for gas, a block uses at most half of its limit: then the base fee of the
  /// next is zero again (EIP-1559).
  private func gasAllowance(_ header: BlockHeader) -> UInt64 {
    header.baseFee?.isZero == true ? header.gasLimit / 2 : header.gasLimit
  }

  /// Executes one transaction; tells why not.
  private func add(
    _ item: BatchTransaction, _ building: inout Building, _ fork: Fork
  ) -> SkippedTransaction.Reason? {
    let length = item.transaction.encoded().count + 9
    if let reason = building.refusal(item.transaction, length, building.context.gasUsed) {
      return reason
    }
    do throws(InvalidTransaction) {
      let sender = try known(item, fork)
      let outcome = try executor.transactions.execute(
        item.transaction, sender: sender, in: building.context, on: journal)
      building.length += length
      building.context.add(outcome)
      var receipt = outcome.receipt(cumulativeGasUsed: building.context.gasUsed)
      if fork < .byzantium {
        state.apply(journal.takeChanges())
        receipt.result = .stateRoot(state.root())
      }
      building.append(item.transaction, sender, receipt)
      return nil
    } catch { return .invalid(error) }
  }

  private func known(
    _ item: BatchTransaction, _ fork: Fork
  ) throws(InvalidTransaction) -> Address {
    if let sender = item.sender { return sender }
    return try item.transaction.sender(
      chainID: executor.chainID, fork: fork, using: executor.transactions.machine.backend)
  }

  /// What comes after the transactions, and the header's commitments.
  private func complete(_ building: inout Building, _ fork: Fork) throws(InvalidBlock) {
    if fork >= .shanghai { building.block.withdrawals = [] }
    building.result.requests = try executor.finishBlock(
      building.block, building.context, building.result.receipts, journal)
    building.result.accessList = journal.takeAccessList()
    state.apply(journal.takeChanges())
    building.result.stateRoot = state.root()
    var header = building.header
    header.stateRoot = building.result.stateRoot
    header.transactionsRoot = OrderedTrie.root(
      of: building.block.transactions.map { $0.encoded() })
    header.receiptsRoot = OrderedTrie.root(of: building.result.receipts.map { $0.encoded() })
    header.bloom = building.result.bloom
    header.gasUsed = building.context.gasUsed
    if fork >= .cancun { header.blobGasUsed = building.context.blobGasUsed }
    if fork >= .prague {
      header.requestsHash = Requests.hash(
        building.result.requests, using: executor.transactions.machine.backend)
    }
    building.block.header = header
  }
}
