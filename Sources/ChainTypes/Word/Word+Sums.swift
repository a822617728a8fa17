// Addition, subtraction, negation and comparison. Carries are `UInt128` sums: they compile to add and
// adc; borrows go through the reporting forms.

extension Word {
  @inlinable @inline(__always)
  public static func &+ (a: Word, b: Word) -> Word { a.addingReportingOverflow(b).partialValue }

  @inlinable @inline(__always)
  public static func &- (a: Word, b: Word) -> Word { a.subtractingReportingOverflow(b).partialValue }

  @inlinable @inline(__always)
  public func addingReportingOverflow(_ other: Word) -> (partialValue: Word, overflow: Bool) {
    let s0 = UInt128(limb0) &+ UInt128(other.limb0)
    let s1 = UInt128(limb1) &+ UInt128(other.limb1) &+ (s0 >> 64)
    let s2 = UInt128(limb2) &+ UInt128(other.limb2) &+ (s1 >> 64)
    let s3 = UInt128(limb3) &+ UInt128(other.limb3) &+ (s2 >> 64)
    let sum = Word(
      UInt64(truncatingIfNeeded: s0), UInt64(truncatingIfNeeded: s1),
      UInt64(truncatingIfNeeded: s2), UInt64(truncatingIfNeeded: s3))
    return (sum, (s3 >> 64) != 0)
  }

  @inlinable @inline(__always)
  public func subtractingReportingOverflow(_ other: Word) -> (partialValue: Word, overflow: Bool) {
    let (d0, b0) = limb0.subtractingReportingOverflow(other.limb0)
    let (d1, b1) = Word.subtract(limb1, other.limb1, borrow: b0)
    let (d2, b2) = Word.subtract(limb2, other.limb2, borrow: b1)
    let (d3, b3) = Word.subtract(limb3, other.limb3, borrow: b2)
    return (Word(d0, d1, d2, d3), b3)
  }

  @inlinable @inline(__always)
  static func subtract(_ a: UInt64, _ b: UInt64, borrow: Bool) -> (UInt64, Bool) {
    let (d, b1) = a.subtractingReportingOverflow(b)
    let (e, b2) = d.subtractingReportingOverflow(borrow ? 1 : 0)
    return (e, b1 != b2)
  }

  /// Two's complement negation.
  @inlinable @inline(__always)
  public var negated: Word { Word.zero &- self }
}

extension Word: Comparable {
  @inlinable @inline(__always)
  public static func < (a: Word, b: Word) -> Bool { a.subtractingReportingOverflow(b).overflow }

  @inlinable @inline(__always)
  public static func == (a: Word, b: Word) -> Bool {
    ((a.limb0 ^ b.limb0) | (a.limb1 ^ b.limb1)) | ((a.limb2 ^ b.limb2) | (a.limb3 ^ b.limb3)) == 0
  }

  /// Comparison of the two's complement numbers.
  @inlinable @inline(__always)
  public func isSignedLess(than other: Word) -> Bool {
    isNegative != other.isNegative ? isNegative : self < other
  }
}
