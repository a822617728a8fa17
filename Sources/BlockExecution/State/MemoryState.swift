import ChainTypes
import EVM
import MerkleTrie

/// A world in memory: the state of tests, tools and small chains. Copies share what neither
/// changes.
public final class MemoryState: WorldState {
  struct Entry {
    var nonce: UInt64
    var balance: Word
    var codeHash: Hash
    var storage: [Word: Word]
    /// Nil when the storage changed since it was computed.
    var storageRoot: Hash?
  }

  var entries: [Address: Entry]
  var codes: [Hash: [UInt8]]
  /// What BLOCKHASH finds.
  public var blockHashes: [UInt64: Hash]
  private var knownRoot: Hash?
  /// Other threads read.
  var isShared = false

  /// An empty world.
  public init() {
    entries = [:]
    codes = [:]
    blockHashes = [:]
  }

  private init(copying other: MemoryState) {
    entries = other.entries
    codes = other.codes
    blockHashes = other.blockHashes
    knownRoot = other.knownRoot
  }

  /// A world that begins as this one is.
  public func copy() -> MemoryState { MemoryState(copying: self) }

  /// The state root. Storage tries are hashed only where something changed.
  public func root() -> Hash {
    if let knownRoot { return knownRoot }
    requireUnshared()
    var batch = TrieBatch()
    batch.reserve(entries.count)
    for address in entries.keys {
      batch.append(address: address, account: trieAccount(address))
    }
    let root = SortedTrie.root(of: &batch)
    knownRoot = root
    return root
  }

  private func trieAccount(_ address: Address) -> TrieAccount? {
    guard let entry = entries[address] else { return nil }
    let storageRoot: Hash
    if let known = entry.storageRoot {
      storageRoot = known
    } else {
      storageRoot = SortedTrie.storageRoot(entry.storage.map { (key: $0.key, value: $0.value) })
      entries[address]?.storageRoot = storageRoot
    }
    return TrieAccount(
      nonce: entry.nonce, balance: entry.balance, storageRoot: storageRoot,
      codeHash: entry.codeHash)
  }

  func forgetRoot() { knownRoot = nil }
}
