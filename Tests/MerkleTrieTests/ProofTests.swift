import ChainTypes
import MerkleTrie
import Testing

@Suite struct ProofTests {
  @Test func `accounts and slots are proved present and absent`() throws {
    let storage = HexaryTrie(keys: .hashed)
    for slot in 1...20 as ClosedRange<UInt64> {
      storage.set(Word(slot).bytes, RLP.encode(.bytes(Word(slot &* 1000).minimalBytes)))
    }
    let state = HexaryTrie(keys: .hashed)
    for number in 1...50 as ClosedRange<UInt64> {
      let account = TrieAccount(nonce: number, balance: 7, storageRoot: storage.root)
      state.set(Address(Word(number)).bytes, account.encoded)
    }
    for number in 1...60 as ClosedRange<UInt64> {
      let address = Address(Word(number))
      let found = try TrieProof.account(
        address, stateRoot: state.root, nodes: state.proof(of: address.bytes))
      #expect(found?.nonce == (number <= 50 ? number : nil))
    }
    for slot in 0...25 as ClosedRange<UInt64> {
      let nodes = storage.proof(of: Word(slot).bytes)
      let value = try TrieProof.slot(Word(slot), storageRoot: storage.root, nodes: nodes)
      #expect(value == Word(1...20 ~= slot ? slot * 1000 : 0))
    }
  }

  @Test(arguments: [0, 1, 2, 17, 130, 300])
  func `transactions and receipts are proved by their place`(count: Int) throws {
    let values = (0..<count).map {
      [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: 1 + $0)
    }
    let root = OrderedTrie.root(of: values)
    for index in [0, 1, 16, 127, 128, 255, 256, 299, 300, 5000] {
      let nodes = OrderedTrie.proof(of: index, in: values)
      let found = try TrieProof.item(index, root: root, nodes: nodes)
      #expect(found == (index < count ? values[index] : nil))
    }
  }

  @Test func `every altered missing doubled or moved part of a proof is refused`() throws {
    for seed in 0..<12 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let trie = HexaryTrie()
      // Short keys and values, so that nodes stand within nodes.
      for _ in 0..<30 {
        trie.set(random.bytes(2), random.bytes(Int.random(in: 1...40, using: &random)))
      }
      let path = random.bytes(2)
      let (root, nodes) = (trie.root, trie.proof(of: path))
      #expect(try TrieProof.verify(root: root, path: path, nodes: nodes) == trie.get(path))
      for place in nodes.indices {
        for index in nodes[place].indices {
          var altered = nodes
          altered[place][index] ^= UInt8.random(in: 1...255, using: &random)
          #expect(throws: ProofFault.node(place, .otherHash), "seed \(seed)") {
            try TrieProof.verify(root: root, path: path, nodes: altered)
          }
        }
        var shorter = nodes
        shorter.remove(at: place)
        var doubled = nodes
        doubled.insert(nodes[place], at: place)
        var longer = nodes
        longer[place].append(0)
        for wrong in [shorter, doubled, longer] {
          #expect(throws: ProofFault.self, "seed \(seed)") {
            try TrieProof.verify(root: root, path: path, nodes: wrong)
          }
        }
      }
    }
  }

  @Test func `a proof holds for its own key and root only`() throws {
    let trie = HexaryTrie(keys: .hashed)
    for index in 0..<100 as Range<UInt8> { trie.set([index], [index, 1]) }
    let nodes = trie.proof(of: [7])
    let path = Keccak256.hash([8]).bytes
    #expect(throws: ProofFault.self) {
      try TrieProof.verify(root: trie.root, path: path, nodes: nodes)
    }
    #expect(throws: ProofFault.node(0, .otherHash)) {
      try TrieProof.verify(root: Keccak256.hash([1]), path: Keccak256.hash([7]).bytes, nodes: nodes)
    }
    #expect(throws: ProofFault.missingNode(0)) {
      try TrieProof.verify(root: trie.root, path: path, nodes: [])
    }
  }

  @Test func `nothing is proved absent from the empty trie by no node or by its encoding`() throws {
    let root = Keccak256.emptyTrieRoot
    #expect(try TrieProof.verify(root: root, path: [1], nodes: []) == nil)
    #expect(try TrieProof.verify(root: root, path: [1], nodes: [[0x80]]) == nil)
    #expect(throws: ProofFault.needlessNodes(from: 0)) {
      try TrieProof.verify(root: root, path: [1], nodes: [[0xc0]])
    }
  }

  /// A root is only as good as who says it: nodes under a hostile root are malformed, not misread.
  @Test(
    arguments: [
      ([0x81, 0x80], NodeFault.encoding(offset: 0)),
      ([0xc0], .itemCount(0)),
      ([0xc3, 0x01, 0x02, 0x03], .itemCount(3)),
      ([0xc2, 0x20, 0x80], .value),
      ([0xc3, 0x20, 0x81, 0x05], .encoding(offset: 2)),
      ([0xc2, 0x40, 0x05], .path),
      ([0xc2, 0x21, 0x05], .path),
      ([0xc2, 0x00, 0x05], .path),
      ([0xc2, 0x11, 0x05], .reference),
      ([0xc2, 0x11, 0x80], .reference),
      ([0xc3, 0x11, 0xc1, 0x80], .itemCount(1)),
      ([0xc4, 0x11, 0xc2, 0x20, 0x05], .shape),
      ([0xc2, 0x31, 0x05], .depth),
      ([0xc3, 0x20, 0x05], .encoding(offset: 0)),
      ([0xc2, 0x20, 0x05, 0x00], .trailingBytes),
      ([0xf8, 0x02, 0x20, 0x05], .encoding(offset: 1)),
      ([0xd1] + [UInt8](repeating: 0x80, count: 17), .shape),
      ([0xd2, 0xc2, 0x20, 0x05] + [UInt8](repeating: 0x80, count: 15), .itemCount(16)),
    ] as [([UInt8], NodeFault)])
  func `a malformed node under its own hash is named`(bytes: [UInt8], fault: NodeFault) {
    #expect(throws: ProofFault.node(0, fault)) {
      try TrieProof.verify(root: Keccak256.hash(bytes), path: [0x11], nodes: [bytes])
    }
  }

  @Test func `random nodes under their own hash neither trap nor hang`() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<20_000 {
      var bytes = random.bytes(Int.random(in: 0...40, using: &random))
      if !bytes.isEmpty { bytes[0] = UInt8(0xc0 + min(55, bytes.count - 1)) }
      _ = try? TrieProof.verify(root: Keccak256.hash(bytes), path: [0x11, 0x22], nodes: [bytes])
    }
  }
}
