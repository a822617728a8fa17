import ChainTypes
import EVM

/// What executing a transaction ahead read, with the values, and what it wrote: enough to tell
/// later whether it would come to the same again, and to apply it then without executing.
final class Speculation {
  struct AccountUse {
    var address: Address
    var before: Account?
    /// Nil when the account was not in the state afterwards.
    var after: Account?
    /// The code that the transaction put there.
    var code: Bytecode?
    /// Something depended on the balance or on whether the account exists. Otherwise what was
    /// received is added to whatever is there when the transaction is committed: so fees to the
    /// coinbase conflict with nothing.
    var isObserved: Bool
    var isChanged: Bool
    /// Where the committer's journal has it: set when it validates.
    var place: Int32
  }

  struct SlotUse {
    var account: Int32
    var key: Word
    var before: Word
    var after: Word
    var place: Int32
  }

  var accounts: [AccountUse] = []
  var slots: [SlotUse] = []
  /// Every value came from the state at the begin of the batch: where the committer has none of
  /// its own, there is nothing to compare.
  var isFromBase = true
  /// Nil when the transaction was refused or does what cannot be applied: then it is executed
  /// again.
  var result: TransactionResult?
  var bloom = Bloom.none

  func clear() {
    accounts.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    isFromBase = true
    result = nil
    bloom = .none
  }
}
