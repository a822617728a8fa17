import ChainTypes
import EVM

/// What one worker executes with: a machine and a journal of its own, over a view of its own.
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
    source.begin(base, coinbase: context.environment.coinbase, list: list)
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

  /// Executes a transaction ahead; `keeps` what it wrote for those behind it. Leaves no result when
  /// it is refused: the reason is the committer's to find, in the order of the batch.
  func speculate(_ ticket: Ticket, _ index: Int, keeps: Bool) {
    let speculation = ticket.speculation
    speculation.clear()
    guard case .ready(let signed)? = ticket.prepared else { return }
    source.prepare(sender: signed.sender, nonce: signed.transaction.nonce, index: index)
    journal.begin(fork: context.environment.fork)
    do throws(InvalidTransaction) {
      let result = try executor.execute(
        signed.transaction, sender: signed.sender, in: context, on: journal)
      guard journal.extract(into: speculation) else { return }
      speculation.isFromBase = source.isFromBase
      speculation.bloom = Bloom(of: result.logs)
      speculation.result = result
      if keeps { source.keep(speculation) }
    } catch {
      // Refused here; perhaps not in its place.
    }
  }
}
