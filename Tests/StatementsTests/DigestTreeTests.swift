import ChainTypes
import Foundation
import Statements
import Testing

struct DigestTreeTests {
  static func digests(_ count: Int) -> [Hash] {
    (0..<UInt64(count)).map { index in
      var sponge = Keccak256()
      sponge.update(index)
      return sponge.finalize()
    }
  }

  /// Oracle/make_trees.py builds the same trees by halving.
  @Test func `roots and paths are those of the recursive definition`() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Oracle/trees.txt")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 16)
    for line in lines {
      let parts = line.split(separator: " ").map(String.init)
      let count = try #require(Int(parts[0]))
      let digests = Self.digests(count)
      #expect(DigestTree.root(digests).hex == "0x" + parts[1], "\(count) leaves")
      var paths = Keccak256()
      for index in 0..<count {
        for hash in DigestTree.path(of: index, in: digests) { paths.update(hash.word) }
      }
      #expect(paths.finalize().hex == "0x" + parts[2], "\(count) leaves")
    }
  }

  @Test func `a path proves its digest at its index of its count, and nothing else`() {
    for count in 1...20 {
      let digests = Self.digests(count)
      let root = DigestTree.root(digests)
      for index in 0..<count {
        let path = DigestTree.path(of: index, in: digests)
        for place in 0..<UInt64(count + 2) {
          let holds = DigestTree.verify(
            digests[index], index: place, count: UInt64(count), path: path, root: root)
          #expect(holds == (place == index), "\(count) leaves, path of \(index) at \(place)")
        }
        #expect(
          !DigestTree.verify(
            Hash(1), index: UInt64(index), count: UInt64(count), path: path, root: root))
      }
    }
  }

  @Test func `a path that is cut, longer or changed proves nothing`() {
    let digests = Self.digests(13)
    let root = DigestTree.root(digests)
    for index in 0..<13 {
      let path = DigestTree.path(of: index, in: digests)
      func holds(_ path: [Hash]) -> Bool {
        DigestTree.verify(digests[index], index: UInt64(index), count: 13, path: path, root: root)
      }
      #expect(holds(path))
      #expect(!holds(Array(path.dropLast())))
      #expect(!holds(path + [.zero]))
      for place in path.indices {
        var changed = path
        changed[place] = Hash(changed[place].word ^ 1)
        #expect(!holds(changed))
      }
    }
  }

  @Test func `a node is no leaf, and an odd leaf is not doubled`() {
    let digests = Self.digests(3)
    let inner = DigestTree.node(DigestTree.leaf(digests[0]), DigestTree.leaf(digests[1]))
    #expect(DigestTree.root([inner, digests[2]]) != DigestTree.root(digests))
    #expect(DigestTree.root(digests + [digests[2]]) != DigestTree.root(digests))
    #expect(DigestTree.root(digests) == DigestTree.node(inner, DigestTree.leaf(digests[2])))
  }

  @Test func `paths for huge counts end, and lengths beyond the bound are refused`() {
    let path = [Hash](repeating: Hash(1), count: 64)
    let counts: [UInt64] = [.max, 1 << 63, 1 << 32]
    for count in counts {
      for length in 0...64 {
        _ = DigestTree.root(
          of: Hash(1), index: count - 1, count: count, path: Array(path.prefix(length)))
      }
      #expect(DigestTree.root(of: Hash(1), index: count, count: count, path: path) == nil)
    }
    #expect(DigestTree.root(of: Hash(1), index: 0, count: .max, path: path) == nil)
    #expect(DigestTree.root(of: Hash(1), index: 0, count: 0, path: []) == nil)
  }
}
