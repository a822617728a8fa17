import BlockExecution
import ChainTypes
import EVM
import MerkleTrie

extension ChainLedger {
  /// Walks over the account trie and each storage trie from their roots: every node is hashed and
  /// compared with what its parent says, every leaf with its row, and both have as many.
  func checkAccounts(_ check: inout LedgerCheck, _ progress: () -> Void) throws(Failure) {
    var known: Set<Address> = []
    var leaves: UInt64 = 0
    try walk(of: nil, root: heights.nodesRoot, &check) { (entry, check) throws(Failure) in
      leaves += 1
      progress()
      guard let address = Self.plainKey(entry, 20).map({ Address($0) }) else {
        check.add(.trie(TrieDamage(account: nil, path: entry.path.nibbles, fault: .trailingBytes)))
        return
      }
      known.insert(address)
      try checkAccount(address, entry.value, &check)
    }
    var rows: UInt64 = 0
    try eachRow(of: .accounts) { key, _ in
      rows += 1
      let isKnown = key.count == 20 && known.contains(Address(Word(minimal: key.span)))
      if !isKnown { check.add(.needlessRow(.accounts, key)) }
    }
    check.accounts = rows
    if rows != leaves { check.add(.counts(nil, leaves: leaves, rows: rows)) }
    try checkOwners(known, &check)
    check.stateRoot = heights.nodesRoot
    let header = try reader.header(heights.flushed)
    if header.stateRoot != heights.nodesRoot || heights.nodes != heights.flushed {
      check.add(
        .damage(
          .stateRoot(
            number: heights.flushed, found: heights.nodesRoot, expected: header.stateRoot)))
    }
  }

  /// The plain key behind a leaf, when the leaf stands where its hash says.
  private static func plainKey(_ entry: TrieEntry, _ count: Int) -> Word? {
    guard entry.note.count == count, Keccak256.hash(entry.note).bytes == entry.path else {
      return nil
    }
    return Word(minimal: entry.note.span)
  }

  private func checkAccount(
    _ address: Address, _ leaf: [UInt8], _ check: inout LedgerCheck
  ) throws(Failure) {
    let row = try reader.stored { (store) throws(Store.Failure) in
      try store.copy(of: address.bytes, in: .accounts)
    }
    var account: TrieAccount?
    if let row {
      do throws(RecordFault) { account = try AccountRow.decode(row) } catch {
        check.add(.damage(.account(address)))
      }
    }
    guard let account, account.encoded == leaf else {
      return check.add(.leafAndRow(address, nil))
    }
    if account.codeHash != Keccak256.emptyHash {
      let code = try reader.stored { (store) throws(Store.Failure) in
        try store.copy(of: account.codeHash.bytes, in: .codes)
      }
      if code.map({ Keccak256.hash($0) }) != account.codeHash {
        check.add(.damage(.code(account.codeHash)))
      }
    }
    do throws(Failure) {
      try checkStorage(address, account.storageRoot, &check)
    } catch {
      guard case .trie(let damage) = error else { throw error }
      check.add(.trie(damage))
    }
  }

  private func checkStorage(
    _ address: Address, _ root: Hash, _ check: inout LedgerCheck
  ) throws(Failure) {
    var leaves: UInt64 = 0
    if root != Keccak256.emptyTrieRoot {
      try walk(of: address, root: root, &check) { (entry, check) throws(Failure) in
        leaves += 1
        guard let slot = Self.plainKey(entry, 32) else {
          check.add(
            .trie(TrieDamage(account: address, path: entry.path.nibbles, fault: .trailingBytes)))
          return
        }
        let row = try reader.stored { (store) throws(Store.Failure) in
          try store.copy(of: LedgerKey.slot(address, slot), in: .slots)
        }
        var expected = RLPWriter()
        expected.append(bytes: row ?? [])
        if expected.bytes != entry.value { check.add(.leafAndRow(address, slot)) }
      }
    }
    var rows: UInt64 = 0
    try eachRow(of: .slots, from: address.bytes) { key, value in
      rows += 1
      let isSound = key.count == 52 && value.count <= 32 && value.first.map { $0 != 0 } == true
      if !isSound { check.add(.damage(.slot(address, key))) }
    }
    check.slots += rows
    if rows != leaves { check.add(.counts(address, leaves: leaves, rows: rows)) }
  }

  /// Runs the body over the leaves of a trie in order, with bounded memory, and counts its nodes.
  private func walk(
    of account: Address?, root: Hash, _ check: inout LedgerCheck,
    _ body: (TrieEntry, inout LedgerCheck) throws(Failure) -> Void
  ) throws(Failure) {
    let trie = HexaryTrie(root: root)
    var source = CountingNodes(
      nodes: NodeTable(store, account: account, verifiesNodes: true))
    var path: [UInt8]?
    var since = 0
    while true {
      let entry: TrieEntry?
      do throws(TrieError<Store.Failure>) {
        entry = try trie.entry(after: path, from: &source)
      } catch { throw .of(error, in: account) }
      guard let entry else { break }
      path = entry.path
      try body(entry, &check)
      since += 1
      if since % 256 == 0 { trie.prune(toBytes: 1 << 20) }
    }
    check.nodes += source.count
    var rows: UInt64 = 0
    let prefix =
      account.map { NodeTable<Store>.storagePrefix($0) } ?? NodeTable<Store>.accountsPrefix
    try eachRow(of: .nodes, from: prefix) { _, _ in rows += 1 }
    if rows > source.count { check.add(.needlessNodes(account, rows - source.count)) }
  }

  /// Slots and nodes of accounts that are not there.
  private func checkOwners(
    _ known: Set<Address>, _ check: inout LedgerCheck
  ) throws(Failure) {
    try eachRow(of: .slots) { key, _ in
      let isOwned = key.count == 52 && known.contains(Self.address(in: key, from: 0))
      if !isOwned { check.add(.needlessRow(.slots, key)) }
    }
    try eachRow(of: .nodes) { key, _ in
      let isOwned =
        key.first == 0 && key.count <= 65
        || key.first == 1 && key.count >= 21 && known.contains(Self.address(in: key, from: 1))
      if !isOwned { check.add(.needlessRow(.nodes, key)) }
    }
  }

  private static func address(in key: [UInt8], from start: Int) -> Address {
    Address(Word(minimal: key.span.extracting(start..<start + 20)))
  }
}

/// Counts the nodes that a walk in order reads for the first time: their paths only rise.
private struct CountingNodes<Store: LedgerStore>: NodeSource {
  var nodes: NodeTable<Store>
  var count: UInt64 = 0
  private var last: [UInt8]?

  init(nodes: NodeTable<Store>) { self.nodes = nodes }

  var verifiesNodes: Bool { true }

  mutating func load(
    at path: Span<UInt8>, hash: Hash?, into record: inout [UInt8]
  ) throws(Store.Failure) -> Bool {
    let found = try nodes.load(at: path, hash: hash, into: &record)
    let here = path.copied
    if found, last.map({ $0.lexicographicallyPrecedes(here) }) ?? true {
      count += 1
      last = here
    }
    return found
  }
}

extension [UInt8] {
  /// One nibble a byte.
  fileprivate var nibbles: [UInt8] { flatMap { [$0 >> 4, $0 & 15] } }
}
