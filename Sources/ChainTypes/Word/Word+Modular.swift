// ADDMOD and MULMOD: sums of 257 bits and products of 512 bits, reduced.

extension Word {
  /// (self + other) mod modulus, the sum not cut at 256 bits; zero when the modulus is zero.
  @inlinable
  public func addingModulo(_ other: Word, _ modulus: Word) -> Word {
    let below = self < modulus
    let otherBelow = other < modulus
    if below == otherBelow, below { return sumModulo(other, modulus) }
    return longSumModulo(other, modulus)
  }

  /// For two numbers below the modulus.
  @inlinable @inline(__always)
  func sumModulo(_ other: Word, _ modulus: Word) -> Word {
    let (sum, carry) = addingReportingOverflow(other)
    let (difference, borrow) = sum.subtractingReportingOverflow(modulus)
    // A carry always meets a borrow, as the sum is below twice the modulus.
    let mask: UInt64 = 0 &- (carry != borrow ? 1 : 0)
    return difference &+ (modulus & Word(mask, mask, mask, mask))
  }

  @usableFromInline @inline(never)
  func longSumModulo(_ other: Word, _ modulus: Word) -> Word {
    if modulus.isZero { return .zero }
    return reduced(modulus).sumModulo(other.reduced(modulus), modulus)
  }

  /// The remainder by a modulus other than zero: most operands are below it already or below twice
  /// it.
  @inline(__always)
  func reduced(_ modulus: Word) -> Word {
    let (once, below) = subtractingReportingOverflow(modulus)
    let nearest = below ? self : once
    return _fastPath(nearest < modulus) ? nearest : nearest.longRemainder(modulus)
  }

  /// (self · other) mod modulus, the product not cut at 256 bits; zero when the modulus is zero.
  @inlinable
  public func multiplyingModulo(_ other: Word, _ modulus: Word) -> Word {
    let (high, low) = multipliedFullWidth(by: other)
    if high.isZero { return low.remainder(dividingBy: modulus) }
    return Word.longRemainder(high, low, modulus)
  }

  /// The remainder of 512 bits.
  @usableFromInline @inline(never)
  static func longRemainder(_ high: Word, _ low: Word, _ modulus: Word) -> Word {
    if modulus.limb3 != 0 { return remainderByFourLimbs(high, low, modulus) }
    if modulus.limb2 != 0 { return remainderByThreeLimbs(high, low, modulus) }
    if modulus.limb1 != 0 { return remainderByTwoLimbs(high, low, modulus) }
    return modulus.limb0 == 0 ? .zero : Word(remainderByOneLimb(high, low, modulus.limb0))
  }

  @inline(__always)
  static func remainderByFourLimbs(_ high: Word, _ low: Word, _ modulus: Word) -> Word {
    let d = NormalisedDivisor(fourLimbs: modulus)
    let (top, u, l) = normalised(high, low, d.shift)
    var r = u
    // When a factor is below the modulus the upper half is too, and the first digit is zero.
    if top != 0 || !(u < d.divisor) {
      r = d.stepOfFour(Word(u.limb1, u.limb2, u.limb3, top), u.limb0).remainder
    }
    r = d.stepOfFour(r, l.limb3).remainder
    r = d.stepOfFour(r, l.limb2).remainder
    r = d.stepOfFour(r, l.limb1).remainder
    r = d.stepOfFour(r, l.limb0).remainder
    return d.denormalised(r)
  }

  @inline(__always)
  static func remainderByThreeLimbs(_ high: Word, _ low: Word, _ modulus: Word) -> Word {
    let d = NormalisedDivisor(threeLimbs: modulus)
    let (top, u, l) = normalised(high, low, d.shift)
    var r = Word(u.limb0, u.limb1, u.limb2, 0)
    if high.limb2 | high.limb3 != 0 {
      r = d.stepOfThree(Word(u.limb2, u.limb3, top, 0), u.limb1).remainder
      r = d.stepOfThree(r, u.limb0).remainder
    }
    r = d.stepOfThree(r, l.limb3).remainder
    r = d.stepOfThree(r, l.limb2).remainder
    r = d.stepOfThree(r, l.limb1).remainder
    r = d.stepOfThree(r, l.limb0).remainder
    return d.denormalised(r)
  }

  @inline(__always)
  static func remainderByTwoLimbs(_ high: Word, _ low: Word, _ modulus: Word) -> Word {
    let shift = UInt64(truncatingIfNeeded: modulus.limb1.leadingZeroBitCount)
    let d = pair(modulus.limb1, modulus.limb0) &<< UInt128(shift)
    let v = LimbDivision.reciprocal(of: d)
    let (top, u, l) = normalised(high, low, shift)
    var r = pair(top, u.limb3)
    r = LimbDivision.divide(r, u.limb2, by: d, reciprocal: v).remainder
    r = LimbDivision.divide(r, u.limb1, by: d, reciprocal: v).remainder
    r = LimbDivision.divide(r, u.limb0, by: d, reciprocal: v).remainder
    r = LimbDivision.divide(r, l.limb3, by: d, reciprocal: v).remainder
    r = LimbDivision.divide(r, l.limb2, by: d, reciprocal: v).remainder
    r = LimbDivision.divide(r, l.limb1, by: d, reciprocal: v).remainder
    r = LimbDivision.divide(r, l.limb0, by: d, reciprocal: v).remainder
    r = r &>> UInt128(shift)
    return Word(Word.low(r), Word.high(r), 0, 0)
  }

  @inline(__always)
  static func remainderByOneLimb(_ high: Word, _ low: Word, _ modulus: UInt64) -> UInt64 {
    let shift = UInt64(truncatingIfNeeded: modulus.leadingZeroBitCount)
    let d = modulus &<< shift
    let v = LimbDivision.reciprocal(of: d)
    let (top, u, l) = normalised(high, low, shift)
    var r = LimbDivision.divide(top, u.limb3, by: d, reciprocal: v).remainder
    r = LimbDivision.divide(r, u.limb2, by: d, reciprocal: v).remainder
    r = LimbDivision.divide(r, u.limb1, by: d, reciprocal: v).remainder
    r = LimbDivision.divide(r, u.limb0, by: d, reciprocal: v).remainder
    r = LimbDivision.divide(r, l.limb3, by: d, reciprocal: v).remainder
    r = LimbDivision.divide(r, l.limb2, by: d, reciprocal: v).remainder
    r = LimbDivision.divide(r, l.limb1, by: d, reciprocal: v).remainder
    r = LimbDivision.divide(r, l.limb0, by: d, reciprocal: v).remainder
    return r &>> shift
  }

  /// 512 bits shifted left by up to 63: nine limbs.
  @inline(__always)
  static func normalised(
    _ high: Word, _ low: Word, _ shift: UInt64
  ) -> (top: UInt64, high: Word, low: Word) {
    let (middle, l) = low.normalised(shift)
    let (top, h) = high.normalised(shift)
    return (top, Word(h.limb0 | middle, h.limb1, h.limb2, h.limb3), l)
  }
}
