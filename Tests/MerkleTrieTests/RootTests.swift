import ChainTypes
import MerkleTrie
import Testing

@Suite struct RootTests {
  @Test func `the root of nothing is the hash of the empty string's encoding`() {
    #expect(OrderedTrie.root(of: []) == Keccak256.hash([0x80]))
    #expect(SortedTrie.root(of: []) == Keccak256.hash([0x80]))
  }

  @Test func `a single leaf is hashed even when its encoding is shorter than a hash`() {
    // ["", "a"]: key 0x80 with the value "a" is the leaf [0x2080, "a"].
    #expect(OrderedTrie.root(of: [[0x61]]) == Keccak256.hash([0xc4, 0x82, 0x20, 0x80, 0x61]))
  }

  @Test func `the keys of an ordered trie are the places in RLP`() throws {
    for index in [0, 1, 127, 128, 255, 256, 65_535, 65_536] {
      #expect(OrderedTrie.key(index) == RLP.encode(.bytes(Word(UInt64(index)).minimalBytes)))
    }
  }

  @Test func `removals and repeated keys of a batch do not reach the root`() {
    let key = Keccak256.hash([1])
    let other = Keccak256.hash([2])
    let expected = SortedTrie.root(of: [(key, [7]), (other, [8])])
    let noisy: [(key: Hash, value: [UInt8])] = [
      (other, [9]), (Keccak256.hash([3]), [5]), (key, [7]), (other, [8]), (Keccak256.hash([3]), []),
    ]
    #expect(SortedTrie.root(of: noisy) == expected)
  }

  @Test(arguments: [2, 60, 500, 20_000])
  func `batches that were joined keep the last change of each key`(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    var (first, second, content) = (TrieBatch(), TrieBatch(), [UInt64: UInt64]())
    for index in 0..<count {
      let slot = random.next() % UInt64(count)
      let value = random.next() % 3
      content[slot] = value
      if index < count / 2 {
        first.append(slot: Word(slot), value: Word(value))
      } else {
        second.append(slot: Word(slot), value: Word(value))
      }
    }
    first.append(contentsOf: second)
    let expected = SortedTrie.storageRoot(content.map { (key: Word($0), value: Word($1)) })
    #expect(SortedTrie.root(of: &first) == expected, "seed \(count)")
  }

  @Test func `a storage slot of zero is no slot`() {
    let slots: [(key: Word, value: Word)] = [(1, 0), (2, 0x7f), (3, 0x80), (4, .max), (5, 0x100)]
    let written = slots.filter { !$0.value.isZero }.map { slot in
      (key: Keccak256.hash(slot.key), value: RLP.encode(.bytes(slot.value.minimalBytes)))
    }
    #expect(SortedTrie.storageRoot(slots) == SortedTrie.root(of: written))
    #expect(SortedTrie.storageRoot([(9, 0)]) == Keccak256.emptyTrieRoot)
  }

  @Test func `an account survives its encoding`() throws {
    let account = TrieAccount(
      nonce: 300, balance: Word(0, 0, 1, 0), storageRoot: Keccak256.hash([1]),
      codeHash: Keccak256.hash([2]))
    #expect(try TrieAccount(encoded: account.encoded) == account)
    #expect(throws: RLPError.self) { try TrieAccount(encoded: account.encoded + [0]) }
    #expect(TrieAccount().isEmpty && !account.isEmpty)
  }

  @Test(.enabled(if: ConformanceFiles.arePresent), arguments: [false, true])
  func `tries in any order of the conformance data have their roots`(hashed: Bool) throws {
    let files =
      hashed
      ? ["trieanyorder_secureTrie.json", "hex_encoded_securetrie_test.json"] : ["trieanyorder.json"]
    for file in files {
      for test in try ConformanceFiles.cases(file) {
        var batch = TrieBatch()
        for (key, value) in test.changes {
          if hashed {
            batch.append(hashing: key, value: value ?? [])
          } else {
            batch.append(key: key, value: value ?? [])
          }
        }
        #expect(SortedTrie.root(of: &batch) == test.root, "\(file) \(test.name)")
      }
    }
  }
}
