import ChainTypes

extension BenchRegistry {
  static var wordBench: Bench {
    Bench("word", "256-bit arithmetic") {
      [
        BenchCase("add") { wordLoop($0) { $0 &+ $1 } },
        BenchCase("sub") { wordLoop($0) { $0 &- $1 } },
      ]
    }
  }

  /// Each result is the next operand, so that the loop measures latency and nothing is hoisted.
  @inline(__always)
  static func wordLoop(_ repetitions: Int, _ operation: (Word, Word) -> Word) -> UInt64 {
    let other = Word(0x9e37_79b9_7f4a_7c15, 0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb, 7)
    var value = Word(1, 2, 3, 4)
    for _ in 0..<repetitions { value = operation(value, other) }
    return value.limb0 ^ value.limb1 ^ value.limb2 ^ value.limb3
  }
}
