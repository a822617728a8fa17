import ChainTypes
import MerkleTrie

extension StateTries {
  /// Whether the store lacks nodes of the present state.
  var needsFlush: Bool {
    accounts.needsFlush || storages.values.contains { $0.trie.needsFlush }
  }

  /// Gives the store what changed, in the order of the table.
  func flush() throws(Store.Failure) {
    if accounts.needsFlush {
      var sink = nodes(of: nil)
      try accounts.flush(into: &sink)
    }
    for address in storages.keys.sorted() {
      guard let storage = storages[address], storage.trie.needsFlush else { continue }
      var sink = nodes(of: address)
      try storage.trie.flush(into: &sink)
    }
  }

  /// What `flush` gave is durable.
  func didFlush() {
    accounts.didFlush()
    for storage in storages.values { storage.trie.didFlush() }
  }

  var heldBytes: Int { storages.values.reduce(accounts.heldBytes) { $0 + $1.trie.heldBytes } }

  /// Forgets nodes until about so many bytes are held: whole storage tries first, those that were
  /// not used for the longest time. What the store lacks stays.
  func prune(toBytes limit: Int) {
    var held = heldBytes
    guard held > limit else { return }
    let goal = limit - limit >> 2
    for (address, storage) in storages.sorted(by: { $0.value.lastUse < $1.value.lastUse })
    where !storage.trie.needsFlush {
      if storages.count <= 1 || held <= goal { break }
      held -= storage.trie.heldBytes
      storages[address] = nil
    }
    guard held > limit else { return }
    let share = goal / (storages.count + 1)
    for storage in storages.values { storage.trie.prune(toBytes: share) }
    accounts.prune(toBytes: max(share, goal - storages.values.reduce(0) { $0 + $1.trie.heldBytes }))
  }

  /// The account as the trie has it.
  func account(_ address: Address) throws(LedgerError<Store.Failure>) -> TrieAccount? {
    var source = nodes(of: nil)
    let value: [UInt8]?
    do throws(TrieError<Store.Failure>) {
      value = try accounts.value(of: address.bytes, from: &source)
    } catch { throw .of(error, in: nil) }
    guard let value else { return nil }
    do throws(RLPError) { return try TrieAccount(encoded: value) } catch {
      throw .damaged(.account(address))
    }
  }
}
