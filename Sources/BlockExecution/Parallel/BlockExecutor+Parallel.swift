import ChainTypes
import EVM

extension BlockExecutor {
  /// Executes a block as `execute` does, with the help of a parallel executor for its transactions;
  /// without conflicts where the block's access list is known. A list that is wrong in any way does
  /// no harm, and is not the list of the result: compare them.
  public func execute<W: WorldState & SharedStateSource, R: ParallelRunner>(
    _ block: Block, size: Int, ancestors: AncestorWindow, on journal: Journal<W>,
    by parallel: ParallelExecutor<W, R>, from list: BlockAccessList? = nil
  ) throws(InvalidBlock) -> BlockResult {
    precondition(parallel.chainID == chainID, "the executors are of one chain")
    let afterEach: ((Journal<W>, inout Receipt) -> Void)? =
      schedule.fork(number: block.header.number, timestamp: block.header.timestamp) < .byzantium
      ? { BlockExecutor.settleRoot($0, &$1) } : nil
    func run(
      _ context: inout BlockContext, _ result: inout BlockResult
    ) throws(InvalidBlock) {
      let batch = parallel.execute(
        block.transactions.map { .decoded($0) }, in: &context, on: journal, invalid: .stop,
        from: list,
        afterEach: afterEach)
      if let invalid = batch.firstInvalid {
        throw .transaction(index: invalid.index, invalid.reason)
      }
      for entry in batch.executed {
        result.senders.append(entry.sender)
        result.receipts.append(entry.receipt)
        result.bloom.formUnion(entry.receipt.bloom)
      }
    }
    return try execute(block, size, ancestors, journal, run)
  }

  /// Before Byzantium a receipt has the state root after its transaction.
  public static func settleRoot<W: WorldState>(_ journal: Journal<W>, _ receipt: inout Receipt) {
    journal.source.apply(journal.takeChanges())
    receipt.result = .stateRoot(journal.source.root())
  }
}
