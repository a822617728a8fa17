import ChainTypes

/// Random operands of the shapes that divisions and carries get wrong. `generate_word_vectors.py`
/// has the same generator: the committed results name no operands.
struct OperandGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// splitmix64: S. Vigna, https://prng.di.unimi.it/splitmix64.c.
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// One operand: the lowest three bits of the first draw choose its shape.
  mutating func word() -> Word {
    let choice = next()
    let shape = choice & 7
    let detail = choice >> 8
    switch shape {
    case 0, 1:
      return full()
    case 2, 3:
      // Short: the upper part cut off.
      return full() >> Int(detail & 255)
    case 4:
      // Sparse: half of the limbs zero or all ones.
      return Word(limb(detail), limb(detail >> 2), limb(detail >> 4), limb(detail >> 6))
    case 5:
      // Near a power of two.
      let power = Word.one << Int(detail & 255)
      let distance = Word(detail >> 8 & 3)
      return detail >> 10 & 1 == 0 ? power &+ distance : power &- distance
    case 6:
      // One run of set bits.
      return (Word.max >> Int(detail & 255)) << Int(detail >> 8 & 255)
    default:
      return Word(next() >> (detail & 63))
    }
  }

  /// Mostly below `bound`, as shifts and indices are; sometimes any word.
  mutating func small(_ bound: UInt64) -> Word {
    next() & 3 == 0 ? word() : Word(next() % bound)
  }

  private mutating func full() -> Word {
    let (a, b, c, d) = (next(), next(), next(), next())
    return Word(a, b, c, d)
  }

  private mutating func limb(_ choice: UInt64) -> UInt64 {
    switch choice & 3 {
    case 0: 0
    case 1: .max
    default: next()
    }
  }
}
