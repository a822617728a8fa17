// DIV, MOD, SDIV, SMOD. Numbers of one limb use the processor's division; everything else is
// Knuth's algorithm D (The Art of Computer Programming 2, 4.3.1) digit by digit: a window of the
// divisor's length holds the remainder, and each step brings one limb of the dividend in and one
// quotient limb out. All of it stays in registers; there is one body for each length of the
// divisor.

extension Word {
  /// The quotient; zero when `divisor` is zero, as in the EVM.
  @inlinable
  public func divided(by divisor: Word) -> Word {
    if (limb1 | limb2) | (limb3 | divisor.limb1) | (divisor.limb2 | divisor.limb3) == 0 {
      return divisor.limb0 == 0 ? .zero : Word(limb0 / divisor.limb0)
    }
    return self < divisor ? .zero : longQuotient(divisor)
  }

  /// The remainder; zero when `divisor` is zero, as in the EVM.
  @inlinable
  public func remainder(dividingBy divisor: Word) -> Word {
    if (limb1 | limb2) | (limb3 | divisor.limb1) | (divisor.limb2 | divisor.limb3) == 0 {
      return divisor.limb0 == 0 ? .zero : Word(limb0 % divisor.limb0)
    }
    return self < divisor ? self : longRemainder(divisor)
  }

  /// The quotient of two's complement numbers, rounded to zero; -2^255 by -1 is -2^255.
  @inlinable
  public func signedDivided(by divisor: Word) -> Word {
    let quotient = magnitude.divided(by: divisor.magnitude)
    return quotient.negated(when: isNegative != divisor.isNegative)
  }

  /// The remainder of two's complement numbers, with the sign of the dividend.
  @inlinable
  public func signedRemainder(dividingBy divisor: Word) -> Word {
    magnitude.remainder(dividingBy: divisor.magnitude).negated(when: isNegative)
  }

  /// The absolute value of the two's complement number.
  @inlinable @inline(__always)
  var magnitude: Word { negated(when: isNegative) }

  /// Without a branch: signs are hard to foretell.
  @inlinable @inline(__always)
  func negated(when condition: Bool) -> Word {
    let mask: UInt64 = 0 &- (condition ? 1 : 0)
    return (self ^ Word(mask, mask, mask, mask)) &+ Word(mask & 1)
  }

  @usableFromInline @inline(never)
  func longQuotient(_ divisor: Word) -> Word {
    quotientAndRemainder(divisor).quotient
  }

  @usableFromInline @inline(never)
  func longRemainder(_ divisor: Word) -> Word {
    quotientAndRemainder(divisor).remainder
  }

  /// Both results in one go; zero and zero when `divisor` is zero.
  @inline(__always)
  func quotientAndRemainder(_ divisor: Word) -> (quotient: Word, remainder: Word) {
    if divisor.limb3 != 0 { return dividedByFourLimbs(divisor) }
    if divisor.limb2 != 0 { return dividedByThreeLimbs(divisor) }
    if divisor.limb1 != 0 { return dividedByTwoLimbs(divisor) }
    if divisor.limb0 == 0 { return (.zero, .zero) }
    let (quotient, remainder) = dividedByLimb(divisor.limb0)
    return (quotient, Word(remainder))
  }

  /// `divisor` is not zero.
  @inline(__always)
  func dividedByLimb(_ divisor: UInt64) -> (quotient: Word, remainder: UInt64) {
    let shift = UInt64(truncatingIfNeeded: divisor.leadingZeroBitCount)
    let d = divisor &<< shift
    let v = LimbDivision.reciprocal(of: d)
    let (top, u) = normalised(shift)
    var q = Word.zero
    var r = top
    if limb2 | limb3 != 0 {
      (q.limb3, r) = LimbDivision.divide(r, u.limb3, by: d, reciprocal: v)
      (q.limb2, r) = LimbDivision.divide(r, u.limb2, by: d, reciprocal: v)
    } else {
      r = u.limb2
    }
    (q.limb1, r) = LimbDivision.divide(r, u.limb1, by: d, reciprocal: v)
    (q.limb0, r) = LimbDivision.divide(r, u.limb0, by: d, reciprocal: v)
    return (q, r &>> shift)
  }

  @inline(__always)
  func dividedByTwoLimbs(_ divisor: Word) -> (quotient: Word, remainder: Word) {
    let shift = UInt64(truncatingIfNeeded: divisor.limb1.leadingZeroBitCount)
    let d = Word.pair(divisor.limb1, divisor.limb0) &<< UInt128(shift)
    let v = LimbDivision.reciprocal(of: d)
    let (top, u) = normalised(shift)
    var q = Word.zero
    var r = Word.pair(u.limb2, u.limb1)
    if limb2 | limb3 != 0 {
      r = Word.pair(top, u.limb3)
      (q.limb2, r) = LimbDivision.divide(r, u.limb2, by: d, reciprocal: v)
      (q.limb1, r) = LimbDivision.divide(r, u.limb1, by: d, reciprocal: v)
    }
    (q.limb0, r) = LimbDivision.divide(r, u.limb0, by: d, reciprocal: v)
    r = r &>> UInt128(shift)
    return (q, Word(Word.low(r), Word.high(r), 0, 0))
  }

  @inline(__always)
  func dividedByThreeLimbs(_ divisor: Word) -> (quotient: Word, remainder: Word) {
    let d = NormalisedDivisor(threeLimbs: divisor)
    let (top, u) = normalised(d.shift)
    var q = Word.zero
    var r = Word(u.limb2, u.limb3, top, 0)
    (q.limb1, r) = d.stepOfThree(r, u.limb1)
    (q.limb0, r) = d.stepOfThree(r, u.limb0)
    return (q, d.denormalised(r))
  }

  @inline(__always)
  func dividedByFourLimbs(_ divisor: Word) -> (quotient: Word, remainder: Word) {
    let d = NormalisedDivisor(fourLimbs: divisor)
    let (top, u) = normalised(d.shift)
    let (q, r) = d.stepOfFour(Word(u.limb1, u.limb2, u.limb3, top), u.limb0)
    return (Word(q), d.denormalised(r))
  }

  /// Shifted left by up to 63 bits: five limbs, the highest apart.
  @inline(__always)
  func normalised(_ shift: UInt64) -> (top: UInt64, rest: Word) {
    let rest = Word(
      limb0 &<< shift, Word.funnelLeft(limb1, limb0, shift), Word.funnelLeft(limb2, limb1, shift),
      Word.funnelLeft(limb3, limb2, shift))
    return (Word.funnelLeft(0, limb3, shift), rest)
  }
}
