import ChainTypes
import Foundation
import Testing

@Suite struct KeccakHashes {
  @Test func `every length from 0 to 300 has the oracle's hash`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Oracle/keccak.hashes")
    let hashes = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    #expect(hashes.count == 301)
    for (length, hash) in hashes.enumerated() {
      let message = (0..<length).map { UInt8(truncatingIfNeeded: 7 * $0 + length) }
      #expect(Keccak256.hash(message).hex == "0x" + hash, "length \(length)")
    }
  }

  @Test func `the permutation of zero is the Keccak team's`() {
    var state = KeccakState()
    #expect((0..<25).allSatisfy { state.lane($0) == 0 })
    state.permute()
    // KeccakF-1600-IntermediateValues.txt of the Keccak team, first and last lane.
    #expect(state.lane(0) == 0xf125_8f79_40e1_dde7)
    #expect(state.lane(24) == 0xeaf1_ff7b_5cec_a249)
  }

  @Test func `pieces hash as the whole wherever they are cut`() {
    var random = SeededRandom(seed: 1600)
    for _ in 0..<500 {
      let message = random.bytes(random.below(700))
      var sponge = Keccak256()
      var start = 0
      var cuts: [Int] = []
      while start < message.count {
        let end = min(message.count, start + random.below(200))
        sponge.update(message[start..<end])
        cuts.append(end)
        start = end
      }
      #expect(
        sponge.finalize() == Keccak256.hash(message),
        "\(random.story), \(message.count) bytes cut at \(cuts)")
    }
  }

  @Test func `a message goes on behind the hash of its begin`() {
    var sponge = Keccak256()
    sponge.update([1, 2])
    #expect(sponge.finalize() == Keccak256.hash([1, 2]))
    sponge.update([3])
    #expect(sponge.finalize() == Keccak256.hash([1, 2, 3]))
  }

  @Test func `words and addresses hash as their bytes`() {
    var random = SeededRandom(seed: 3264)
    for _ in 0..<100 {
      let a = Word(random.next(), random.next(), random.next(), random.next())
      let b = Word(random.next(), random.next(), random.next(), random.next())
      #expect(Keccak256.hash(a) == Keccak256.hash(a.bytes), "\(random.story)")
      #expect(Keccak256.hash(a, b) == Keccak256.hash(a.bytes + b.bytes), "\(random.story)")
      #expect(Keccak256.hash(Address(a)) == Keccak256.hash(Address(a).bytes), "\(random.story)")
    }
  }

  @Test func `the constants of the yellow paper are the hashes that they stand for`() {
    #expect(Keccak256.hash([]) == Keccak256.emptyHash)
    #expect(Keccak256.hash([0x80]) == Keccak256.emptyTrieRoot)
    #expect(
      Keccak256.emptyHash.hex
        == "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")
  }
}
