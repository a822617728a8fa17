import ChainTypes
import EVM
import Synchronization

/// What one worker executes with: a machine and a journal of its own, which holds what its earlier
/// transactions of the batch wrote.
final class Speculator<Base: SharedStateSource> {
  let executor: TransactionExecutor
  private let source = SpeculationSource<Base>()
  private let journal: Journal<SpeculationSource<Base>>
  private var context = BlockContext(environment: Environment())
  /// What of a list the transactions that were verified here have used.
  private(set) var coverage = ListCoverage()

  init(executor: TransactionExecutor) {
    self.executor = executor
    journal = Journal(source: source)
  }

  /// A batch begins. The gas that earlier transactions have used is not known here: the committer
  /// compares it.
  func begin(_ base: Base, in context: BlockContext) {
    self.context = context
    self.context.gasUsed = 0
    self.context.blobGasUsed = 0
    source.begin(base)
    coverage.clear()
    journal.begin(fork: context.environment.fork)
  }

  func end() {
    journal.begin(fork: journal.fork)
    source.end()
  }

  /// Makes the plan of the batch, which `begin` has begun here.
  func plan(on board: BatchBoard<Base>) {
    guard let base = source.base else { return }
    board.planner.make(for: board, over: base)
  }

  /// Executes a transaction ahead. Leaves no result when it is refused: the reason is the
  /// committer's to find, in the order of the batch.
  func speculate(_ index: Int, on board: BatchBoard<Base>) {
    let speculation = board.tickets[index].speculation
    speculation.clear()
    guard case .ready(let signed)? = board.prepared(index) else { return }
    do throws(InvalidTransaction) {
      let result = try execute(signed, index)
      guard journal.extract(into: speculation) else { return }
      speculation.executed = ExecutedTransaction(signed: signed, result: result)
    } catch {
      // Refused here; perhaps not in its place.
    }
  }

  /// Executes a transaction that the committer has executed, so that those behind it in the lane
  /// find what it wrote.
  func repeatForLane(_ index: Int, on board: BatchBoard<Base>) {
    guard board.tickets[index].isPrepared, case .ready(let signed)? = board.prepared(index) else {
      return
    }
    do throws(InvalidTransaction) { _ = try execute(signed, index) } catch {
      // What follows does without.
    }
  }

  /// Executes a transaction over what the block's access list says of those before it. Leaves no
  /// result when it does not do what the list says.
  func verify(_ index: Int, on board: BatchBoard<Base>) {
    let ticket = board.tickets[index]
    verify(ticket, index, on: board)
    if ticket.speculation.executed == nil { board.isListWrong.store(true, ordering: .relaxed) }
  }

  private func verify(_ ticket: Ticket, _ index: Int, on board: BatchBoard<Base>) {
    ticket.speculation.clear()
    if source.list == nil, let view = board.view {
      source.use(view)
      coverage.begin(view)
    }
    guard let view = source.list, let signed = signed(ticket, index, on: board) else { return }
    source.prepare(index)
    journal.begin(fork: context.environment.fork)
    do throws(InvalidTransaction) {
      let result = try executor.execute(
        signed.transaction, sender: signed.sender, in: context, on: journal)
      guard journal.agrees(with: view, at: UInt32(index + 1), &coverage) else { return }
      ticket.speculation.executed = ExecutedTransaction(signed: signed, result: result)
    } catch {
      // Refused here means refused in its place, or a list that is wrong.
    }
  }

  /// The transaction with its sender. Who has begun to prepare it before is not waited for.
  private func signed(
    _ ticket: Ticket, _ index: Int, on board: BatchBoard<Base>
  ) -> SignedTransaction? {
    if !ticket.isPrepared {
      guard ticket.claimPreparation() else {
        let prepared = Prepared(
          board.items[index], chainID: board.chainID, fork: board.fork, using: board.backend)
        if case .ready(let signed) = prepared { return signed }
        return nil
      }
      board.prepare(index)
    }
    if case .ready(let signed)? = board.prepared(index) { return signed }
    return nil
  }

  private func execute(
    _ signed: SignedTransaction, _ index: Int
  ) throws(InvalidTransaction) -> TransactionResult {
    source.prepare(index)
    journal.expect(nonce: signed.transaction.nonce, of: signed.sender)
    return try executor.execute(
      signed.transaction, sender: signed.sender, in: context, on: journal)
  }
}

extension ExecutedTransaction {
  /// Executed ahead: the gas of those before it is not known.
  convenience init(signed: SignedTransaction, result: consuming TransactionResult) {
    let receipt = result.receipt(cumulativeGasUsed: 0)
    self.init(signed: signed, result: result, receipt: receipt)
  }
}
