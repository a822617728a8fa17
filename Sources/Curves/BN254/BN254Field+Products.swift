// Montgomery multiplication, one limb of the second factor a row (coarsely integrated operand
// scanning). A row is first a number of five limbs, then added as one carry chain: 9 additions for
// 4 products, where adding each product by itself takes 16. p is below 2^254, so a running sum of
// four limbs never overflows and the carries between rows vanish.

extension BN254Field {
  /// Five limbs, least significant first: a row of a product.
  typealias Row = (UInt64, UInt64, UInt64, UInt64, UInt64)

  @inline(__always)
  static func row(_ a: BN254Field, _ b: UInt64) -> Row {
    let (high0, low0) = a.limb0.multipliedFullWidth(by: b)
    let (high1, low1) = a.limb1.multipliedFullWidth(by: b)
    let (high2, low2) = a.limb2.multipliedFullWidth(by: b)
    let (high3, low3) = a.limb3.multipliedFullWidth(by: b)
    var carry: UInt64 = 0
    let r1 = add(high0, low1, &carry)
    let r2 = add(high1, low2, &carry)
    let r3 = add(high2, low3, &carry)
    return (low0, r1, r2, r3, high3 &+ carry)
  }

  /// `(t + a·b + m·p) / 2^64` with the m that makes it exact.
  @inline(__always)
  private static func step(_ t: BN254Field, _ a: BN254Field, _ b: UInt64) -> BN254Field {
    let product = row(a, b)
    var carry: UInt64 = 0
    let s0 = add(t.limb0, product.0, &carry)
    let s1 = add(t.limb1, product.1, &carry)
    let s2 = add(t.limb2, product.2, &carry)
    let s3 = add(t.limb3, product.3, &carry)
    let s4 = product.4 &+ carry
    let multiple = row(modulus, s0 &* negativeInverse)
    carry = 0
    _ = add(s0, multiple.0, &carry)
    return BN254Field(
      add(s1, multiple.1, &carry), add(s2, multiple.2, &carry), add(s3, multiple.3, &carry),
      s4 &+ multiple.4 &+ carry)
  }

  @inline(__always)
  static func inlineProduct(_ a: BN254Field, _ b: BN254Field) -> BN254Field {
    var t = step(zero, a, b.limb0)
    t = step(t, a, b.limb1)
    t = step(t, a, b.limb2)
    return step(t, a, b.limb3).subtractingModulusOnce()
  }

  @inline(never)
  static func * (a: BN254Field, b: BN254Field) -> BN254Field { inlineProduct(a, b) }

  // A squaring of its own, with 10 products in place of 16 before the reduction, was not faster.
  @inline(__always)
  func squared() -> BN254Field { self * self }
}

extension BN254Field {
  @inline(__always)
  static func wideProduct(_ a: BN254Field, _ b: BN254Field) -> Wide {
    let r0 = row(a, b.limb0)
    let (l1, r1) = accumulate(BN254Field(r0.1, r0.2, r0.3, r0.4), a, b.limb1)
    let (l2, r2) = accumulate(r1, a, b.limb2)
    let (l3, r3) = accumulate(r2, a, b.limb3)
    return Wide(
      limb0: r0.0, limb1: l1, limb2: l2, limb3: l3,
      limb4: r3.limb0, limb5: r3.limb1, limb6: r3.limb2, limb7: r3.limb3)
  }

  /// `t + a·b`: its lowest limb, and the others.
  @inline(__always)
  private static func accumulate(
    _ t: BN254Field, _ a: BN254Field, _ b: UInt64
  ) -> (low: UInt64, rest: BN254Field) {
    let product = row(a, b)
    var carry: UInt64 = 0
    let low = add(t.limb0, product.0, &carry)
    let rest = BN254Field(
      add(t.limb1, product.1, &carry), add(t.limb2, product.2, &carry),
      add(t.limb3, product.3, &carry), product.4 &+ carry)
    return (low, rest)
  }

  @inline(__always)
  static func reduced(_ wide: Wide) -> BN254Field {
    var carry: UInt64 = 0
    var t = BN254Field(wide.limb0, wide.limb1, wide.limb2, wide.limb3)
    t = reductionStep(t, wide.limb4, &carry)
    t = reductionStep(t, wide.limb5, &carry)
    t = reductionStep(t, wide.limb6, &carry)
    return reductionStep(t, wide.limb7, &carry).subtractingModulusOnce()
  }

  /// One limb of Montgomery's reduction: `next` enters above the four limbs, `carry` goes with it.
  @inline(__always)
  private static func reductionStep(
    _ t: BN254Field, _ next: UInt64, _ carry: inout UInt64
  ) -> BN254Field {
    let multiple = row(modulus, t.limb0 &* negativeInverse)
    var chain: UInt64 = 0
    _ = add(t.limb0, multiple.0, &chain)
    let s0 = add(t.limb1, multiple.1, &chain)
    let s1 = add(t.limb2, multiple.2, &chain)
    let s2 = add(t.limb3, multiple.3, &chain)
    // multiple.4 is below p3 + 1, so the chain's carry can be added to it.
    let s3 = add(next, multiple.4 &+ chain, &carry)
    return BN254Field(s0, s1, s2, s3)
  }
}
