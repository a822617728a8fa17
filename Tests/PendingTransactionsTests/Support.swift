import BlockExecution
import ChainTypes
import PendingTransactions

/// Transactions as the pool gets them; signatures are no matter of its.
final class Sample {
  var nextHash: UInt64 = 1

  func entry(
    _ sender: UInt64, nonce: UInt64, fee: UInt64 = 0, tip: UInt64? = nil, gas: UInt64 = 50_000,
    size: Int = 200, arrival: UInt64 = 0
  ) -> PooledTransaction {
    var transaction = Transaction(kind: .feeMarket)
    transaction.nonce = nonce
    transaction.maxFeePerGas = Word(fee)
    transaction.maxPriorityFeePerGas = Word(tip ?? fee)
    transaction.gasLimit = gas
    transaction.to = Address(Word(0xdead))
    defer { nextHash += 1 }
    return PooledTransaction(
      transaction, sender: Address(Word(sender)), hash: Hash(Word(nextHash)), size: size,
      arrival: arrival)
  }
}

let batchGas: UInt64 = 15_000_000

/// A pool whose changes may stand within an expectation.
final class TestPool {
  var pool: TransactionPool

  init(_ pool: TransactionPool) { self.pool = pool }

  /// The refusal, or nil when the pool took it.
  func refusal(_ entry: PooledTransaction, account: UInt64 = 0) -> PoolRefusal? {
    do throws(PoolRefusal) {
      try pool.add(entry, accountNonce: account, gasLimit: batchGas)
      return nil
    } catch {
      return error
    }
  }

  /// Senders and nonces of the next batch.
  func nextBatch(
    _ bounds: BatchLimits = BatchLimits(gas: batchGas), nonces: [UInt64: UInt64] = [:]
  ) -> [[UInt64]] {
    pool.batch(bounds) { nonces[$0.word.limb0] ?? 0 }
      .map { [$0.sender.word.limb0, $0.transaction.nonce] }
  }

  func fate(of hash: Hash) -> PoolFate? { pool.fate(of: hash) }

  func stays(_ hash: Hash, after reason: InvalidTransaction) -> Bool {
    pool.settle(skipped: hash, reason)
  }
}
