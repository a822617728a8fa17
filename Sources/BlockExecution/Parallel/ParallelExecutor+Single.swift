import ChainTypes

extension ParallelExecutor {
  /// Executes one transaction as a batch of its own.
  public func execute(
    _ transaction: Transaction, sender: Address, in context: inout BlockContext,
    on journal: Journal<State>
  ) throws(InvalidTransaction) -> TransactionResult {
    let batch = execute([.known(transaction, sender: sender)], in: &context, on: journal)
    switch batch.outcomes[0] {
    case .executed(let entry): return entry.result
    case .invalid(let reason): throw reason
    case .notAdmitted, .notReached: preconditionFailure("the only transaction is reached")
    }
  }
}
