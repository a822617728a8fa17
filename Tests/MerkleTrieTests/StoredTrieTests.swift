import ChainTypes
import Foundation
import MerkleTrie
import Testing

@Suite struct StoredTrieTests {
  typealias Content = [[UInt8]: [UInt8]]

  static func root(of content: Content) -> Hash {
    var batch = TrieBatch()
    for (key, value) in content { batch.append(key: key, value: value) }
    return SortedTrie.root(of: &batch)
  }

  /// What a store holds after the content was put into an empty trie.
  static func records(of content: Content, keys: HexaryTrie.Keys) throws -> [[UInt8]: [UInt8]] {
    var store = MemoryStore()
    let trie = HexaryTrie(root: Keccak256.emptyTrieRoot, keys: keys)
    var batch = TrieBatch()
    for (key, value) in content {
      batch.append(key: key, value: value, note: keys == .hashed ? [key[31]] : [])
    }
    _ = try trie.update(&batch, from: &store)
    try trie.flush(to: &store)
    return store.records
  }

  static func key(_ random: inout SeededGenerator, _ keys: HexaryTrie.Keys) -> [UInt8] {
    guard keys == .plain else {
      // Keys that share up to 60 nibbles: extensions, and nodes that stand in their parents.
      var key = [UInt8](repeating: 0x22, count: 32)
      let place = [0, 1, 15, 30, 31].randomElement(using: &random) ?? 0
      key[place] = [0x22, 0x23, 0x32, 0x42].randomElement(using: &random) ?? 0
      key[31] = UInt8.random(in: 0...3, using: &random)
      return key
    }
    return (0..<Int.random(in: 0...4, using: &random)).map { _ in
      [0x00, 0x01, 0x10, 0x11].randomElement(using: &random) ?? 0
    }
  }

  /// Random changes to a content and the batch of them.
  static func change(
    _ content: inout Content, _ random: inout SeededGenerator, _ keys: HexaryTrie.Keys
  ) -> TrieBatch {
    var batch = TrieBatch()
    let isThinning = Int.random(in: 0..<6, using: &random) == 0
    for _ in 0..<Int.random(in: 1...10, using: &random) {
      let key = key(&random, keys)
      let value = random.bytes(Int.random(in: 0...(isThinning ? 0 : 3), using: &random) * 11)
      batch.append(key: key, value: value, note: keys == .hashed ? [key[31]] : [])
      content[key] = value.isEmpty ? nil : value
    }
    return batch
  }

  @Test(arguments: [HexaryTrie.Keys.plain, .hashed])
  func `the store holds exactly the nodes of the trie whatever was changed pruned and reopened`(
    keys: HexaryTrie.Keys
  ) throws {
    for seed in 0..<12 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var (content, store) = (Content(), MemoryStore())
      var trie = HexaryTrie(root: Keccak256.emptyTrieRoot, keys: keys)
      for step in 0..<25 {
        var batch = Self.change(&content, &random, keys)
        let root = try trie.update(&batch, from: &store)
        #expect(root == Self.root(of: content), "seed \(seed), step \(step)")
        if Bool.random(using: &random) {
          trie.prune(toBytes: Int.random(in: 0...2000, using: &random))
        }
        guard Bool.random(using: &random) else { continue }
        try trie.flush(to: &store)
        let expected = try Self.records(of: content, keys: keys)
        #expect(store.records == expected, "seed \(seed), step \(step)")
        guard store.records == expected, root == Self.root(of: content) else { return }
        if Bool.random(using: &random) { trie = HexaryTrie(root: root, keys: keys) }
      }
    }
  }

  @Test func `an update in parts on several threads gives the root of one in order`() throws {
    for seed in 0..<10 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var store = MemoryStore()
      let serial = HexaryTrie(root: Keccak256.emptyTrieRoot)
      let parallel = HexaryTrie(root: Keccak256.emptyTrieRoot)
      for _ in 0..<5 {
        var batch = TrieBatch()
        for _ in 0..<200 {
          let slot = Word(UInt64.random(in: 0..<300, using: &random))
          batch.append(slot: slot, value: Word(UInt64.random(in: 0..<3, using: &random)))
        }
        let parts = try parallel.prepare(batch, from: &store)
        DispatchQueue.concurrentPerform(iterations: parts.count) { index in
          var source = NoSource()
          do { try parts[index].run(from: &source) } catch { Issue.record("\(error)") }
        }
        let root = try parallel.finish(from: &store)
        #expect(try serial.update(&batch, from: &store) == root, "seed \(seed)")
      }
    }
  }

  @Test func `an update reads the nodes along its paths and no others`() throws {
    var store = MemoryStore()
    let trie = HexaryTrie(root: Keccak256.emptyTrieRoot)
    var batch = TrieBatch()
    for slot in 0..<5000 as Range<UInt64> { batch.append(slot: Word(slot), value: 1) }
    let root = try trie.update(&batch, from: &store)
    try trie.flush(to: &store)
    #expect(store.loads == 0)

    let reopened = HexaryTrie(root: root)
    var change = TrieBatch()
    change.append(slot: 17, value: 2)
    _ = try reopened.update(&change, from: &store)
    let depth = reopened.depth(of: Keccak256.hash(Word(17)).bytes, in: store)
    #expect(store.loads == depth)
    change.removeAll()
    change.append(slot: 17, value: 3)
    _ = try reopened.update(&change, from: &store)
    #expect(store.loads == depth, "the second update finds everything held")
  }

  @Test func `a pruned trie holds no more than its limit and loses nothing`() throws {
    var store = MemoryStore()
    let trie = HexaryTrie(root: Keccak256.emptyTrieRoot)
    var batch = TrieBatch()
    for slot in 0..<3000 as Range<UInt64> { batch.append(slot: Word(slot), value: 1) }
    let root = try trie.update(&batch, from: &store)
    let before = trie.heldBytes
    trie.prune(toBytes: 20_000)
    #expect(trie.heldBytes == before, "what the store does not have stays")
    try trie.flush(to: &store)
    trie.prune(toBytes: 20_000)
    #expect(trie.heldBytes <= 20_000)
    batch.removeAll()
    batch.append(slot: 5, value: 1)
    #expect(try trie.update(&batch, from: &store) == root)
    #expect(try trie.value(of: Word(2999).bytes, from: &store) == [1])
  }

  @Test func `a failed flush can be repeated`() throws {
    var store = MemoryStore()
    let trie = HexaryTrie(root: Keccak256.emptyTrieRoot)
    var batch = TrieBatch()
    for slot in 0..<50 as Range<UInt64> { batch.append(slot: Word(slot), value: 1) }
    _ = try trie.update(&batch, from: &store)
    var lost = MemoryStore()
    try trie.flush(into: &lost)
    #expect(trie.needsFlush)
    try trie.flush(to: &store)
    #expect(store.records == lost.records)
    #expect(!trie.needsFlush)
  }

  @Test func `the notes of leaves come back in key order`() throws {
    var store = MemoryStore()
    let trie = HexaryTrie(root: Keccak256.emptyTrieRoot)
    var batch = TrieBatch()
    for slot in 0..<300 as Range<UInt64> { batch.append(slot: Word(slot), value: 9, noted: true) }
    let root = try trie.update(&batch, from: &store)
    try trie.flush(to: &store)
    let reopened = HexaryTrie(root: root)
    var (slots, path): ([UInt64], [UInt8]?) = ([], nil)
    while let entry = try reopened.entry(after: path, from: &store) {
      #expect(entry.path == Keccak256.hash(entry.note).bytes)
      slots.append(UInt64(entry.note[30]) << 8 | UInt64(entry.note[31]))
      path = entry.path
    }
    let expected = (0..<300 as Range<UInt64>).sorted {
      Keccak256.hash(Word($0)) < Keccak256.hash(Word($1))
    }
    #expect(slots == expected)
  }

  @Test(.enabled(if: ConformanceFiles.arePresent))
  func `neighbours of keys are those of the conformance data`() throws {
    for (name, test) in try ConformanceFiles.object("trietestnextprev.json") {
      let test = try #require(test as? [String: Any])
      let trie = HexaryTrie()
      for key in try #require(test["in"] as? [String]) { trie.set(Array(key.utf8), [1]) }
      _ = trie.root
      var source = NoSource()
      for row in try #require(test["tests"] as? [[String]]) {
        let key = Array(row[0].utf8)
        let before = try trie.entry(before: key, from: &source)
        let after = try trie.entry(after: key, from: &source)
        #expect(before.map(\.path) ?? [] == Array(row[1].utf8), "\(name) before \(row[0])")
        #expect(after.map(\.path) ?? [] == Array(row[2].utf8), "\(name) after \(row[0])")
      }
    }
  }

  @Test func `neighbours are those of the sorted keys`() throws {
    for seed in 0..<100 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let (trie, drawn) = (HexaryTrie(), (0..<20).map { _ in Self.key(&random, .plain) })
      for key in drawn { trie.set(key, [7]) }
      _ = trie.root
      let sorted = Set(drawn).sorted { $0.lexicographicallyPrecedes($1) }
      var source = NoSource()
      for _ in 0..<20 {
        let key = Self.key(&random, .plain)
        let after = sorted.first { key.lexicographicallyPrecedes($0) }
        let before = sorted.last { $0.lexicographicallyPrecedes(key) }
        #expect(try trie.entry(after: key, from: &source)?.path == after, "seed \(seed)")
        #expect(try trie.entry(before: key, from: &source)?.path == before, "seed \(seed)")
      }
    }
  }
}

extension HexaryTrie {
  /// How many records lie on a path.
  func depth(of key: [UInt8], in store: MemoryStore) -> Int {
    let nibbles = key.flatMap { [$0 >> 4, $0 & 15] }
    return (0...nibbles.count).count { store.records[Array(nibbles[..<$0])] != nil }
  }
}
