extension BN254Field: TowerField {
  /// ξ = 9 + u.
  @inline(__always)
  static func timesXi(_ a: Fp2<BN254Field>) -> Fp2<BN254Field> {
    let eight = a.doubled().doubled().doubled()
    return Fp2(eight.c0 + a.c0 - a.c1, eight.c1 + a.c1 + a.c0)
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
