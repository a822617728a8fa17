import BlockExecution
import ChainTypes
import EVM
import Ledger
import LedgerCommands
import LedgerStorage
import NativeCrypto
import StateStore

/// Counts the permutations of Keccak without which nobody can know a block: its keys and the nodes
/// that it changed, transactions, receipts, blooms, header, access list, and the digests of seal
/// and receipt. A ledger of its own that stores every node at once says which nodes those are.
///
/// What contracts hash belongs to execution.
final class HashCounter {
  private let store: TracingStore
  private let ledger: ChainLedger<TracingStore>

  /// A statement of six words, and the 66 bytes of its digest in a domain.
  private static let statement = Keccak256.permutations(192) + Keccak256.permutations(66)

  init(
    _ base: LMDBLedgerStore, _ genesis: ChainGenesis
  ) throws(LedgerError<StoreError>) {
    store = TracingStore(base)
    ledger = try ChainLedger.create(
      in: store, genesis: genesis, machine: Machine(backend: .system),
      settings: LedgerSettings(flushInterval: 1, nodeInterval: 1))
    _ = store.takeTransactions()
  }

  func count(_ executed: ExecutedBlock) throws(LedgerError<StoreError>) -> Int {
    try ledger.commit(try ledger.execute(executed.encoded))
    var count = 2 * HashCounter.statement
    for transaction in store.takeTransactions() {
      for size in transaction.valueSizes(in: .nodes) { count += Keccak256.permutations(size) }
      // A key for each row of the flat state.
      count += transaction.valueSizes(in: .accounts).count
      count += transaction.valueSizes(in: .slots).count
    }
    count += Keccak256.permutations(executed.block.header.encoded().count)
    count += Keccak256.permutations(executed.result.accessList.encoded().count)
    for transaction in executed.block.transactions {
      // What was signed, and the leaf of the transactions' trie.
      count += 2 * Keccak256.permutations(transaction.encoded().count)
    }
    for receipt in executed.result.receipts {
      count += Keccak256.permutations(receipt.encoded().count)
      for log in receipt.logs { count += 1 + log.topics.count }
    }
    return count
  }
}
