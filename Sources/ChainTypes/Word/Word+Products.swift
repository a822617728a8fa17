// Multiplication. A limb product plus two limbs fits 128 bits: (2^64-1)^2 + 2(2^64-1) = 2^128-1, so
// rows of the schoolbook product need no carry beyond their `UInt128` sums.

extension Word {
  /// The product modulo 2^256.
  @inlinable @inline(__always)
  public static func &* (a: Word, b: Word) -> Word {
    let (c0, r0) = multiplyAdd(a.limb0, b.limb0, 0, 0)
    let (c1, s1) = multiplyAdd(a.limb0, b.limb1, c0, 0)
    let (c2, s2) = multiplyAdd(a.limb0, b.limb2, c1, 0)
    let (d1, r1) = multiplyAdd(a.limb1, b.limb0, s1, 0)
    let (d2, t2) = multiplyAdd(a.limb1, b.limb1, s2, d1)
    let (e2, r2) = multiplyAdd(a.limb2, b.limb0, t2, 0)
    let highest =
      (c2 &+ d2 &+ e2) &+ (a.limb0 &* b.limb3 &+ a.limb1 &* b.limb2)
      &+ (a.limb2 &* b.limb1 &+ a.limb3 &* b.limb0)
    return Word(r0, r1, r2, highest)
  }

  /// The whole product of 512 bits.
  @inlinable @inline(__always)
  public func multipliedFullWidth(by other: Word) -> (high: Word, low: Word) {
    let (c0, w0) = other.multiplied(by: limb0, adding: .zero)
    let (c1, w1) = other.multiplied(by: limb1, adding: Word(w0.limb1, w0.limb2, w0.limb3, c0))
    let (c2, w2) = other.multiplied(by: limb2, adding: Word(w1.limb1, w1.limb2, w1.limb3, c1))
    let (c3, w3) = other.multiplied(by: limb3, adding: Word(w2.limb1, w2.limb2, w2.limb3, c2))
    let low = Word(w0.limb0, w1.limb0, w2.limb0, w3.limb0)
    return (Word(w3.limb1, w3.limb2, w3.limb3, c3), low)
  }

  /// The square modulo 2^256: six limb products instead of ten.
  @inlinable @inline(__always)
  var squared: Word {
    let (c0, r0) = Word.multiplyAdd(limb0, limb0, 0, 0)
    let cross1 = UInt128(limb0) &* UInt128(limb1)
    let cross2 = UInt128(limb0) &* UInt128(limb2)
    let cross3 = limb0 &* limb3 &+ limb1 &* limb2
    let square1 = UInt128(limb1) &* UInt128(limb1)
    // The upper 192 bits hold 2·cross1 + c0, and from the second limb on 2·cross2 + square1.
    let doubled = cross1 &<< 1
    let sum1 = UInt128(Word.low(doubled)) &+ UInt128(c0)
    let sum2 =
      UInt128(Word.high(doubled)) &+ UInt128(Word.low(cross2 &<< 1))
      &+ UInt128(Word.low(square1)) &+ (sum1 &>> 64)
    let highest =
      Word.high(cross1) &>> 63 &+ Word.high(cross2 &<< 1) &+ Word.high(square1)
      &+ (cross3 &<< 1) &+ Word.high(sum2)
    return Word(r0, Word.low(sum1), Word.low(sum2), highest)
  }

  /// `limb` times this word plus `addend`: five limbs, which always fit.
  @inlinable @inline(__always)
  func multiplied(by limb: UInt64, adding addend: Word) -> (high: UInt64, low: Word) {
    let (c0, r0) = Word.multiplyAdd(limb, limb0, addend.limb0, 0)
    let (c1, r1) = Word.multiplyAdd(limb, limb1, addend.limb1, c0)
    let (c2, r2) = Word.multiplyAdd(limb, limb2, addend.limb2, c1)
    let (c3, r3) = Word.multiplyAdd(limb, limb3, addend.limb3, c2)
    return (c3, Word(r0, r1, r2, r3))
  }

  @inlinable @inline(__always)
  static func multiplyAdd(
    _ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64
  ) -> (high: UInt64, low: UInt64) {
    let product = UInt128(a) &* UInt128(b) &+ UInt128(c) &+ UInt128(d)
    return (high(product), low(product))
  }

  @inlinable @inline(__always)
  static func high(_ pair: UInt128) -> UInt64 { UInt64(truncatingIfNeeded: pair &>> 64) }

  @inlinable @inline(__always)
  static func low(_ pair: UInt128) -> UInt64 { UInt64(truncatingIfNeeded: pair) }

  @inlinable @inline(__always)
  static func pair(_ high: UInt64, _ low: UInt64) -> UInt128 {
    UInt128(high) &<< 64 | UInt128(low)
  }
}
