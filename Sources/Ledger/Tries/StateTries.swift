import ChainTypes
import MerkleTrie

/// The trie of accounts and the storage tries of the contracts that were touched, as far as they
/// are held in memory.
final class StateTries<Store: LedgerStore> {
  /// A storage trie with when it was used last.
  final class Storage {
    let trie: HexaryTrie
    var lastUse: UInt64

    init(root: Hash, lastUse: UInt64) {
      trie = HexaryTrie(root: root)
      self.lastUse = lastUse
    }
  }

  let store: Store
  let runner: any PartRunner
  let verifiesNodes: Bool
  let accounts: HexaryTrie
  var storages: [Address: Storage] = [:]
  private var clock: UInt64 = 0

  /// The tries of the state with this root, whose nodes the store has.
  init(_ store: Store, root: Hash, runner: any PartRunner, verifiesNodes: Bool) {
    self.store = store
    self.runner = runner
    self.verifiesNodes = verifiesNodes
    accounts = HexaryTrie(root: root)
  }

  func nodes(of account: Address?) -> NodeTable<Store> {
    NodeTable(store, account: account, verifiesNodes: verifiesNodes)
  }

  /// The storage trie of an account. `root` is what it is now.
  func storage(_ address: Address, root: Hash) -> HexaryTrie {
    clock += 1
    if let known = storages[address] {
      known.lastUse = clock
      return known.trie
    }
    let made = Storage(root: root, lastUse: clock)
    storages[address] = made
    return made.trie
  }
}

/// A change of one account in the tries.
struct TrieChange {
  var address: Address
  /// Nil removes it. The storage root is replaced by `storageRoot`.
  var account: TrieAccount?
  /// Before the update that of before, afterwards that of after.
  var storageRoot: Hash
  var slots: [(key: Word, value: Word)]

  /// The account gets the root that is known now.
  mutating func settleRoot() {
    let root = storageRoot
    account?.storageRoot = root
  }
}
