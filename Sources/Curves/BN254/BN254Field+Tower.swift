extension BN254Field: TowerField {
  /// ξ = 9 + u.
  @inline(__always)
  static func timesXi(_ a: Fp2<BN254Field>) -> Fp2<BN254Field> {
    Fp2(nineTimes(a.c0, plus: negated(a.c1)), nineTimes(a.c1, plus: a.c0))
  }

  @inline(__always)
  static func product(_ a: Fp6<BN254Field>, _ b: Fp6<BN254Field>) -> Fp6<BN254Field> {
    Fp6.karatsuba(a, b)
  }

  @inline(__always)
  static func product(
    _ a: Fp6<BN254Field>, _ b0: Fp2<BN254Field>, _ b1: Fp2<BN254Field>
  ) -> Fp6<BN254Field> {
    Fp6.karatsuba(a, b0, b1)
  }

  /// p − a, which is p for zero: an operand of `nineTimes` only.
  @inline(__always)
  private static func negated(_ a: BN254Field) -> BN254Field {
    var carry: UInt64 = 1
    return BN254Field(
      subtract(p0, a.limb0, &carry), subtract(p1, a.limb1, &carry),
      subtract(p2, a.limb2, &carry), subtract(p3, a.limb3, &carry))
  }

  /// 9a + b, below 10p, reduced by an estimate of the quotient rather than by four doublings and
  /// sums, which took twice as long.
  @inline(__always)
  private static func nineTimes(_ a: BN254Field, plus b: BN254Field) -> BN254Field {
    var carry: UInt64 = 0
    var t = BN254Field(
      add(a.limb0 << 3, a.limb0, &carry), add(a.limb1 << 3 | a.limb0 >> 61, a.limb1, &carry),
      add(a.limb2 << 3 | a.limb1 >> 61, a.limb2, &carry),
      add(a.limb3 << 3 | a.limb2 >> 61, a.limb3, &carry))
    var top = a.limb3 >> 61 &+ carry
    carry = 0
    t = BN254Field(
      add(t.limb0, b.limb0, &carry), add(t.limb1, b.limb1, &carry),
      add(t.limb2, b.limb2, &carry), add(t.limb3, b.limb3, &carry))
    top = top &+ carry
    // p is 48.39·2^248. With h = ⌊t/2^248⌋ < 485, h·169/2^13 is below t/p by less than 0.04: its
    // integer is the quotient or one less, and the rest is below 2p.
    let quotient = ((top << 8 | t.limb3 >> 56) &* 169) >> 13
    let multiple = row(modulus, quotient)
    carry = 1
    return BN254Field(
      subtract(t.limb0, multiple.0, &carry), subtract(t.limb1, multiple.1, &carry),
      subtract(t.limb2, multiple.2, &carry), subtract(t.limb3, multiple.3, &carry)
    ).subtractingModulusOnce()
  }

  func inverted() -> BN254Field {
    typealias F = BN254Field
    let steps = DivisionSteps(
      modulus: [F.p0, F.p1, F.p2, F.p3, 0, 0], negativeInverse: F.negativeInverse, count: 5)
    let inverse = steps.inverse(of: [limb0, limb1, limb2, limb3, 0, 0])
    // Of x·R the inverse is x^−1·R^−1: R² twice brings it to Montgomery form.
    return BN254Field(inverse[0], inverse[1], inverse[2], inverse[3])
      * F.montgomerySquare * F.montgomerySquare
  }
}
