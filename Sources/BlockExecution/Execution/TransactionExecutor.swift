import ChainTypes
import EVM

/// Executes transactions one by one: checks, pays, runs the message, settles. Holds the machine and
/// nothing of the state, so that one executor a thread serves any journal.
public final class TransactionExecutor {
  public let machine: Machine

  public init(machine: Machine) {
    self.machine = machine
  }

  /// Executes a transaction whose sender is known. On a throw nothing has changed; otherwise the
  /// journal has the changes, and the caller counts the result in the block's context.
  public func execute<S: StateSource>(
    _ transaction: Transaction, sender: Address, in block: BlockContext, on journal: Journal<S>
  ) throws(InvalidTransaction) -> TransactionResult {
    var silent = NoTracer()
    return try execute(transaction, sender: sender, in: block, on: journal, tracer: &silent)
  }

  /// The same, telling the tracer of every instruction.
  public func execute<S: StateSource, T: Tracer>(
    _ transaction: Transaction, sender: Address, in block: BlockContext, on journal: Journal<S>,
    tracer: inout T
  ) throws(InvalidTransaction) -> TransactionResult {
    try execute(
      transaction, sender: sender, in: block, on: journal, tracer: &tracer, isSimulated: false)
  }

  /// What a transaction would do that nobody signed: the nonce counts for nothing, contracts may
  /// send, and gas has no cap but the block's. Everything else is as in a block, so a fee above
  /// what the sender can pay is refused; with a gas price of zero set the block's base fee to zero.
  public func simulate<S: StateSource>(
    _ transaction: Transaction, sender: Address, in block: BlockContext, on journal: Journal<S>
  ) throws(InvalidTransaction) -> TransactionResult {
    var silent = NoTracer()
    return try execute(
      transaction, sender: sender, in: block, on: journal, tracer: &silent, isSimulated: true)
  }

  private func execute<S: StateSource, T: Tracer>(
    _ transaction: Transaction, sender: Address, in block: BlockContext, on journal: Journal<S>,
    tracer: inout T, isSimulated: Bool
  ) throws(InvalidTransaction) -> TransactionResult {
    precondition(
      journal.fork == block.environment.fork, "a journal begins a batch with its block's fork")
    journal.beginTransaction()
    let terms = try checkOrForget(transaction, sender, block, journal, isSimulated: isSimulated)
    var environment = block.environment
    environment.origin = sender
    environment.gasPrice = terms.gasPrice
    environment.blobHashes = transaction.blobHashes
    pay(transaction, terms, journal)
    warm(transaction, environment, terms, journal)
    let authorizationRefund = authorize(transaction, environment, journal)
    let message = message(transaction, sender, terms, journal)
    let outcome = machine.run(message, in: environment, host: journal, tracer: &tracer)
    let gas = settle(
      transaction, terms, outcome, authorizationRefund, environment, journal)
    let logs = outcome.isSuccess ? journal.transactionLogs : []
    journal.finishTransaction()
    return TransactionResult(
      kind: transaction.kind, halt: outcome.halt, gasUsed: gas.used, gasRefunded: gas.refunded,
      blobGasUsed: transaction.blobGas, gasPrice: terms.gasPrice, output: outcome.output,
      logs: logs, createdAddress: transaction.isCreation ? message.target : nil)
  }
}

extension TransactionExecutor {
  /// A refused transaction leaves no trace: not even its sender has been accessed.
  private func checkOrForget<S: StateSource>(
    _ transaction: Transaction, _ sender: Address, _ block: BlockContext, _ journal: Journal<S>,
    isSimulated: Bool
  ) throws(InvalidTransaction) -> TransactionTerms {
    let known = journal.knownAccounts
    do throws(InvalidTransaction) {
      return try check(transaction, sender, block, journal, isSimulated: isSimulated)
    } catch {
      journal.forgetAccounts(from: known)
      throw error
    }
  }
}

/// What the checks found out.
struct TransactionTerms {
  var intrinsic: IntrinsicGas
  var sender: AccountIndex
  var gasPrice: Word
  /// Paid for the blobs, burnt.
  var blobFee: Word
}
