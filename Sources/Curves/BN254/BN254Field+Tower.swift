extension BN254Field: TowerField {
  /// ξ = 9 + u.
  @inline(__always)
  static func timesXi(_ a: Fp2<BN254Field>) -> Fp2<BN254Field> {
    let eight = a.doubled().doubled().doubled()
    return Fp2(eight.c0 + a.c0 - a.c1, eight.c1 + a.c1 + a.c0)
  }

  /// The power p − 2 (Fermat), four bits at a time.
  func inverted() -> BN254Field {
    var power = BN254Field.one
    let exponent = Scalar(
      BN254Field.p0 &- 2, BN254Field.p1, BN254Field.p2, BN254Field.p3)
    for limb in [exponent.limb3, exponent.limb2, exponent.limb1, exponent.limb0] {
      var bit: UInt64 = 64
      while bit > 0 {
        bit -= 1
        power = power.squared()
        if (limb &>> bit) & 1 != 0 { power = power * self }
      }
    }
    return power
  }
}
