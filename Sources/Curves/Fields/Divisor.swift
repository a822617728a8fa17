/// A divisor of 64 bits with its highest bit set, and its reciprocal, so that dividing takes two
/// multiplications a limb (Möller and Granlund 2011, algorithm 4).
struct Divisor {
  private let divisor: UInt64
  private let reciprocal: UInt64

  /// The reciprocal is ⌊(2^128 − 1)/divisor⌋ − 2^64.
  init(_ divisor: UInt64, reciprocal: UInt64) {
    self.divisor = divisor
    self.reciprocal = reciprocal
  }

  /// `high·2^64 + low` for a high below the divisor.
  @inline(__always)
  private func divide(_ high: UInt64, _ low: UInt64) -> (quotient: UInt64, remainder: UInt64) {
    let estimate = UInt128(reciprocal) &* UInt128(high) &+ (UInt128(high) << 64 | UInt128(low))
    var quotient = UInt64(truncatingIfNeeded: estimate >> 64) &+ 1
    var remainder = low &- quotient &* divisor
    if remainder > UInt64(truncatingIfNeeded: estimate) {
      quotient &-= 1
      remainder &+= divisor
    }
    if remainder >= divisor {
      quotient &+= 1
      remainder &-= divisor
    }
    return (quotient, remainder)
  }

  func divide(_ number: Scalar) -> (quotient: Scalar, remainder: UInt64) {
    let top = number.limb3 >= divisor
    let (q2, r2) = divide(top ? number.limb3 &- divisor : number.limb3, number.limb2)
    let (q1, r1) = divide(r2, number.limb1)
    let (q0, r0) = divide(r1, number.limb0)
    return (Scalar(q0, q1, q2, top ? 1 : 0), r0)
  }
}
