import ChainTypes

extension BenchRegistry {
  static var wordBench: Bench {
    Bench("word", "256-bit arithmetic") {
      sumBenches + divisionBenches + modularBenches
    }
  }

  private static var sumBenches: [BenchCase] {
    let full = WordOperands(limbs: 4, 4, 4)
    return [
      BenchCase("add") { full.loop($0) { a, b, _ in a &+ b } },
      BenchCase("sub") { full.loop($0) { a, b, _ in a &- b } },
      BenchCase("lt") { full.loop($0) { a, b, _ in a < b ? .one : .zero } },
      BenchCase("sar") { full.loop($0) { a, b, _ in a.arithmeticShiftedRight(by: b & 255) } },
      BenchCase("mul") { full.loop($0) { a, b, _ in a &* b } },
    ]
  }

  /// Named by the bits of dividend and divisor.
  private static var divisionBenches: [BenchCase] {
    let short = WordOperands(limbs: 1, 1, 1)
    let twoByOne = WordOperands(limbs: 2, 1, 1)
    let fourByOne = WordOperands(limbs: 4, 1, 1)
    let fourByTwo = WordOperands(limbs: 4, 2, 1)
    let fourByThree = WordOperands(limbs: 4, 3, 1)
    let full = WordOperands(limbs: 4, 4, 1)
    let top = Word.one << 255
    return [
      BenchCase("div-64-64") { short.loop($0) { a, b, _ in a.divided(by: b) } },
      BenchCase("div-128-64") { twoByOne.loop($0) { a, b, _ in a.divided(by: b) } },
      BenchCase("div-256-64") { fourByOne.loop($0) { a, b, _ in a.divided(by: b) } },
      BenchCase("div-256-128") { fourByTwo.loop($0) { a, b, _ in a.divided(by: b) } },
      BenchCase("div-256-192") { fourByThree.loop($0) { a, b, _ in a.divided(by: b) } },
      // The dividend is the larger: else the quotient is zero half of the time.
      BenchCase("div-256-256") { full.loop($0) { a, b, _ in (a | top).divided(by: b >> 1) } },
      BenchCase("mod-256-128") { fourByTwo.loop($0) { a, b, _ in a.remainder(dividingBy: b) } },
      BenchCase("mod-256-256") {
        full.loop($0) { a, b, _ in (a | top).remainder(dividingBy: b >> 1) }
      },
    ]
  }

  private static var modularBenches: [BenchCase] {
    let full = WordOperands(limbs: 4, 4, 4)
    let top = Word.one << 255
    return [
      BenchCase("addmod") { full.loop($0) { a, b, m in a.addingModulo(b, m) } },
      BenchCase("addmod-reduced") {
        full.loop($0) { a, b, m in (a >> 1).addingModulo(b >> 1, m | top) }
      },
      BenchCase("mulmod") { full.loop($0) { a, b, m in a.multiplyingModulo(b, m) } },
      BenchCase("mulmod-reduced") {
        full.loop($0) { a, b, m in (a >> 1).multiplyingModulo(b >> 1, m | top) }
      },
      BenchCase("exp") { full.loop($0) { a, b, _ in (a | 1).power(b) } },
      BenchCase("exp-small") { full.loop($0) { a, _, _ in (a | 1).power(18) } },
    ]
  }
}

/// Operands that a branch predictor cannot learn by heart: with 256 triples in place of 4096,
/// divisions looked up to twice as fast as they are.
struct WordOperands: Sendable {
  private let triples: [(Word, Word, Word)]

  /// How many limbs the operands have; the same ones in each run.
  init(limbs first: Int, _ second: Int, _ third: Int) {
    var state: UInt64 = 1
    var triples: [(Word, Word, Word)] = []
    triples.reserveCapacity(4096)
    for _ in 0..<4096 {
      let a = WordOperands.word(first, &state)
      let b = WordOperands.word(second, &state)
      triples.append((a, b, WordOperands.word(third, &state)))
    }
    self.triples = triples
  }

  /// Operations overlap as far as the processor lets them; every result has a part in the last.
  @inline(__always)
  func loop(_ repetitions: Int, _ operation: (Word, Word, Word) -> Word) -> UInt64 {
    var last: UInt64 = 0
    for index in 0..<repetitions {
      let (a, b, c) = triples[index & 4095]
      let result = operation(a, b, c)
      last ^= (result.limb0 ^ result.limb1) ^ (result.limb2 ^ result.limb3)
    }
    return last
  }

  /// splitmix64.
  private static func word(_ limbs: Int, _ state: inout UInt64) -> Word {
    func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
    let word = Word(next(), next(), next(), next())
    return word >> (256 - 64 * limbs)
  }
}
