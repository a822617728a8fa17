import ChainTypes
import Foundation
import MerkleTrie
import Testing

/// Roots and proofs that py-trie gives for the same draws: Oracle/make_known_answers.py.
@Suite struct KnownAnswerTests {
  private static func key(_ style: String, _ random: inout SeededGenerator) -> [UInt8] {
    if style == "hashed" { return Array(Word(random.next() % 64).bytes[24...]) }
    return (0..<4).map { _ in [0x00, 0x01, 0x10, 0x11][Int(random.next() % 4)] }
  }

  private static func value(_ random: inout SeededGenerator) -> [UInt8] {
    let draw = random.next()
    if draw % 4 == 0 { return [] }
    return (0..<(1 + (draw >> 8) % 60)).map { UInt8(truncatingIfNeeded: draw >> 16 &+ $0) }
  }

  @Test(arguments: ["plain", "hashed"])
  func `roots and proofs are those of the oracle`(style: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Oracle/known-answers.txt")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: " ").map(String.init) }
    for seed in 0..<4 {
      let answers = lines.filter { $0[0] == style && $0[1] == String(seed) }
      #expect(answers.count == 40)
      var random = SeededGenerator(seed: UInt64(seed))
      let trie = HexaryTrie(keys: style == "hashed" ? .hashed : .plain)
      for answer in answers {
        for _ in 0..<(1 + random.next() % 4) {
          let key = Self.key(style, &random)
          trie.set(key, Self.value(&random))
        }
        #expect(trie.root.hex == "0x" + answer[3], "\(style) seed \(seed) step \(answer[2])")
        let proof = trie.proof(of: Self.key(style, &random))
        let proofHash = Keccak256.hash(Array(proof.joined())).hex.dropFirst(2).prefix(16)
        #expect(proofHash == answer[4], "\(style) seed \(seed) step \(answer[2]): proof")
      }
    }
  }
}
