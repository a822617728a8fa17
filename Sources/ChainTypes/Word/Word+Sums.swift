// Addition, subtraction, negation and comparison. Carries are `UInt128` sums: they compile to one
// chain of add and adc. A difference is the sum with the complement plus one, which compiles to one
// chain of sub and sbb (measured on x86-64 and arm64, Swift 6.3.1); borrows as `Bool` break that
// chain after two limbs, and so does SLP vectorisation, which Package.swift switches off.

extension Word {
  @inlinable @inline(__always)
  public static func &+ (a: Word, b: Word) -> Word { a.addingReportingOverflow(b).partialValue }

  @inlinable @inline(__always)
  public static func &- (a: Word, b: Word) -> Word {
    a.subtractingReportingOverflow(b).partialValue
  }

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
    let s0 = UInt128(limb0) &+ UInt128(~other.limb0) &+ 1
    let s1 = UInt128(limb1) &+ UInt128(~other.limb1) &+ (s0 >> 64)
    let s2 = UInt128(limb2) &+ UInt128(~other.limb2) &+ (s1 >> 64)
    let s3 = UInt128(limb3) &+ UInt128(~other.limb3) &+ (s2 >> 64)
    let difference = Word(
      UInt64(truncatingIfNeeded: s0), UInt64(truncatingIfNeeded: s1),
      UInt64(truncatingIfNeeded: s2), UInt64(truncatingIfNeeded: s3))
    return (difference, (s3 >> 64) == 0)
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
    // With the sign bits turned round the order is the unsigned one.
    Word(limb0, limb1, limb2, limb3 ^ 1 << 63)
      < Word(other.limb0, other.limb1, other.limb2, other.limb3 ^ 1 << 63)
  }
}
