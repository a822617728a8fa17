extension BLS12381Field: TowerField {
  /// ξ = 1 + u.
  @inline(__always)
  static func timesXi(_ a: Fp2<BLS12381Field>) -> Fp2<BLS12381Field> {
    Fp2(a.c0 - a.c1, a.c0 + a.c1)
  }
}

extension BLS12381Field {
  func inverted() -> BLS12381Field {
    typealias F = BLS12381Field
    let steps = DivisionSteps(
      modulus: [F.p0, F.p1, F.p2, F.p3, F.p4, F.p5], negativeInverse: F.negativeInverse, count: 7)
    let inverse = steps.inverse(of: [limb0, limb1, limb2, limb3, limb4, limb5])
    // As in BN254Field: R² twice brings it to Montgomery form.
    return F(inverse[0], inverse[1], inverse[2], inverse[3], inverse[4], inverse[5])
      * F.montgomerySquare * F.montgomerySquare
  }

  /// The power (p − 3)/4: the inverse of a square root of a square. In general, x times its square
  /// is 1 for a square x and −1 for any other but zero.
  func inverseSquareRoot() -> BLS12381Field {
    power(
      BLS12381Field(
        0xee7f_bfff_ffff_eaaa, 0x07aa_ffff_ac54_ffff, 0xd9cc_34a8_3dac_3d89,
        0xd91d_d2e1_3ce1_44af, 0x92c6_e9ed_90d2_eb35, 0x0680_447a_8e5f_f9a6))
  }

  /// The power of a plain number, five bits at a time.
  func power(_ exponent: BLS12381Field) -> BLS12381Field {
    var table = InlineArray<32, BLS12381Field>(repeating: BLS12381Field.one)
    for i in 1..<32 { table[i] = table[i - 1] * self }
    let limbs: InlineArray<7, UInt64> = [
      exponent.limb0, exponent.limb1, exponent.limb2, exponent.limb3, exponent.limb4,
      exponent.limb5, 0,
    ]
    var power = BLS12381Field.one
    var position = 385
    while position > 0 {
      position -= 5
      for _ in 0..<5 { power = power.squared() }
      let shift = UInt64(truncatingIfNeeded: position & 63)
      let low = limbs[position >> 6] &>> shift
      let high = shift == 0 ? 0 : limbs[position >> 6 + 1] &<< (64 &- shift)
      power = power * table[Int(truncatingIfNeeded: (low | high) & 31)]
    }
    return power
  }
}
