import BlockExecution
import ChainTypes
import Ledger
import LedgerStorage
import MerkleTrie
import StateStore

/// Goes over a ledger's tables and makes the tries anew from the flat state, by the plain interface
/// of the store: header, flat state and the nodes of all tries have to tell the same.
struct LedgerWalk {
  let model: LedgerModel

  /// The head, or in words what contradicts it.
  func verify() throws(LedgerModel.Failure) -> String {
    // Opening has applied the records behind the last flush; this puts everything into the tables.
    try model.ledger.flush()
    let head = model.head
    do throws(StoreError) {
      let store = model.store.store
      let view = try store.beginReading()
      if let fault = try blocks(view, head) { return "\(fault) at head \(head)" }
      var nodes: [[UInt8]: [UInt8]] = [:]
      let root = try accountsRoot(view, &nodes)
      if root != model.ledger.head.stateRoot { return "the flat state is another at head \(head)" }
      if let fault = try compare(nodes, view) { return "\(fault) at head \(head)" }
    } catch { throw .store(error) }
    return "\(head)"
  }

  private func blocks(
    _ view: borrowing ReadTransaction, _ head: UInt64
  ) throws(StoreError) -> String? {
    var cursor = try view.cursor(in: try table("blocks"))
    var next: UInt64 = 0
    while try cursor.next() {
      if CommitModel.number(cursor.key) != next { return "block \(next) is missing" }
      next += 1
    }
    return next == head + 1 ? nil : "there are \(next) blocks"
  }

  private func table(_ name: String) throws(StoreError) -> Table {
    try model.store.store.openTable(name)
  }

  private func accountsRoot(
    _ view: borrowing ReadTransaction, _ nodes: inout [[UInt8]: [UInt8]]
  ) throws(StoreError) -> Hash {
    var batch = TrieBatch()
    var cursor = try view.cursor(in: try table("accounts"))
    while try cursor.next() {
      guard let address = Address(bytes: copy(cursor.key)),
        let account = model.ledger.state.account(address)
      else { return .zero }
      let made = TrieAccount(
        nonce: account.nonce, balance: account.balance,
        storageRoot: try storageRoot(view, address, &nodes), codeHash: account.codeHash)
      batch.append(address: address, account: made, noted: true)
    }
    return root(of: &batch, below: [0], &nodes)
  }

  private func storageRoot(
    _ view: borrowing ReadTransaction, _ address: Address, _ nodes: inout [[UInt8]: [UInt8]]
  ) throws(StoreError) -> Hash {
    var batch = TrieBatch()
    var cursor = try view.cursor(in: try table("slots"))
    var isFound = try cursor.seek(address.bytes)
    while isFound {
      let key = copy(cursor.key)
      guard key.starts(with: address.bytes) else { break }
      batch.append(
        slot: Word(bigEndianBytes: key[20...]) ?? .zero,
        value: Word(bigEndianBytes: copy(cursor.value)) ?? .zero,
        noted: true)
      isFound = try cursor.next()
    }
    if batch.isEmpty { return Keccak256.emptyTrieRoot }
    return root(of: &batch, below: [1] + address.bytes, &nodes)
  }

  private func root(
    of batch: inout TrieBatch, below prefix: [UInt8], _ nodes: inout [[UInt8]: [UInt8]]
  ) -> Hash {
    let trie = HexaryTrie(root: Keccak256.emptyTrieRoot)
    var source = NoSource()
    do throws(TrieError<Never>) {
      let root = try trie.update(&batch, from: &source)
      var sink = Collector(prefix: prefix, nodes: nodes)
      trie.flush(into: &sink)
      nodes = sink.nodes
      return root
    } catch {
      return .zero
    }
  }

  private func compare(
    _ nodes: [[UInt8]: [UInt8]], _ view: borrowing ReadTransaction
  ) throws(StoreError) -> String? {
    var cursor = try view.cursor(in: try table("nodes"))
    var count = 0
    while try cursor.next() {
      count += 1
      if nodes[copy(cursor.key)] != copy(cursor.value) {
        return "node \(copy(cursor.key)) is wrong"
      }
    }
    return count == nodes.count ? nil : "\(count) nodes instead of \(nodes.count)"
  }

  private struct Collector: NodeSink {
    let prefix: [UInt8]
    var nodes: [[UInt8]: [UInt8]]

    mutating func remove(at path: Span<UInt8>) throws(Never) {}

    mutating func store(_ record: Span<UInt8>, at path: Span<UInt8>) throws(Never) {
      nodes[prefix + copy(path)] = copy(record)
    }
  }
}

private func copy(_ span: Span<UInt8>) -> [UInt8] { span.indices.map { span[$0] } }
