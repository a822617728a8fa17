import ChainTypes
import EVM
import Synchronization

extension ParallelExecutor {
  /// Brings one transaction to its end, in its turn.
  func commit(_ index: Int, _ batch: inout Batch) {
    board.position.store(index, ordering: .relaxed)
    runner.checkpoint()
    let ticket = board.tickets[index]
    let prepared = prepare(index, ticket, &batch)
    if !batch.isPlanned, board.nextPreparation.load(ordering: .relaxed) >= board.count,
      areAllPrepared(from: index)
    {
      planAhead(from: index, &batch)
    }
    settle(prepared, index, &batch) {
      (signed: SignedTransaction, batch: inout Batch) throws(InvalidTransaction) in
      if let admits = batch.admits, !admits(index, signed, batch.context, Int(batch.executed)) {
        _ = ticket.claimExecution(as: Ticket.taken)
        batch.result.outcomes.append(.notAdmitted)
        return
      }
      try execute(signed, index, ticket, &batch)
    }
  }

  /// Executes by `body` what is ready, and takes down what is refused.
  private func settle(
    _ prepared: Prepared, _ index: Int, _ batch: inout Batch,
    _ body: (SignedTransaction, inout Batch) throws(InvalidTransaction) -> Void
  ) {
    do throws(InvalidTransaction) {
      switch prepared {
      case .ready(let signed): try body(signed, &batch)
      case .invalid(let reason): throw reason
      }
    } catch {
      batch.result.outcomes.append(.invalid(error))
      if batch.result.firstInvalid == nil { batch.result.firstInvalid = (index, error) }
      if batch.policy == .stop { batch.isStopped = true }
    }
  }

  /// Executes one transaction in its turn, which is the caller's alone.
  func commitHere(_ index: Int, _ batch: inout Batch) {
    let prepared = prepare(index, board.tickets[index], &batch)
    settle(prepared, index, &batch) {
      (signed: SignedTransaction, batch: inout Batch) throws(InvalidTransaction) in
      try executeHere(signed, index, &batch)
    }
  }

  private func finish(
    _ signed: SignedTransaction, _ index: Int, _ result: consuming TransactionResult,
    _ batch: inout Batch
  ) {
    batch.context.add(result)
    batch.executed += 1
    let isDeferred = batch.defersBlooms && !result.logs.isEmpty
    let receipt =
      isDeferred
      ? result.unfinishedReceipt(cumulativeGasUsed: batch.context.gasUsed)
      : result.receipt(cumulativeGasUsed: batch.context.gasUsed)
    let executed = ExecutedTransaction(signed: signed, result: result, receipt: receipt)
    if let afterEach = batch.afterEach { afterEach(batch.journal, &executed.receipt) }
    if isDeferred { deferBloom(index, executed, &batch) }
    batch.result.outcomes.append(.executed(executed))
  }

  private func areAllPrepared(from index: Int) -> Bool {
    for later in index..<board.count where !board.tickets[later].isPrepared { return false }
    return true
  }

  // MARK: Senders

  /// The transaction with its sender: from a worker, or found out here. While a worker is at it,
  /// the committer prepares others; when it lasts too long, this one.
  private func prepare(_ index: Int, _ ticket: Ticket, _ batch: inout Batch) -> Prepared {
    if ticket.isPrepared, let prepared = board.prepared(index) { return prepared }
    return prepareHere(index, ticket, &batch)
  }

  @inline(never)
  private func prepareHere(_ index: Int, _ ticket: Ticket, _ batch: inout Batch) -> Prepared {
    let begin = clock()
    defer { if takesTimes { batch.result.report.times.prepare += clock() - begin } }
    if ticket.claimPreparation() {
      board.prepare(index)
      MovingAverage.add(clock() - begin, to: &averages.prepare)
    } else {
      while !ticket.isPrepared, let other = board.takePreparation() { board.prepare(other) }
    }
    if wait(atMost: averages.prepare, until: { ticket.isPrepared }),
      let prepared = board.prepared(index)
    {
      return prepared
    }
    return Prepared(board.items[index], chainID: chainID, fork: board.fork, using: board.backend)
  }

  // MARK: Execution

  private func execute(
    _ signed: SignedTransaction, _ index: Int, _ ticket: Ticket, _ batch: inout Batch
  ) throws(InvalidTransaction) {
    if !ticket.claimExecution(as: Ticket.taken), isReady(index, ticket, &batch),
      adopt(index, signed, ticket, &batch)
    {
      return
    }
    try executeHere(signed, index, &batch)
  }

  private func executeHere(
    _ signed: SignedTransaction, _ index: Int, _ batch: inout Batch
  ) throws(InvalidTransaction) {
    batch.journal.beginShare(batch.executed + 1)
    let isTimed = takesTimes || index & 7 == 0
    let begin = isTimed ? clock() : 0
    let result = try transactions.execute(
      signed.transaction, sender: signed.sender, in: batch.context, on: batch.journal)
    if isTimed {
      let taken = clock() - begin
      MovingAverage.add(taken, to: &averages.execute)
      batch.result.report.times.execute += takesTimes ? taken : 0
    }
    finish(signed, index, result, &batch)
  }

  /// Whether a worker has executed the transaction, or will have at once.
  private func isReady(_ index: Int, _ ticket: Ticket, _ batch: inout Batch) -> Bool {
    if ticket.isSpeculated { return true }
    let begin = takesTimes ? clock() : 0
    let isReady =
      board.phase == .speculating
      && waitUsefully(index, until: { ticket.isSpeculated })
    if takesTimes { batch.result.report.times.wait += clock() - begin }
    if !isReady { batch.result.report.late += 1 }
    return isReady
  }

  private func adopt(
    _ index: Int, _ signed: SignedTransaction, _ ticket: Ticket, _ batch: inout Batch
  ) -> Bool {
    let isTimed = takesTimes || index & 7 == 0
    let begin = isTimed ? clock() : 0
    defer { if isTimed { noteAdoption(clock() - begin, &batch) } }
    let speculation = ticket.speculation
    guard speculation.executed != nil, signed.fits(batch.context),
      batch.journal.holds(speculation), let executed = speculation.take()
    else {
      lose(index, signed, speculation, &batch)
      return false
    }
    batch.journal.beginShare(batch.executed + 1)
    batch.journal.adopt(speculation)
    batch.adopted += 1
    batch.context.add(executed.result)
    batch.executed += 1
    executed.receipt.cumulativeGasUsed = batch.context.gasUsed
    batch.result.outcomes.append(.executed(executed))
    board.planner.predictor.count(board.planner.functions[index], isWin: true)
    learn(index, signed, speculation, &batch)
    return true
  }

  /// Most of the first results being of no use, no more are made: they cost memory traffic and a
  /// processor.
  private func lose(
    _ index: Int, _ signed: SignedTransaction, _ speculation: Speculation, _ batch: inout Batch
  ) {
    batch.failed += 1
    board.planner.predictor.count(board.planner.functions[index], isWin: false)
    if speculation.executed != nil { learn(index, signed, speculation, &batch) }
    guard isAdaptive, batch.failed >= BlockExecutionLimits.killSwitch, batch.failed > batch.adopted,
      board.phase == .speculating
    else { return }
    board.enter(.completing)
    batch.result.report.wasStopped = true
    // With what the batch has taught the next plan may be a better one.
    if !batch.hasLearnt { averages.pause = BlockExecutionLimits.pausedBatches }
  }

  private func learn(
    _ index: Int, _ signed: SignedTransaction, _ speculation: Speculation, _ batch: inout Batch
  ) {
    let (predictor, function) = (board.planner.predictor, board.planner.functions[index])
    guard predictor.wantsSample(function) else { return }
    if predictor.learn(function, signed.transaction, signed.sender, speculation) {
      batch.hasLearnt = true
    }
  }

  /// Waits for a worker, but no longer than it takes to do its work here.
  func wait(atMost nanoseconds: UInt64, until isTrue: () -> Bool) -> Bool {
    let end = clock() &+ max(nanoseconds, 2_000)
    while !isTrue() {
      if clock() >= end { return false }
      runner.pause()
    }
    return true
  }
}
