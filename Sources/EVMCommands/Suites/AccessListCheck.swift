import BlockExecution
import ChainTypes
import EVM

/// Whether access lists say what was executed: each test that runs is a test of its list, too.
enum AccessListCheck {
  /// Nil when the list, encoded and decoded, brings the parent's state to the block's root.
  static func difference(
    _ list: BlockAccessList, from parent: MemoryState, to root: Hash
  ) -> String? {
    if let difference = codecDifference(list) { return difference }
    let state = parent.copy()
    state.apply(list.stateChanges(over: state))
    let found = state.root()
    return found == root
      ? nil : "the access list leads to root \(found.hex), not \(root.hex)"
  }

  /// Nil when the list tells the changes that the journal tells.
  static func difference(
    _ list: BlockAccessList, _ changes: StateChanges, over source: MemoryState
  ) -> String? {
    if let difference = codecDifference(list) { return difference }
    let told = list.stateChanges(over: source).accounts
    let made = changes.accounts.sorted { $0.address < $1.address }
    guard told.count == made.count else {
      return "the access list tells of \(told.count) changed accounts, not of \(made.count)"
    }
    for (a, b) in zip(told, made) where !isSame(a, b) {
      return "the access list tells something else of \(b.address.hex)"
    }
    return nil
  }

  private static func codecDifference(_ list: BlockAccessList) -> String? {
    do throws(AccessListError) {
      let decoded = try BlockAccessList(decoding: list.encoded())
      return decoded == list ? nil : "the access list is another when it was encoded and decoded"
    } catch { return "the access list cannot be decoded: \(error)" }
  }

  private static func isSame(_ a: AccountChange, _ b: AccountChange) -> Bool {
    a.address == b.address && a.before == b.before && isSame(a.after, b.after)
      && a.code?.hash == b.code?.hash && a.clearsStorage == b.clearsStorage
      && a.slots == b.slots.sorted { $0.key < $1.key }
  }

  /// The journal may say that there is storage although the last slot has just become zero.
  private static func isSame(_ a: Account?, _ b: Account?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return a.nonce == b.nonce && a.balance == b.balance && a.codeHash == b.codeHash
  }
}
