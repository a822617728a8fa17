// EXP: squarings, with a multiplication for each set bit of a short exponent and for each four bits
// of a long one.

extension Word {
  /// self^exponent modulo 2^256; 0^0 is 1.
  @inlinable
  public func power(_ exponent: Word) -> Word {
    if exponent.isZero { return .one }
    if limb1 | limb2 | limb3 == 0, limb0 & (limb0 &- 1) == 0 { return powerOfTwo(exponent) }
    return longPower(exponent)
  }

  /// For a base that is 0, 1 or a power of two in the lowest limb: 2^k to the e is one bit at k·e.
  @inlinable @inline(__always)
  func powerOfTwo(_ exponent: Word) -> Word {
    if limb0 < 2 { return self }
    if !exponent.isBelow(256) { return .zero }
    let bit = UInt64(truncatingIfNeeded: limb0.trailingZeroBitCount) &* exponent.limb0
    return Word.one.shiftedLeft(by: Word(bit))
  }

  @usableFromInline @inline(never)
  func longPower(_ exponent: Word) -> Word {
    if !exponent.isBelow(256), limb0 & 1 == 0 { return .zero }
    return exponent.isBelow(1 &<< 32) ? binaryPower(exponent.limb0) : windowedPower(exponent)
  }

  /// For an exponent other than zero.
  @inline(__always)
  func binaryPower(_ exponent: UInt64) -> Word {
    let zeros = exponent.leadingZeroBitCount
    var bits = (exponent &<< UInt64(truncatingIfNeeded: zeros)) &<< 1
    var count = 63 &- zeros
    var result = self
    while count > 0 {
      result = result.squared
      if Int64(bitPattern: bits) < 0 { result = result &* self }
      bits = bits &<< 1
      count &-= 1
    }
    return result
  }

  /// Four squarings and one multiplication for each hexadecimal digit of the exponent.
  @inline(__always)
  func windowedPower(_ exponent: Word) -> Word {
    var powers = InlineArray<16, Word>(repeating: .one)
    powers[1] = self
    for index in 2..<16 { powers[index] = powers[index &- 1] &* self }
    var digits = (exponent.bitWidthUsed &+ 3) / 4
    var rest = exponent << (256 &- digits &* 4)
    var result = Word.one
    while digits > 0 {
      result = result.squared.squared.squared.squared
      result = result &* powers[Int(truncatingIfNeeded: rest.limb3 &>> 60)]
      rest = rest << 4
      digits &-= 1
    }
    return result
  }
}
