import BlockExecution
import ChainTypes
import EVM
import Ledger
import NativeCrypto

/// Executes a lane's blocks in memory: no database, no tries, and whoever signed is known.
final class LaneReplay {
  private let state = MemoryState()
  private let executor: BlockExecutor
  private let journal: Journal<MemoryState>
  private let board: Address

  init(_ genesis: ChainGenesis, board: Address) {
    self.board = board
    for account in genesis.accounts {
      state.setAccount(
        account.address, nonce: account.nonce, balance: account.balance, code: account.code,
        storage: account.storage)
    }
    var crypto = CryptoBackend.system
    crypto.recover = { _, _, _, _ in board }
    executor = BlockExecutor(
      machine: Machine(backend: crypto), schedule: genesis.schedule, chainID: genesis.chainID,
      rules: genesis.rules)
    journal = Journal(source: state)
  }

  /// False when the block does not come to what its header says.
  func execute(_ block: Block) -> Bool {
    var context = executor.context(of: block.header)
    journal.begin(fork: context.environment.fork)
    executor.beginBlock(block.header, context, journal)
    var receipts: [Receipt] = []
    do {
      for (index, transaction) in block.transactions.enumerated() {
        journal.recordAccesses(at: UInt32(index + 1))
        let outcome = try executor.transactions.execute(
          transaction, sender: board, in: context, on: journal)
        context.add(outcome)
        receipts.append(outcome.receipt(cumulativeGasUsed: context.gasUsed))
      }
      _ = try executor.finishBlock(block, context, receipts, journal)
    } catch {
      return false
    }
    _ = journal.takeAccessList()
    state.apply(journal.takeChanges())
    return context.gasUsed == block.header.gasUsed
  }
}
