import ChainTypes
import Testing

@testable import MerkleTrie

@Suite struct RangeProofTests {
  private func trie(_ count: Int, seed: UInt64 = 1) -> HexaryTrie {
    var random = SeededGenerator(seed: seed)
    let trie = HexaryTrie(keys: .hashed)
    for _ in 0..<count {
      trie.set(random.bytes(8), random.bytes(Int.random(in: 1...70, using: &random)))
    }
    return trie
  }

  private func next(_ path: [UInt8]) -> Hash { Hash(Hash(bytes: path)!.word &+ Word(1)) }

  private func holds(_ root: Hash, _ start: Hash, _ run: TrieRun) -> Bool {
    do throws(RangeFault) {
      try RangeProof.verify(root: root, start: start, run)
      return true
    } catch { return false }
  }

  @Test(arguments: [0, 1, 2, 3, 17, 200])
  func `runs behind one another are the whole trie`(count: Int) throws {
    let trie = trie(count)
    let root = trie.root
    for limit in [1, 300, 2_000, 1_000_000] {
      var (start, found) = (Hash.zero, [TrieEntry]())
      while true {
        let run = trie.run(from: start, bytes: limit)
        #expect(throws: Never.self) { try RangeProof.verify(root: root, start: start, run) }
        found += run.entries
        guard !run.isLast, let last = run.entries.last else { break }
        start = next(last.path)
      }
      #expect(found.count == count)
      #expect(
        zip(found, found.dropFirst()).allSatisfy { $0.path.lexicographicallyPrecedes($1.path) })
      let rebuilt = SortedTrie.root(
        of: found.map { (key: Hash(bytes: $0.path)!, value: $0.value) })
      #expect(rebuilt == root)
    }
  }

  @Test func `a whole trie needs no node, an empty one no entry`() {
    let whole = trie(50).run(from: .zero, bytes: 1_000_000)
    #expect(whole.isLast && whole.nodes.isEmpty)
    let empty = trie(0).run(from: .zero, bytes: 10)
    #expect(empty == TrieRun(entries: [], isLast: true, nodes: []))
    #expect(holds(Keccak256.emptyTrieRoot, .zero, empty))
  }

  @Test func `a run from between two entries is proved, and no start before what it left out`() {
    let trie = trie(100)
    let all = trie.run(from: .zero, bytes: 1_000_000).entries
    for index in [0, 1, 40, 98, 99] {
      let start = next(all[index].path)
      let run = trie.run(from: start, bytes: 200)
      #expect(run.entries.first == (index < 99 ? all[index + 1] : nil))
      #expect(holds(trie.root, start, run))
      // The entry itself would be missing.
      #expect(!holds(trie.root, Hash(bytes: all[index].path)!, run))
      #expect(!holds(trie.root, .zero, run))
    }
  }

  @Test func `no run proves that entries are the last which are not`() {
    let trie = trie(100)
    var run = trie.run(from: .zero, bytes: 600)
    #expect(!run.isLast)
    run.isLast = true
    #expect(!holds(trie.root, .zero, run))
    run.nodes = []
    #expect(!holds(trie.root, .zero, run))
  }

  /// Every single entry and node, altered in each way.
  @Test(arguments: 1...6) func `whatever is missing added or altered is refused`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let trie = trie(60, seed: seed)
    let root = trie.root
    let start = Hash(bytes: random.bytes(32))!
    let run = trie.run(from: start, bytes: 500)
    #expect(holds(root, start, run))
    for index in run.entries.indices {
      var other = run
      other.entries.remove(at: index)
      #expect(!holds(root, start, other), "seed \(seed), without entry \(index)")
      other = run
      other.entries.insert(other.entries[index], at: index)
      #expect(!holds(root, start, other))
      other = run
      other.entries[index].value[0] ^= 1
      #expect(!holds(root, start, other))
      other = run
      other.entries[index].path[31] ^= 1
      #expect(!holds(root, start, other))
      other = run
      var added = run.entries[index]
      added.path = next(added.path).bytes
      other.entries.insert(added, at: index + 1)
      #expect(!holds(root, start, other))
    }
    for index in run.nodes.indices {
      for place in run.nodes[index].indices {
        var other = run
        other.nodes[index][place] ^= UInt8.random(in: 1...255, using: &random)
        #expect(!holds(root, start, other), "seed \(seed), node \(index), byte \(place)")
      }
      var other = run
      other.nodes.remove(at: index)
      #expect(!holds(root, start, other))
      other = run
      other.nodes.insert(other.nodes[index], at: index)
      #expect(!holds(root, start, other))
    }
    var other = run
    other.nodes.append(contentsOf: trie.proof(of: [9, 9]))
    #expect(!holds(root, start, other))
  }

  /// Entries that are not of the form, under any root: refused, no trap.
  @Test func `entries without order path or value are refused`() {
    let trie = trie(40)
    let run = trie.run(from: .zero, bytes: 400)
    for change in 0..<5 {
      var other = run
      switch change {
      case 0: other.entries.swapAt(0, 1)
      case 1: other.entries[1].path = [1, 2, 3]
      case 2: other.entries[1].value = []
      case 3: other.entries = []
      default: other.entries[0].path = []
      }
      #expect(!holds(trie.root, .zero, other))
    }
  }

  /// Nodes under their own hash: the root is as good as who says it, and what it says may be
  /// nonsense.
  @Test func `nodes of a hostile root trap nothing`() {
    var random = SeededGenerator(seed: 11)
    let honest = trie(30).run(from: .zero, bytes: 300)
    for round in 0..<6_000 {
      var bytes = random.bytes(Int.random(in: 0...60, using: &random))
      if !bytes.isEmpty { bytes[0] = UInt8(0xc0 + min(55, bytes.count - 1)) }
      if round % 3 == 0 {
        // A branch of embedded nodes, each of which may be nonsense.
        var writer = RLPWriter()
        writer.appendList { list in
          for _ in 0..<16 { list.append(bytes: []) }
          list.append(bytes: random.bytes(Int.random(in: 0...3, using: &random)))
        }
        bytes = writer.bytes
        for _ in 0..<4 {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] =
            UInt8.random(in: 0...255, using: &random)
        }
      }
      let start = round % 2 == 0 ? Hash.zero : Hash(bytes: random.bytes(32))!
      var run = honest
      run.nodes = [bytes] + honest.nodes
      run.isLast = round % 5 == 0
      _ = holds(Keccak256.hash(bytes), start, run)
    }
  }

  @Test func `a stored trie proves its runs from what the store gives`() throws {
    var store = MemoryStore()
    let trie = HexaryTrie(root: Keccak256.emptyTrieRoot, keys: .hashed)
    var batch = TrieBatch()
    var random = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let key = random.bytes(20)
      batch.append(
        hashed: Keccak256.hash(key), value: random.bytes(40).span, note: key.span)
    }
    let root = try trie.update(&batch, from: &store)
    try trie.flush(to: &store)
    let reader = HexaryTrie(root: root, keys: .hashed)
    let run = try reader.run(from: Hash(bytes: random.bytes(32))!, bytes: 2_000, from: &store)
    #expect(run.entries.count > 10)
    // What is kept beside a leaf comes with it: the plain key.
    #expect(run.entries.allSatisfy { Keccak256.hash($0.note).bytes == $0.path })
  }
}
