/// What the Miller loop asks of a curve: a group over Fp, a twist over Fp2, and where the
/// coefficients of a line stand in Fp12.
protocol PairingCurve {
  associatedtype Base: TowerField
  associatedtype G1: ShortCurve where G1.Field == Base
  associatedtype G2: ShortCurve where G2.Field == Fp2<Base>

  /// Three times the twist's b, times a.
  static func timesThreeTwistB(_ a: Fp2<Base>) -> Fp2<Base>

  /// f times the line, at a point of G1.
  static func times(
    _ f: Fp12<Base>, _ line: Line<Base>, at point: AffinePoint<G1>
  ) -> Fp12<Base>
}

/// A line through points of the twist, up to a factor that the final exponentiation removes:
/// `one + x·xP + y·yP` with each term at its place in Fp12.
struct Line<Base: TowerField>: BitwiseCopyable, Sendable {
  let one, x, y: Fp2<Base>

  @inline(__always)
  init(one: Fp2<Base>, x: Fp2<Base>, y: Fp2<Base>) {
    self.one = one
    self.x = x
    self.y = y
  }
}

/// A pair of the product under the Miller loop; `running` is the multiple of q that the loop has
/// reached, in homogeneous coordinates (x/z, y/z).
struct MillerPair<Curve: PairingCurve> {
  let p: AffinePoint<Curve.G1>
  let q: AffinePoint<Curve.G2>
  var x, y, z: Fp2<Curve.Base>

  init(p: AffinePoint<Curve.G1>, q: AffinePoint<Curve.G2>) {
    self.p = p
    self.q = q
    x = q.x
    y = q.y
    z = .one
  }
}
