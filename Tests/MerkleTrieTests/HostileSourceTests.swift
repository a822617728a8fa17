import ChainTypes
import MerkleTrie
import Testing

@Suite struct HostileSourceTests {
  static func stored(_ count: UInt64) throws -> (store: MemoryStore, root: Hash) {
    var store = MemoryStore()
    let trie = HexaryTrie(root: Keccak256.emptyTrieRoot)
    var batch = TrieBatch()
    for slot in 0..<count { batch.append(slot: Word(slot), value: Word(slot + 1)) }
    let root = try trie.update(&batch, from: &store)
    try trie.flush(to: &store)
    return (store, root)
  }

  /// Changes every third slot, removes every second.
  static func change(_ root: Hash, _ store: inout MemoryStore) throws -> Hash {
    var batch = TrieBatch()
    for slot in stride(from: 0, to: 60, by: 3) as StrideTo<UInt64> {
      batch.append(slot: Word(slot), value: slot % 2 == 0 ? 0 : 99)
    }
    return try HexaryTrie(root: root).update(&batch, from: &store)
  }

  @Test func `an altered byte of any node is found when the node is read`() throws {
    let (store, root) = try Self.stored(20)
    let expected = try {
      var copy = store
      return try Self.change(root, &copy)
    }()
    for (path, record) in store.records {
      // Every third byte, from another one in each node.
      for index in stride(from: path.count % 3, to: record.count, by: 3) {
        var damaged = store
        damaged.records[path]?[index] ^= 0x10
        do {
          // A node that the change does not touch is not read.
          #expect(try Self.change(root, &damaged) == expected)
        } catch TrieError<MemoryStore.Refused>.malformed(let found, _) {
          #expect(found == path)
        }
      }
    }
  }

  @Test func `a missing node is named by its path`() throws {
    let (store, root) = try Self.stored(40)
    var missing = 0
    for path in store.records.keys {
      var damaged = store
      damaged.records[path] = nil
      do {
        _ = try Self.change(root, &damaged)
      } catch TrieError<MemoryStore.Refused>.missing(let found) {
        #expect(found == path)
        missing += 1
      }
    }
    #expect(missing > 20)
  }

  @Test func `a trie whose source failed refuses to go on`() throws {
    var (store, root) = try Self.stored(40)
    let trie = HexaryTrie(root: root)
    store.loadLimit = 3
    var batch = TrieBatch()
    for slot in 0..<40 as Range<UInt64> { batch.append(slot: Word(slot), value: 5) }
    #expect(throws: TrieError<MemoryStore.Refused>.source(MemoryStore.Refused())) {
      try trie.update(&batch, from: &store)
    }
    store.loadLimit = .max
    #expect(throws: TrieError<MemoryStore.Refused>.abandoned) {
      try trie.update(&batch, from: &store)
    }
  }

  /// A source that answers every path with the same bytes.
  struct Echo: NodeSource {
    var record: [UInt8]
    var verifiesNodes: Bool { false }

    mutating func load(
      at path: Span<UInt8>, hash: Hash?, into record: inout [UInt8]
    ) throws(Never) -> Bool {
      record = self.record
      return true
    }
  }

  @Test func `nodes that lead to themselves end where keys end`() throws {
    let hash = [0xa0] + [UInt8](repeating: 7, count: 32)
    let branch = [0xf8, 81] + hash + hash + [UInt8](repeating: 0x80, count: 15)
    let chain: [UInt8] = [0xe2, 0x10] + hash
    for record in [branch, chain] {
      for keys in [HexaryTrie.Keys.plain, .hashed] {
        var source = Echo(record: record)
        let trie = HexaryTrie(root: Keccak256.hash([9]), keys: keys)
        var batch = TrieBatch()
        batch.append(key: [UInt8](repeating: 0, count: 32), value: [1])
        // A plain key may end at such a branch; then there is nothing wrong to be found.
        do { _ = try trie.update(&batch, from: &source) } catch {
          guard case .malformed(_, let fault) = error else {
            Issue.record("\(error)")
            continue
          }
          #expect(fault == .depth || fault == .shape)
        }
      }
    }
  }

  @Test func `random records that nobody verifies neither trap nor hang`() {
    var random = SeededGenerator(seed: 11)
    let hash = [0xa0] + [UInt8](repeating: 7, count: 32)
    for round in 0..<5000 {
      var items: [UInt8] = []
      for _ in 0..<(Bool.random(using: &random) ? 2 : 17) {
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: items += hash
        case 2: items += [0xc3, 0x31, 0x81, 0x90]
        case 3:
          let count = Int.random(in: 1...33, using: &random)
          items +=
            [UInt8(0x80 + count)] + [[0x00, 0x20, 0x1f, 0x3f].randomElement(using: &random) ?? 0]
            + random.bytes(count - 1)
        default: items.append(0x80)
        }
      }
      let header: [UInt8] =
        items.count < 56
        ? [UInt8(0xc0 + items.count)]
        : items.count < 256
          ? [0xf8, UInt8(items.count)] : [0xf9, UInt8(items.count >> 8), UInt8(items.count & 255)]
      var source = Echo(record: header + items)
      let trie = HexaryTrie(root: Keccak256.hash([9]), keys: round % 2 == 0 ? .plain : .hashed)
      var batch = TrieBatch()
      for _ in 0..<4 {
        batch.append(key: random.bytes(32), value: Bool.random(using: &random) ? [] : [1])
      }
      _ = try? trie.update(&batch, from: &source)
      _ = try? trie.proof(of: random.bytes(32), from: &source)
      _ = try? trie.entry(after: random.bytes(32), from: &source)
    }
  }
}
