import ChainTypes
import FleetLog
import Statements
import Testing

/// Nodes in memory, as a store has them.
struct Nodes: LogNodeSource {
  var nodes: [LogPlace: Hash] = [:]

  func node(_ place: LogPlace) -> Hash? { nodes[place] }
}

/// The definitions of RFC 6962, section 2.1, word by word.
enum Naive {
  static func root(_ digests: ArraySlice<Hash>) -> Hash {
    if digests.count == 1 { return DigestTree.leaf(digests[digests.startIndex]) }
    let middle = digests.startIndex + split(digests.count)
    return DigestTree.node(root(digests[..<middle]), root(digests[middle...]))
  }

  static func split(_ count: Int) -> Int {
    var half = 1
    while half * 2 < count { half *= 2 }
    return half
  }

  static func path(_ index: Int, _ digests: ArraySlice<Hash>) -> [Hash] {
    if digests.count == 1 { return [] }
    let half = split(digests.count)
    let middle = digests.startIndex + half
    return index < half
      ? path(index, digests[..<middle]) + [root(digests[middle...])]
      : path(index - half, digests[middle...]) + [root(digests[..<middle])]
  }

  static func consistency(_ old: Int, _ digests: ArraySlice<Hash>, _ isWhole: Bool) -> [Hash] {
    if old == digests.count { return isWhole ? [] : [root(digests)] }
    let half = split(digests.count)
    let middle = digests.startIndex + half
    return old <= half
      ? consistency(old, digests[..<middle], isWhole) + [root(digests[middle...])]
      : consistency(old - half, digests[middle...], false) + [root(digests[..<middle])]
  }
}

struct LogTests {
  static func digest(_ index: Int) -> Hash {
    LogEntry(
      lane: Lane(board: Address(high: 1, middle: 2, low: 3), term: 4), height: UInt64(index),
      blockHash: Hash(Word(UInt64(index) * 7))
    ).digest
  }

  static func log(
    _ count: Int
  ) throws -> (
    digests: [Hash], roots: [Hash], nodes: Nodes, frontier: LogFrontier
  ) {
    var (nodes, frontier) = (Nodes(), LogFrontier())
    var (digests, roots): ([Hash], [Hash]) = ([], [])
    for index in 0..<count {
      digests.append(digest(index))
      for node in frontier.append(digest(index)) ?? [] {
        nodes.nodes[node.place] = node.hash
      }
      roots.append(try #require(frontier.root))
    }
    return (digests, roots, nodes, frontier)
  }

  @Test func `the entry's type hash is that of its text`() {
    #expect(LogEntry.typeHash == Keccak256.hash(Array(LogEntry.typeText.utf8)))
    let entry = LogEntry(
      lane: Lane(board: Address(high: 1, middle: 2, low: 3), term: 4), height: 5,
      blockHash: Hash(6))
    #expect(try! LogEntry(packed: entry.packed) == entry)
  }

  @Test func `the root of each size is that of the definition and of the digest tree`() throws {
    let (digests, roots, _, _) = try Self.log(70)
    #expect(LogFrontier().root == nil)
    for size in 1...70 {
      #expect(roots[size - 1] == Naive.root(digests[..<size]))
      #expect(roots[size - 1] == DigestTree.root(Array(digests[..<size])))
    }
  }

  @Test func `the path of every entry in every size is the definition's and holds`() throws {
    let (digests, roots, nodes, _) = try Self.log(33)
    for size in 1...33 {
      let root = roots[size - 1]
      for index in 0..<size {
        let found = LogProof.inclusion(of: UInt64(index), size: UInt64(size), from: nodes)
        let path = try #require(found)
        #expect(path == Naive.path(index, digests[..<size]))
        #expect(path == DigestTree.path(of: index, in: Array(digests[..<size])))
        func holds(_ digest: Hash, _ index: Int, _ size: Int, _ path: [Hash]) -> Bool {
          LogProof.includes(
            digest, at: UInt64(index), size: UInt64(size), root: root, path: path)
        }
        #expect(holds(digests[index], index, size, path))
        #expect(!holds(digests[(index + 1) % 33], index, size, path))
        #expect(size == 1 || !holds(digests[index], (index + 1) % size, size, path))
        #expect(!holds(digests[index], index, size, path + [root]))
        #expect(path.isEmpty || !holds(digests[index], index, size, Array(path.dropLast())))
      }
      #expect(LogProof.inclusion(of: UInt64(size), size: UInt64(size), from: nodes) == nil)
    }
  }

  @Test func `every size is proved to begin every later one, and no changed proof holds`() throws {
    let (digests, roots, nodes, _) = try Self.log(24)
    for new in 1...24 {
      for old in 1...new {
        let found = LogProof.consistency(from: UInt64(old), to: UInt64(new), from: nodes)
        let path = try #require(found)
        #expect(path == Naive.consistency(old, digests[..<new], true))
        func holds(_ oldRoot: Hash, _ newRoot: Hash, _ path: [Hash]) -> Bool {
          LogProof.extends(
            old: (size: UInt64(old), root: oldRoot), new: (size: UInt64(new), root: newRoot),
            path: path)
        }
        let (before, after) = (roots[old - 1], roots[new - 1])
        #expect(holds(before, after, path))
        #expect(!holds(Hash(1), after, path) && !holds(before, Hash(1), path))
        #expect(!holds(before, after, path + [before]))
        for place in path.indices {
          var changed = path
          changed[place] = Hash(1)
          #expect(!holds(before, after, changed))
          changed.remove(at: place)
          #expect(!holds(before, after, changed))
        }
      }
    }
    #expect(LogProof.consistency(from: 0, to: 3, from: nodes) == nil)
    #expect(LogProof.consistency(from: 4, to: 3, from: nodes) == nil)
  }

  @Test func `a frontier goes on from its bytes and from stored nodes`() throws {
    let (_, roots, nodes, frontier) = try Self.log(45)
    #expect(try LogFrontier(bytes: frontier.bytes) == frontier)
    for size in 1...45 {
      let found = LogFrontier(size: UInt64(size), from: nodes)
      #expect(try #require(found).root == roots[size - 1])
    }
    #expect(LogFrontier(size: 46, from: nodes) == nil)
    #expect(throws: FieldError.self) { try LogFrontier(bytes: Array(frontier.bytes.dropLast())) }
    #expect(throws: FieldError.self) {
      try LogFrontier(bytes: [UInt8](repeating: 255, count: 8))
    }
  }

  @Test(arguments: [UInt64(1), 2])
  func `no proof from anywhere traps or holds`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<1_000 {
      let bits = UInt64.random(in: 1...64, using: &random)
      let mask = UInt64.max >> (64 - bits)
      let (a, b) = (random.next() & mask, random.next() & mask)
      let path = (0..<Int.random(in: 0..<46, using: &random)).map { _ in Hash(Word(random.next())) }
      #expect(!LogProof.includes(Hash(1), at: a, size: b, root: Hash(2), path: path))
      let holds = LogProof.extends(
        old: (size: a, root: Hash(1)), new: (size: b, root: Hash(2)), path: path)
      #expect(!holds)
      _ = try? LogFrontier(bytes: random.bytes(Int.random(in: 0..<80, using: &random)))
      _ = SplitView(bytes: random.bytes(Int.random(in: 0..<500, using: &random)))
    }
  }
}
