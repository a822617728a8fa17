import ChainTypes
import EVM

/// What one worker executes with: a machine and a journal of its own, which holds what its earlier
/// transactions of the batch wrote.
final class Speculator<Base: SharedStateSource> {
  let executor: TransactionExecutor
  private let source = SpeculationSource<Base>()
  private let journal: Journal<SpeculationSource<Base>>
  private var context = BlockContext(environment: Environment())

  init(executor: TransactionExecutor) {
    self.executor = executor
    journal = Journal(source: source)
  }

  /// A batch begins. The gas that earlier transactions have used is not known here: the committer
  /// compares it.
  func begin(_ base: Base, in context: BlockContext, list: AccessListView?) {
    self.context = context
    self.context.gasUsed = 0
    self.context.blobGasUsed = 0
    source.begin(base, list: list)
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
  func speculate(_ ticket: Ticket, _ index: Int) {
    let speculation = ticket.speculation
    speculation.clear()
    guard case .ready(let signed)? = ticket.prepared else { return }
    do throws(InvalidTransaction) {
      let result = try execute(signed, index)
      guard journal.extract(into: speculation, isFromBase: source.isBase) else { return }
      let receipt = Receipt(
        kind: result.kind, result: .status(result.isSuccess), cumulativeGasUsed: 0,
        bloom: Bloom(of: result.logs), logs: result.logs)
      speculation.executed = ExecutedTransaction(signed: signed, result: result, receipt: receipt)
    } catch {
      // Refused here; perhaps not in its place.
    }
  }

  /// Executes a transaction that the committer has executed, so that those behind it in the lane
  /// find what it wrote.
  func repeatForLane(_ ticket: Ticket, _ index: Int) {
    guard ticket.isPrepared, case .ready(let signed)? = ticket.prepared else { return }
    do throws(InvalidTransaction) { _ = try execute(signed, index) } catch {
      // What follows does without.
    }
  }

  private func execute(
    _ signed: SignedTransaction, _ index: Int
  ) throws(InvalidTransaction) -> TransactionResult {
    source.prepare(index)
    // With a list each transaction has a state of its own.
    if source.list != nil { journal.begin(fork: context.environment.fork) }
    journal.expect(nonce: signed.transaction.nonce, of: signed.sender)
    return try executor.execute(
      signed.transaction, sender: signed.sender, in: context, on: journal)
  }
}
