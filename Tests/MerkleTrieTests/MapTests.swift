import ChainTypes
import MerkleTrie
import Testing

@Suite struct MapTests {
  @Test(
    .enabled(if: ConformanceFiles.arePresent),
    arguments: [
      "trieanyorder.json", "trietest.json", "trieanyorder_secureTrie.json",
      "trietest_secureTrie.json", "hex_encoded_securetrie_test.json",
    ])
  func `the tries of the conformance data have their roots`(file: String) throws {
    let isHashed = file.lowercased().contains("secure")
    for test in try ConformanceFiles.cases(file) {
      let trie = HexaryTrie(keys: isHashed ? .hashed : .plain)
      for (key, value) in test.changes { trie.set(key, value ?? []) }
      #expect(trie.root == test.root, "\(file) \(test.name)")
      let stepwise = HexaryTrie(keys: isHashed ? .hashed : .plain)
      for (key, value) in test.changes {
        stepwise.set(key, value ?? [])
        #expect(stepwise.get(key) == value)
      }
      #expect(stepwise.root == test.root, "\(file) \(test.name), a root after each change")
    }
  }

  /// How keys are drawn: few distinct nibbles make deep, branching tries with extensions; prefixes
  /// of each other put values into branches.
  enum KeyStyle: CaseIterable {
    case prefixes, narrow, wide, hashed

    func key(_ random: inout SeededGenerator) -> [UInt8] {
      switch self {
      case .prefixes:
        return (0..<Int.random(in: 0...5, using: &random)).map { _ in
          [0x00, 0x01, 0x10, 0x11].randomElement(using: &random) ?? 0
        }
      case .narrow:
        return (0..<32).map {
          $0 < 28 ? 0x11 : UInt8.random(in: 0x10...0x13, using: &random) &+ UInt8($0 & 1) * 0x10
        }
      case .wide: return random.bytes(3)
      case .hashed: return Keccak256.hash([UInt8.random(in: 0...255, using: &random)]).bytes
      }
    }
  }

  @Test(arguments: KeyStyle.allCases)
  func `a changing trie has at each step the root of its content`(style: KeyStyle) {
    for seed in 0..<20 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let trie = HexaryTrie()
      var content: [[UInt8]: [UInt8]] = [:]
      for step in 0..<40 {
        for _ in 0..<Int.random(in: 1...(step % 3 == 0 ? 12 : 2), using: &random) {
          let isKnown = Int.random(in: 0..<3, using: &random) > 0
          let known =
            isKnown
            ? content.keys.sorted { $0.lexicographicallyPrecedes($1) }.randomElement(using: &random)
            : nil
          let key = known ?? style.key(&random)
          let count = Int.random(in: 0..<5, using: &random) == 0 ? 40 : 2
          let value = Int.random(in: 0..<5, using: &random) < 2 ? [] : random.bytes(count)
          trie.set(key, value)
          content[key] = value.isEmpty ? nil : value
        }
        var batch = TrieBatch()
        for (key, value) in content { batch.append(key: key, value: value) }
        let expected = SortedTrie.root(of: &batch)
        #expect(trie.root == expected, "seed \(seed), step \(step)")
        guard trie.root == expected else { return }
        for (key, value) in content where trie.get(key) != value {
          Issue.record(
            "seed \(seed), step \(step): \(key) has \(String(describing: trie.get(key)))")
        }
      }
    }
  }

  @Test func `a trie from which everything was removed is the empty one`() {
    let trie = HexaryTrie(keys: .hashed)
    for index in 0..<100 as Range<UInt8> { trie.set([index], [index + 1]) }
    #expect(trie.root != Keccak256.emptyTrieRoot)
    for index in 0..<100 as Range<UInt8> { trie.remove([index]) }
    #expect(trie.root == Keccak256.emptyTrieRoot)
    #expect(trie.get([5]) == nil)
  }
}
