import BlockExecution
import ChainTypes
import EVM

/// Everything that a batch comes to, in a form that compares.
struct BatchCaseResult {
  var outcomes: [String] = []
  var receipts: [Receipt] = []
  var results: [TransactionResult] = []
  var senders: [Address] = []
  var changes: [AccountChange] = []
  var gasUsed: UInt64 = 0
  var blobGasUsed: UInt64 = 0
  var accessList = BlockAccessList()
  var root = Hash.zero
  var isStopped = false

  mutating func add(_ sender: Address, _ result: TransactionResult, _ receipt: Receipt) {
    outcomes.append("executed")
    senders.append(sender)
    results.append(result)
    receipts.append(receipt)
  }

  mutating func finish(_ context: BlockContext, _ journal: Journal<MemoryState>) {
    gasUsed = context.gasUsed
    blobGasUsed = context.blobGasUsed
    accessList = journal.takeAccessList()
    let taken = journal.takeChanges()
    journal.source.apply(taken)
    root = journal.source.root()
    changes = taken.accounts.sorted { $0.address < $1.address }
  }

  /// Nil when there is none.
  func difference(from other: BatchCaseResult) -> String? {
    for (index, (a, b)) in zip(outcomes, other.outcomes).enumerated() where a != b {
      return "transaction \(index): \(a), but in parallel \(b)"
    }
    if outcomes.count != other.outcomes.count { return "the number of outcomes" }
    if senders != other.senders { return "senders" }
    for (index, (a, b)) in zip(results, other.results).enumerated() where !a.equals(b) {
      return "result \(index): \(a), but in parallel \(b)"
    }
    for (index, (a, b)) in zip(receipts, other.receipts).enumerated() where a != b {
      return "receipt \(index): \(a), but in parallel \(b)"
    }
    if gasUsed != other.gasUsed || blobGasUsed != other.blobGasUsed { return "gas of the block" }
    for (a, b) in zip(changes, other.changes) where !a.equals(b) {
      return "change \(a), but in parallel \(b)"
    }
    if changes.count != other.changes.count {
      return "changes \(changes), but in parallel \(other.changes)"
    }
    if accessList != other.accessList {
      for (a, b) in zip(accessList.accounts, other.accessList.accounts) where a != b {
        return "access list: \(a), but in parallel \(b)"
      }
      return "access list \(accessList), but in parallel \(other.accessList)"
    }
    return root == other.root ? nil : "root \(root.hex), but in parallel \(other.root.hex)"
  }
}

extension TransactionResult {
  /// Which of several exceptional halts came first depends on the tier that each thread's machine
  /// has reached for the code (see `FuzzResult`): no receipt and no chain tells them apart.
  func equals(_ other: TransactionResult) -> Bool {
    kind == other.kind
      && (halt == other.halt || halt.isExceptional && other.halt.isExceptional)
      && gasUsed == other.gasUsed && gasRefunded == other.gasRefunded
      && blobGasUsed == other.blobGasUsed
      && gasPrice == other.gasPrice && output == other.output && logs == other.logs
      && createdAddress == other.createdAddress
  }
}

extension AccountChange {
  fileprivate func equals(_ other: AccountChange) -> Bool {
    address == other.address && before == other.before && after == other.after
      && code?.hash == other.code?.hash && code?.bytes == other.code?.bytes
      && clearsStorage == other.clearsStorage
      && slots.sorted { $0.key < $1.key } == other.slots.sorted { $0.key < $1.key }
  }
}
