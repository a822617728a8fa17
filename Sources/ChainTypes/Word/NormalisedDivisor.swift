/// A divisor of three or four limbs, shifted so that its top bit is set, with the reciprocal of its
/// two upper limbs.
struct NormalisedDivisor {
  /// The shifted divisor; one of three limbs stands in the lower three.
  let divisor: Word
  let upper: UInt128
  let reciprocal: UInt64
  let shift: UInt64

  @inline(__always)
  init(threeLimbs word: Word) {
    shift = UInt64(truncatingIfNeeded: word.limb2.leadingZeroBitCount)
    divisor = word.normalised(shift).rest
    upper = Word.pair(divisor.limb2, divisor.limb1)
    reciprocal = LimbDivision.reciprocal(of: upper)
  }

  @inline(__always)
  init(fourLimbs word: Word) {
    shift = UInt64(truncatingIfNeeded: word.limb3.leadingZeroBitCount)
    divisor = word.normalised(shift).rest
    upper = Word.pair(divisor.limb3, divisor.limb2)
    reciprocal = LimbDivision.reciprocal(of: upper)
  }
}
