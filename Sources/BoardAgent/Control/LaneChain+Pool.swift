import BlockExecution
import ChainTypes
import EVM
import Lanes
import Ledger
import PendingTransactions
import RPCMethods

extension LaneChain {
  func pending(_ hash: Hash) -> (transaction: Transaction, sender: Address)? {
    pool[hash].map { ($0.transaction, $0.sender) }
  }

  func pendingNonce(of address: Address, account: UInt64) -> UInt64 {
    pool.nextNonce(of: address, account: account)
  }

  func submit(_ encoded: [UInt8]) throws(RPCError) -> Hash {
    let transaction: Transaction
    do throws(TransactionDecodingError) { transaction = try Transaction(decoding: encoded) } catch {
      throw .failed("\(error)")
    }
    let hash = Keccak256.hash(encoded)
    let sender: Address
    do throws(InvalidTransaction) {
      sender = try transaction.sender(
        chainID: chainID, fork: pool.fork, using: executor.transactions.machine.backend)
    } catch {
      throw .failed("\(error)")
    }
    let entry = PooledTransaction(
      transaction, sender: sender, hash: hash, size: encoded.count, arrival: now)
    do throws(PoolRefusal) {
      try pool.add(
        entry, accountNonce: ledger.state.account(sender)?.nonce ?? 0,
        gasLimit: LaneLimits.batchGas)
    } catch {
      throw .failed("\(error)")
    }
    return hash
  }
}
