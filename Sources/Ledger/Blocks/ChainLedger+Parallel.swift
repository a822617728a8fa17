import BlockExecution
import ChainTypes
import EVM

// The same blocks with the help of other threads.

extension ChainLedger {
  public typealias Parallel<R: ParallelRunner> = ParallelExecutor<LedgerState<Store>, R>

  /// Makes the next block as `build` does.
  public func build<R: ParallelRunner>(
    _ template: BlockTemplate, _ batch: [BatchTransaction], by parallel: Parallel<R>
  ) throws(Failure) -> BuiltBlock {
    precondition(parallel.chainID == executor.chainID, "the executors are of one chain")
    return try build(template, count: batch.count) { (building, fork) in
      add(batch, &building, fork, parallel)
    }
  }

  /// Executes a block as `execute` does; without conflicts where its access list is known. A list
  /// that is wrong does no harm: the block's own is in the result.
  public func execute<R: ParallelRunner>(
    _ block: Block, encoded: [UInt8], hash: Hash? = nil, by parallel: Parallel<R>,
    from list: BlockAccessList? = nil
  ) throws(Failure) -> ExecutedBlock {
    try prepare()
    defer { store.endReading() }
    var result: BlockResult?
    var fault: InvalidBlock?
    do throws(InvalidBlock) {
      result = try executor.execute(
        block, size: encoded.count, ancestors: window, on: journal, by: parallel, from: list)
    } catch { fault = error }
    return try finish(block, encoded, result, fault, hash: hash)
  }

  private func add<R: ParallelRunner>(
    _ batch: [BatchTransaction], _ building: inout Building, _ fork: Fork, _ parallel: Parallel<R>
  ) {
    let items = batch.map { item in
      item.sender.map { BatchItem.known(item.transaction, sender: $0) }
        ?? .decoded(item.transaction)
    }
    let room = BlockRoom(building)
    let result = parallel.execute(
      items, in: &building.context, on: journal,
      admits: { room.admits($0, $1.transaction, $2.gasUsed, executed: $3) },
      afterEach: fork < .byzantium ? { BlockExecutor.settleRoot($0, &$1) } : nil)
    for (index, outcome) in result.outcomes.enumerated() {
      switch outcome {
      case .executed(let entry): building.append(entry.transaction, entry.sender, entry.receipt)
      case .invalid(let reason):
        building.skipped.append(SkippedTransaction(index: index, reason: .invalid(reason)))
      case .notAdmitted:
        let reason = room.reasons[index] ?? .lengthOfBlock
        building.skipped.append(SkippedTransaction(index: index, reason: reason))
      case .notReached: preconditionFailure("invalid transactions are left out")
      }
    }
  }

  /// Keeps count of what a block has room for while it is executed.
  private final class BlockRoom {
    private var building: Building
    private var executed = 0
    /// The length of the last transaction that was let in: it counts if it came to execution.
    private var lastLength = 0
    private(set) var reasons: [Int: SkippedTransaction.Reason] = [:]

    init(_ building: Building) { self.building = building }

    func admits(
      _ index: Int, _ transaction: Transaction, _ gasUsed: UInt64, executed now: Int
    ) -> Bool {
      if now > executed { building.length += lastLength }
      executed = now
      lastLength = transaction.encoded().count + 9
      guard let reason = building.refusal(transaction, lastLength, gasUsed) else { return true }
      reasons[index] = reason
      return false
    }
  }
}
