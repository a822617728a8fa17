// The digits of a long division.

extension NormalisedDivisor {
  /// One digit: `window:next` by the divisor of four limbs, for window < divisor.
  @inline(__always)
  func stepOfFour(_ window: Word, _ next: UInt64) -> (quotient: UInt64, remainder: Word) {
    let high = Word.pair(window.limb3, window.limb2)
    if _slowPath(high >= upper) { return (.max, remainderOfLargestDigit(window, next)) }
    var (q, rest) = LimbDivision.divide(high, window.limb1, by: upper, reciprocal: reciprocal)
    let p0 = UInt128(q) &* UInt128(divisor.limb0)
    let p1 = UInt128(q) &* UInt128(divisor.limb1) &+ UInt128(Word.high(p0))
    let minuend = Word(next, window.limb0, Word.low(rest), Word.high(rest))
    let subtrahend = Word(Word.low(p0), Word.low(p1), Word.high(p1), 0)
    var (r, negative) = minuend.subtractingReportingOverflow(subtrahend)
    if _slowPath(negative) {
      q &-= 1
      r = r &+ divisor
    }
    return (q, r)
  }

  /// One digit: `window:next` by the divisor of three limbs, for window < divisor.
  @inline(__always)
  func stepOfThree(_ window: Word, _ next: UInt64) -> (quotient: UInt64, remainder: Word) {
    let high = Word.pair(window.limb2, window.limb1)
    if _slowPath(high >= upper) {
      var r = remainderOfLargestDigit(window, next)
      r.limb3 = 0
      return (.max, r)
    }
    var (q, rest) = LimbDivision.divide(high, window.limb0, by: upper, reciprocal: reciprocal)
    let p = UInt128(q) &* UInt128(divisor.limb0)
    let minuend = Word(next, Word.low(rest), Word.high(rest), 0)
    var (r, negative) = minuend.subtractingReportingOverflow(Word(Word.low(p), Word.high(p), 0, 0))
    if _slowPath(negative) {
      q &-= 1
      r = r &+ divisor
    }
    return (q, r)
  }

  /// When the two upper limbs of window and divisor are equal the digit is 2^64 - 1: with
  /// k = divisor - window, 0 < k < 2^128, what remains is divisor - k·2^64 + next, which lies
  /// between zero and the divisor.
  @inline(__always)
  func remainderOfLargestDigit(_ window: Word, _ next: UInt64) -> Word {
    let k = divisor &- window
    return divisor &- Word(0, k.limb0, k.limb1, k.limb2) &+ Word(next)
  }

  @inline(__always)
  func denormalised(_ remainder: Word) -> Word {
    Word(
      Word.funnelRight(remainder.limb1, remainder.limb0, shift),
      Word.funnelRight(remainder.limb2, remainder.limb1, shift),
      Word.funnelRight(remainder.limb3, remainder.limb2, shift), remainder.limb3 &>> shift)
  }
}
