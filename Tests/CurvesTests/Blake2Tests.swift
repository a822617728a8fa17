import Curves
import Testing

@Suite struct Blake2Compression {
  @Test func `twelve rounds over one block give the hash of RFC 7693`() {
    // RFC 7693, appendix A: "abc", 64 bytes of digest.
    var h: [UInt64] = [
      0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
      0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
    ]
    h[0] ^= 0x0101_0040
    let m = [0x0063_6261] + [UInt64](repeating: 0, count: 15)
    let state = Blake2.compress(rounds: 12, h: h, m: m, t: (3, 0), isFinal: true)
    let digest = state.flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
    #expect(
      Hexadecimal.encode(digest)
        == "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
        + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923")
  }

  @Test(arguments: KnownAnswers.blake2)
  func `any number of rounds gives the oracle's state`(answer: KnownAnswer) throws {
    let state = try Blake2.compress(Hexadecimal.decode(answer.input).span)
    #expect(Hexadecimal.encode(state) == answer.expected)
  }

  @Test func `other lengths and final flags than 0 and 1 fail`() {
    for count in [0, 212, 214] {
      let input = [UInt8](repeating: 0, count: count)
      #expect(throws: CurveError.invalidLength(count)) { try Blake2.compress(input.span) }
    }
    let flagged = [UInt8](repeating: 0, count: 212) + [2]
    #expect(throws: CurveError.invalidFinalFlag(2)) { try Blake2.compress(flagged.span) }
  }

  @Test(.enabled(if: ConformanceData.isPresent, "CAIRN_ETHEREUM_TESTS is not set"))
  func `the conformance vectors hold`() throws {
    // The last vector of the file runs 2^32 − 1 rounds.
    for file in ["geth/blake2F.json", "geth/fail-blake2f.json"] {
      for (answer, fails) in try ConformanceData.vectors(file) {
        if answer.input.hasPrefix("ffffffff") { continue }
        let input = Hexadecimal.decode(answer.input)
        let output = try? Blake2.compress(input.span)
        #expect(output.map { Hexadecimal.encode($0) } == (fails ? nil : answer.expected))
      }
    }
  }
}
