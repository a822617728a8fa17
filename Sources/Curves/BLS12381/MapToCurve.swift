// MAP_FP_TO_G1 and MAP_FP2_TO_G2: simplified Shallue–van de Woestijne–Ulas onto an isogenous curve,
// the isogeny, and clearing of the cofactor (RFC 9380, sections 6.6.3 and 8.8, as EIP-2537 refers
// to them).

/// A field with the square roots that the map takes, and the isogenous curve y² = x³ + Ax + B over
/// it.
protocol MappedField: FieldElement {
  static var mapA: Self { get }
  static var mapB: Self { get }
  static var mapZ: Self { get }

  /// The parity that stands for a sign (RFC 9380, section 4.1).
  var sign: Bool { get }

  /// A square root of u/v, or, if there is none, of Z·u/v.
  static func rootOfRatio(_ u: Self, _ v: Self) -> (isSquare: Bool, root: Self)
}

/// The coefficients of an isogeny's four polynomials, by rising degree.
struct Isogeny<Field: FieldElement> {
  let xNumerator, xDenominator, yNumerator, yDenominator: [Field]
}

enum MapToCurve<Curve: ShortCurve> where Curve.Field: MappedField {
  typealias Field = Curve.Field

  /// The straight line of RFC 9380, appendix F.2: x = numerator/denominator, y.
  private static func isogenousPoint(
    _ u: Field
  ) -> (numerator: Field, denominator: Field, y: Field) {
    let zuu = Field.mapZ * u.squared()
    let sum = zuu.squared() + zuu
    let numerator = Field.mapB * (sum + Field.one)
    let denominator = Field.mapA * (sum.isZero ? Field.mapZ : -sum)
    let denominator2 = denominator.squared()
    let denominator3 = denominator2 * denominator
    let cubic =
      (numerator.squared() + Field.mapA * denominator2) * numerator + Field.mapB * denominator3
    let (isSquare, root) = Field.rootOfRatio(cubic, denominator3)
    let y = isSquare ? root : zuu * u * root
    return (
      isSquare ? numerator : zuu * numerator, denominator, u.sign == y.sign ? y : -y
    )
  }

  /// The point of the curve, its cofactor not yet cleared.
  static func point(_ u: Field, _ isogeny: Isogeny<Field>) -> JacobianPoint<Curve> {
    let (numerator, denominator, y) = isogenousPoint(u)
    let x = numerator * denominator.inverted()
    let xNumerator = value(isogeny.xNumerator, x)
    let xDenominator = value(isogeny.xDenominator, x)
    let yNumerator = value(isogeny.yNumerator, x)
    let yDenominator = value(isogeny.yDenominator, x)
    // With z the product of the denominators; a zero there is the isogeny's kernel, thus infinity.
    let z = xDenominator * yDenominator
    let zz = z.squared()
    return JacobianPoint(
      x: xNumerator * yDenominator * z,
      y: y * yNumerator * xDenominator * zz,
      z: z)
  }

  private static func value(_ coefficients: [Field], _ x: Field) -> Field {
    var sum = Field.zero
    for coefficient in coefficients.reversed() { sum = sum * x + coefficient }
    return sum
  }
}
