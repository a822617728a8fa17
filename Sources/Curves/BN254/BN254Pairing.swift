/// The optimal ate pairing of alt_bn128 (Vercauteren 2010): Miller's loop over 6x + 2, and two
/// lines more.
enum BN254Pairing: PairingCurve {
  typealias Base = BN254Field
  typealias G1 = BN254G1
  typealias G2 = BN254G2

  /// The curve's parameter.
  static var x: UInt64 { 4_965_661_367_192_848_881 }

  @inline(__always)
  static func timesThreeTwistB(_ a: Fp2<BN254Field>) -> Fp2<BN254Field> {
    a * BN254Constants.threeTwistB
  }

  @inline(__always)
  static func times(
    _ f: Fp12<BN254Field>, _ line: Line<BN254Field>, at point: AffinePoint<BN254G1>
  ) -> Fp12<BN254Field> {
    f.times(l0: line.y * point.y, l3: line.x * point.x, l4: line.one)
  }

  /// Whether the product of the pairings is one. The points are of order r and not infinity.
  static func isProductOne(_ pairs: inout [Pair]) -> Bool {
    if pairs.isEmpty { return true }
    var f = millerLoop(&pairs, .nonAdjacent(UInt128(x) * 6 + 2))
    for i in 0..<pairs.count {
      let q1 = BN254G2.psi(pairs[i].q)
      f = times(f, pairs[i].add(q1), at: pairs[i].p)
      f = times(f, pairs[i].add(-BN254G2.psi(q1)), at: pairs[i].p)
    }
    return hardPart(f.toCyclotomicSubgroup()) == .one
  }

  /// The power (p⁴ − p² + 1)/r times a number prime to r (Fuentes-Castañeda, Knapp and
  /// Rodríguez-Henríquez 2011); constants.py checks these very steps.
  static func hardPart(_ r: Fp12<BN254Field>) -> Fp12<BN254Field> {
    let digits = SignedDigits.nonAdjacent(UInt128(x))
    let y0 = r.cyclotomicPower(digits).conjugate
    let y1 = y0.cyclotomicSquared()
    let y3 = y1.cyclotomicSquared() * y1
    let y4 = y3.cyclotomicPower(digits).conjugate
    // The inverses of y3 and of y4's square to the power −x.
    let y6 = y4.cyclotomicSquared().cyclotomicPower(digits)
    let y8 = y6 * y4 * y3.conjugate
    let y9 = y8 * y1
    let y11 = y8 * y4 * r
    return y11 * y9.frobenius() * y8.frobeniusSquared() * (r.conjugate * y9).frobeniusCubed()
  }
}
