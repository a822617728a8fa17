import ChainTypes
import EVM

/// What executing a transaction ahead read, with the values, and what it wrote: enough to tell
/// later whether it would come to the same again, and to apply it then without executing. Small,
/// because all of it goes from one processor's cache to another's.
final class Speculation {
  struct AccountFlags: OptionSet {
    var rawValue: UInt8

    static let existed = AccountFlags(rawValue: 1)
    static let hadStorage = AccountFlags(rawValue: 2)
    /// Something depended on the balance or on whether the account exists. Otherwise what was
    /// received is added to whatever is there when the transaction is committed: so fees to the
    /// coinbase conflict with nothing.
    static let isObserved = AccountFlags(rawValue: 4)
    /// It was as it is in the state at the begin of the batch: where the committer has no account
    /// of its own, there is nothing to compare.
    static let isFromBase = AccountFlags(rawValue: 8)
    /// The next of `changes` is what became of it.
    static let isChanged = AccountFlags(rawValue: 16)
    /// It was in the state and is no longer.
    static let isGone = AccountFlags(rawValue: 32)
  }

  struct AccountUse {
    var address: Address
    var flags: AccountFlags
    var nonce: UInt64
    var balance: Word
    var codeHash: Hash
  }

  struct Change {
    var nonce: UInt64
    var balance: Word
    /// Nil unless the code is another.
    var code: Bytecode?
  }

  struct SlotUse {
    var account: Int32
    var isFromBase: Bool
    var key: Word
    var before: Word
    var after: Word
  }

  var accounts: [AccountUse] = []
  /// In the order of the accounts that are changed.
  var changes: [Change] = []
  var slots: [SlotUse] = []
  /// The transaction with its receipt, which lacks the gas of those before it. Nil when it was
  /// refused or does what cannot be applied: then it is executed again.
  var executed: ExecutedTransaction?

  func clear() {
    accounts.removeAll(keepingCapacity: true)
    changes.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    executed = nil
  }

  /// Hands the transaction on without touching what belongs to it.
  func take() -> ExecutedTransaction? {
    var result: ExecutedTransaction?
    swap(&result, &executed)
    return result
  }
}
