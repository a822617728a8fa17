// Montgomery multiplication: as in BN254Field+Products.swift, with six limbs. p is below 2^381.

extension BLS12381Field {
  /// A row of a product: the lowest limb, and the six above it.
  private typealias Row = (low: UInt64, rest: BLS12381Field)

  @inline(__always)
  private static func row(_ a: BLS12381Field, _ b: UInt64) -> Row {
    let (high0, low0) = a.limb0.multipliedFullWidth(by: b)
    let (high1, low1) = a.limb1.multipliedFullWidth(by: b)
    let (high2, low2) = a.limb2.multipliedFullWidth(by: b)
    let (high3, low3) = a.limb3.multipliedFullWidth(by: b)
    let (high4, low4) = a.limb4.multipliedFullWidth(by: b)
    let (high5, low5) = a.limb5.multipliedFullWidth(by: b)
    var carry: UInt64 = 0
    let r1 = add(high0, low1, &carry)
    let r2 = add(high1, low2, &carry)
    let r3 = add(high2, low3, &carry)
    let r4 = add(high3, low4, &carry)
    let r5 = add(high4, low5, &carry)
    return (low0, BLS12381Field(r1, r2, r3, r4, r5, high5 &+ carry))
  }

  /// `t + row`: the lowest limb, and the six above it.
  @inline(__always)
  private static func sum(_ t: BLS12381Field, _ row: Row) -> Row {
    var carry: UInt64 = 0
    let low = add(t.limb0, row.low, &carry)
    let s0 = add(t.limb1, row.rest.limb0, &carry)
    let s1 = add(t.limb2, row.rest.limb1, &carry)
    let s2 = add(t.limb3, row.rest.limb2, &carry)
    let s3 = add(t.limb4, row.rest.limb3, &carry)
    let s4 = add(t.limb5, row.rest.limb4, &carry)
    return (low, BLS12381Field(s0, s1, s2, s3, s4, row.rest.limb5 &+ carry))
  }

  /// `(t + a·b + m·p) / 2^64` with the m that makes it exact.
  @inline(__always)
  private static func step(_ t: BLS12381Field, _ a: BLS12381Field, _ b: UInt64) -> BLS12381Field {
    let s = sum(t, row(a, b))
    let multiple = row(modulus, s.low &* negativeInverse)
    var carry: UInt64 = 0
    _ = add(s.low, multiple.low, &carry)
    let s0 = add(s.rest.limb0, multiple.rest.limb0, &carry)
    let s1 = add(s.rest.limb1, multiple.rest.limb1, &carry)
    let s2 = add(s.rest.limb2, multiple.rest.limb2, &carry)
    let s3 = add(s.rest.limb3, multiple.rest.limb3, &carry)
    let s4 = add(s.rest.limb4, multiple.rest.limb4, &carry)
    return BLS12381Field(s0, s1, s2, s3, s4, s.rest.limb5 &+ multiple.rest.limb5 &+ carry)
  }

  @inline(__always)
  static func inlineProduct(_ a: BLS12381Field, _ b: BLS12381Field) -> BLS12381Field {
    var t = step(zero, a, b.limb0)
    t = step(t, a, b.limb1)
    t = step(t, a, b.limb2)
    t = step(t, a, b.limb3)
    t = step(t, a, b.limb4)
    return step(t, a, b.limb5).subtractingModulusOnce()
  }

  @inline(never)
  static func * (a: BLS12381Field, b: BLS12381Field) -> BLS12381Field { inlineProduct(a, b) }

  @inline(__always)
  func squared() -> BLS12381Field { self * self }
}

extension BLS12381Field {
  @inline(__always)
  static func wideProduct(_ a: BLS12381Field, _ b: BLS12381Field) -> Wide {
    let r0 = row(a, b.limb0)
    let r1 = sum(r0.rest, row(a, b.limb1))
    let r2 = sum(r1.rest, row(a, b.limb2))
    let r3 = sum(r2.rest, row(a, b.limb3))
    let r4 = sum(r3.rest, row(a, b.limb4))
    let r5 = sum(r4.rest, row(a, b.limb5))
    return Wide(
      low: BLS12381Field(r0.low, r1.low, r2.low, r3.low, r4.low, r5.low), high: r5.rest)
  }

  @inline(__always)
  static func reduced(_ wide: Wide) -> BLS12381Field {
    var carry: UInt64 = 0
    var t = reductionStep(wide.low, wide.high.limb0, &carry)
    t = reductionStep(t, wide.high.limb1, &carry)
    t = reductionStep(t, wide.high.limb2, &carry)
    t = reductionStep(t, wide.high.limb3, &carry)
    t = reductionStep(t, wide.high.limb4, &carry)
    return reductionStep(t, wide.high.limb5, &carry).subtractingModulusOnce()
  }

  /// One limb of Montgomery's reduction: `next` enters above the six limbs, `carry` goes with it.
  @inline(__always)
  private static func reductionStep(
    _ t: BLS12381Field, _ next: UInt64, _ carry: inout UInt64
  ) -> BLS12381Field {
    let multiple = row(modulus, t.limb0 &* negativeInverse)
    var chain: UInt64 = 0
    _ = add(t.limb0, multiple.low, &chain)
    let s0 = add(t.limb1, multiple.rest.limb0, &chain)
    let s1 = add(t.limb2, multiple.rest.limb1, &chain)
    let s2 = add(t.limb3, multiple.rest.limb2, &chain)
    let s3 = add(t.limb4, multiple.rest.limb3, &chain)
    let s4 = add(t.limb5, multiple.rest.limb4, &chain)
    // The row's highest limb is at most p5, so the chain's carry can be added to it.
    let s5 = add(next, multiple.rest.limb5 &+ chain, &carry)
    return BLS12381Field(s0, s1, s2, s3, s4, s5)
  }
}
