import ChainTypes
import EVM

/// A transaction with its sender, or why it cannot have one.
enum Prepared {
  case ready(SignedTransaction)
  /// Rare, and large: boxed.
  indirect case invalid(InvalidTransaction)

  /// Decodes and recovers what is missing. Looks at nothing but the item, so any thread may do it.
  init(_ item: BatchItem, chainID: UInt64, fork: Fork, using backend: CryptoBackend) {
    do throws(InvalidTransaction) {
      switch item {
      case .signed(let signed): self = .ready(signed)
      case .decoded(let transaction):
        self = .ready(
          SignedTransaction(
            transaction,
            sender: try transaction.sender(chainID: chainID, fork: fork, using: backend)))
      case .encoded(let bytes):
        let transaction: Transaction
        do throws(TransactionDecodingError) {
          transaction = try Transaction(decoding: bytes)
        } catch {
          throw .undecodable(error)
        }
        self = .ready(
          SignedTransaction(
            transaction,
            sender: try transaction.sender(chainID: chainID, fork: fork, using: backend)))
      }
    } catch {
      self = .invalid(error)
    }
  }
}
