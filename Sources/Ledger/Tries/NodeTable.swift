import ChainTypes
import MerkleTrie

/// The nodes of one trie in the table of nodes.
struct NodeTable<Store: LedgerStore>: NodeSource, NodeSink {
  let store: Store
  let verifiesNodes: Bool
  /// The trie's part of the key, then the path of the last call.
  private var key: [UInt8]
  private let prefixCount: Int

  static var accountsPrefix: [UInt8] { [0] }
  static func storagePrefix(_ address: Address) -> [UInt8] { [1] + address.bytes }

  /// The trie of accounts, or one account's storage.
  init(_ store: Store, account: Address?, verifiesNodes: Bool) {
    self.store = store
    self.verifiesNodes = verifiesNodes
    key = account.map { NodeTable.storagePrefix($0) } ?? NodeTable.accountsPrefix
    prefixCount = key.count
    key.reserveCapacity(prefixCount + 64)
  }

  private mutating func setPath(_ path: Span<UInt8>) {
    key.removeLast(key.count - prefixCount)
    key.append(path)
  }

  mutating func load(
    at path: Span<UInt8>, hash: Hash?, into record: inout [UInt8]
  ) throws(Store.Failure) -> Bool {
    setPath(path)
    return try store.value(of: key.span, in: .nodes) { value in
      record.removeAll(keepingCapacity: true)
      record.append(value)
      return true
    } ?? false
  }

  mutating func remove(at path: Span<UInt8>) throws(Store.Failure) {
    setPath(path)
    try store.delete(key.span, in: .nodes)
  }

  mutating func store(
    _ record: Span<UInt8>, at path: Span<UInt8>
  ) throws(Store.Failure) {
    setPath(path)
    try store.put(key.span, record, in: .nodes)
  }
}
