import ChainTypes

/// A transaction and who sent it: handed on by reference, because it has some 400 bytes and five
/// lists.
public final class SignedTransaction: Sendable {
  public let transaction: Transaction
  public let sender: Address

  /// The caller knows that the signature is the sender's.
  public init(_ transaction: Transaction, sender: Address) {
    self.transaction = transaction
    self.sender = sender
  }
}

/// A transaction of a batch, as far as the caller knows it already.
public enum BatchItem: Sendable {
  case encoded([UInt8])
  /// Boxed, so that items of other kinds are a word.
  indirect case decoded(Transaction)
  case signed(SignedTransaction)

  public static func known(_ transaction: Transaction, sender: Address) -> BatchItem {
    .signed(SignedTransaction(transaction, sender: sender))
  }
}

/// A transaction that has been executed, with what was found out on the way. Handed on by
/// reference: it goes from a worker to the committer and on to who asked.
// Safe: who executes makes it, and the committer completes the receipt before anybody else has it.
public final class ExecutedTransaction: @unchecked Sendable {
  public let signed: SignedTransaction
  public var transaction: Transaction { signed.transaction }
  public var sender: Address { signed.sender }
  public let result: TransactionResult
  public internal(set) var receipt: Receipt

  init(signed: SignedTransaction, result: consuming TransactionResult, receipt: consuming Receipt) {
    self.signed = signed
    self.result = result
    self.receipt = receipt
  }
}

/// What became of one item of a batch.
public enum BatchOutcome: Sendable {
  case executed(ExecutedTransaction)
  /// Left out: the state is as if it had not been there.
  case invalid(InvalidTransaction)
  /// Left out by who asked: see `execute`.
  case notAdmitted
  /// Behind an invalid one in a batch that may have none.
  case notReached
}

/// What to do with an invalid transaction.
public enum InvalidPolicy: Sendable {
  /// A lane leaves it out of its block.
  case skip
  /// A block that contains one is invalid: nothing behind it is executed.
  case stop
}

/// What came of a batch, in the order of its items.
public struct BatchResult: Sendable {
  public var outcomes: [BatchOutcome] = []
  /// The first invalid transaction.
  public var firstInvalid: (index: Int, reason: InvalidTransaction)?
  public var report = BatchReport()

  public var executed: [ExecutedTransaction] {
    outcomes.compactMap { if case .executed(let entry) = $0 { entry } else { nil } }
  }
}

/// How a batch went: what `status` and benches show.
public struct BatchReport: Sendable, Equatable {
  public var transactions = 0
  /// Prepared (decoded, sender recovered) by workers.
  public var preparedByWorkers = 0
  /// Executed ahead by workers.
  public var speculated = 0
  /// Of these, applied; and executed again because they had read what has changed.
  public var adopted = 0
  public var repeated = 0
  /// Executed with an access list that was found right.
  public var agreed = 0
  /// Not used because the worker was not ready in time.
  public var late = 0
  /// Receipts of the caller's transactions that workers completed.
  public var completed = 0
  /// The kill switch stopped speculation.
  public var wasStopped = false
  /// Nanoseconds of the caller, when times were asked for.
  public var times = BatchTimes()

  public init() {}

  public mutating func add(_ other: BatchReport) {
    transactions += other.transactions
    preparedByWorkers += other.preparedByWorkers
    speculated += other.speculated
    adopted += other.adopted
    repeated += other.repeated
    agreed += other.agreed
    late += other.late
    completed += other.completed
    wasStopped = wasStopped || other.wasStopped
    times.add(other.times)
  }
}

/// Where the calling thread's time went.
public struct BatchTimes: Sendable, Equatable {
  public var prepare: UInt64 = 0
  public var plan: UInt64 = 0
  public var wait: UInt64 = 0
  public var validate: UInt64 = 0
  public var execute: UInt64 = 0
  /// Hashing logs of its own transactions, and waiting for those that workers hash.
  public var complete: UInt64 = 0

  public init() {}

  mutating func add(_ other: BatchTimes) {
    prepare += other.prepare
    plan += other.plan
    wait += other.wait
    validate += other.validate
    execute += other.execute
    complete += other.complete
  }
}
