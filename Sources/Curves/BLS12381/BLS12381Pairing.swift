/// The optimal ate pairing of BLS12-381: Miller's loop over |x|. The sign of x only conjugates the
/// result, which a comparison with one does not see.
enum BLS12381Pairing: PairingCurve {
  typealias Base = BLS12381Field
  typealias G1 = BLS12381G1
  typealias G2 = BLS12381G2

  /// 12·(1 + u).
  @inline(__always)
  static func timesThreeTwistB(_ a: Fp2<BLS12381Field>) -> Fp2<BLS12381Field> {
    a.timesXi().tripled().doubled().doubled()
  }

  @inline(__always)
  static func times(
    _ f: Fp12<BLS12381Field>, _ line: Line<BLS12381Field>, at point: AffinePoint<BLS12381G1>
  ) -> Fp12<BLS12381Field> {
    f.times(l0: line.one, l1: line.x * point.x, l4: line.y * point.y)
  }

  /// Whether the product of the pairings is one. The points are of order r and not infinity.
  static func isProductOne(_ pairs: inout [Pair]) -> Bool {
    if pairs.isEmpty { return true }
    let f = millerLoop(&pairs, BLS12381Parameter.digits)
    return hardPart(f.toCyclotomicSubgroup()) == .one
  }

  /// The power (x − 1)²(x + p)(x² + p² − 1) + 3, three times (p⁴ − p² + 1)/r (Hayashida, Hayasaka
  /// and Teruya 2020); constants.py checks it.
  static func hardPart(_ f: Fp12<BLS12381Field>) -> Fp12<BLS12381Field> {
    let a = power(f) * f.conjugate
    let b = power(a) * a.conjugate
    let c = power(b) * b.frobenius()
    let d = power(power(c)) * c.frobeniusSquared() * c.conjugate
    return d * f.cyclotomicSquared() * f
  }

  /// The power x.
  private static func power(_ f: Fp12<BLS12381Field>) -> Fp12<BLS12381Field> {
    f.cyclotomicPower(BLS12381Parameter.digits).conjugate
  }
}
