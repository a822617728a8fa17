import ChainTypes
import EVM
import Synchronization

// Verification from a block's access list. The caller does the serial loop's work from the first
// transaction on; workers execute from the last one backwards over what the list says of those
// before, and compare with what it says of each. Where they meet the caller takes the rest of the
// state over from the list.

extension ParallelExecutor {
  /// Executes the batch, or as much of it as agrees with the list, and answers how many
  /// transactions are done. The others are as if nobody had begun with them, but for their senders.
  func verify(_ list: BlockAccessList, _ batch: inout Batch) -> Int {
    guard speculates, board.limit > 0, board.count > 0, batch.journal.state.isRecording,
      !isAdaptive || isWorthVerifying
    else { return 0 }
    let source = batch.journal.source
    source.beginSharing()
    for (index, worker) in workers.enumerated() {
      worker.speculator.begin(source.reader(index + 1), in: batch.context)
    }
    board.list = list
    // A worker reads the list, while the caller begins with the first transactions.
    board.enter(.reading)
    start(&batch)
    var own = ListedShare(batch.journal)
    let done = verifyHere(&own, &batch)
    let isRight = conclude(&own, from: done, &batch)
    source.endSharing()
    for worker in workers { worker.speculator.end() }
    batch.isStarted = false
    if isRight { return board.count }
    board.beginAgain()
    return done
  }

  private var isWorthVerifying: Bool {
    let unprepared = board.tickets.prefix(board.count).count { !$0.isPrepared }
    return unprepared > 1 || isWorthwhile(board.count)
  }

  /// The caller's share, until it meets the workers or something is wrong with the list.
  private func verifyHere(_ own: inout ListedShare<State>, _ batch: inout Batch) -> Int {
    var index = 0
    while index < board.count, !board.isListWrong.load(ordering: .relaxed), !batch.isStopped {
      runner.checkpoint()
      guard board.tickets[index].claimExecution(as: Ticket.taken) else { break }
      let before = batch.executed
      commitHere(index, &batch)
      index += 1
      // One that is refused has no place in a block.
      if batch.executed == before || board.phase == .verifying && !own.agrees(with: board.view) {
        board.isListWrong.store(true, ordering: .relaxed)
      }
    }
    board.enter(.over)
    let begin = takesTimes ? clock() : 0
    runner.finish()
    if takesTimes { batch.result.report.times.wait += clock() - begin }
    return index
  }

  /// Takes the workers' results over, if they are all there and the list says nothing beyond them.
  private func conclude(
    _ own: inout ListedShare<State>, from first: Int, _ batch: inout Batch
  ) -> Bool {
    let begin = takesTimes ? clock() : 0
    defer { if takesTimes { batch.result.report.times.validate += clock() - begin } }
    guard !board.isListWrong.load(ordering: .relaxed), let view = board.view,
      own.agrees(with: view), own.began(as: view), own.coverAll(by: view)
    else { return false }
    var others = ListCoverage()
    others.begin(view)
    for worker in workers { others.formUnion(worker.speculator.coverage) }
    guard own.coverage.matched + others.matched == view.wanted, takeResults(from: first, &batch)
    else { return false }
    batch.journal.beginShare(batch.executed)
    own.takeState(from: first, view, others)
    return true
  }

  /// The results in their order; false, and none, when one is missing or the block has no room for
  /// it in its turn.
  private func takeResults(from first: Int, _ batch: inout Batch) -> Bool {
    let context = batch.context
    for index in first..<board.count {
      guard let executed = board.tickets[index].speculation.take(),
        executed.signed.fits(batch.context)
      else {
        batch.context = context
        batch.result.outcomes.removeSubrange(first...)
        return false
      }
      batch.context.add(executed.result)
      executed.receipt.cumulativeGasUsed = batch.context.gasUsed
      batch.result.outcomes.append(.executed(executed))
    }
    batch.adopted = board.count - first
    batch.result.report.agreed = board.count
    batch.executed = UInt32(truncatingIfNeeded: board.count)
    return true
  }
}

extension SignedTransaction {
  /// Whether the block has room for it: the one check of a transaction that depends on those before
  /// it otherwise than through the state.
  func fits(_ block: BlockContext) -> Bool {
    // Without a copy of the transaction, which costs more than the check.
    guard transaction.kind == .blob else { return transaction.gasLimit <= block.gasLeft }
    do throws(InvalidTransaction) {
      try transaction.checkAllowance(in: block)
      return true
    } catch {
      return false
    }
  }
}
