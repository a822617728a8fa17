/// The parameter of BLS12-381 without its sign: x is negative.
enum BLS12381Parameter {
  static var magnitude: UInt64 { 0xd201_0000_0001_0000 }
  static var digits: SignedDigits { .binary(UInt128(magnitude)) }

  static var order: Scalar {
    Scalar(
      0xffff_ffff_0000_0001, 0x53bd_a402_fffe_5bfe, 0x3339_d808_09a1_d805, 0x73ed_a753_299d_7d48)
  }

  /// The digits of a scalar below the order to the base |x|, lowest first.
  static func digits(of scalar: Scalar) -> (UInt64, UInt64, UInt64, UInt64) {
    let (q0, d0) = Divisor.parameter.divide(scalar)
    let (q1, d1) = Divisor.parameter.divide(q0)
    let (q2, d2) = Divisor.parameter.divide(q1)
    return (d0, d1, d2, q2.limb0)
  }
}

extension Divisor {
  /// |x|, whose highest bit is set.
  static var parameter: Divisor {
    Divisor(BLS12381Parameter.magnitude, reciprocal: 0x3812_04ca_56cd_56b5)
  }
}

/// y² = x³ + 4 over Fp.
enum BLS12381G1: EndomorphicCurve {
  typealias Field = BLS12381Field

  static var b: BLS12381Field { BLS12381Field.one.doubled().doubled() }
  static var order: Scalar { BLS12381Parameter.order }
  static var generator: AffinePoint<BLS12381G1> {
    AffinePoint(x: BLS12381Constants.generatorX, y: BLS12381Constants.generatorY)
  }

  static var partCount: Int { 2 }
  static var partBits: Int { 128 }

  /// x²·P, for points of the group of order r.
  @inline(__always)
  static func image(_ point: AffinePoint<BLS12381G1>, _ part: Int) -> AffinePoint<BLS12381G1> {
    AffinePoint(x: point.x * BLS12381Constants.beta, y: -point.y)
  }

  /// k = k0 + k1·x², the digits to the base x², which is below 2^128.
  static func split(_ scalar: Scalar, into parts: inout [ScalarPart]) {
    let (d0, d1, d2, d3) = BLS12381Parameter.digits(of: scalar)
    let x = UInt128(BLS12381Parameter.magnitude)
    parts.append(ScalarPart(magnitude: UInt128(d1) &* x &+ UInt128(d0)))
    parts.append(ScalarPart(magnitude: UInt128(d3) &* x &+ UInt128(d2)))
  }

  /// φ(P) = −x²·P, which holds in the group of order r and nowhere else on the curve (Scott 2021).
  static func isInSubgroup(_ point: AffinePoint<BLS12381G1>) -> Bool {
    let xP = JacobianPoint.multiple(point, BLS12381Parameter.digits)
    return xP.multiple(BLS12381Parameter.digits).isSame(as: image(point, 1))
  }
}

/// y² = x³ + 4(1 + u) over Fp2, a twist of type M.
enum BLS12381G2: EndomorphicCurve {
  typealias Field = Fp2<BLS12381Field>

  static var b: Fp2<BLS12381Field> { Fp2.one.timesXi().doubled().doubled() }
  static var order: Scalar { BLS12381Parameter.order }
  static var generator: AffinePoint<BLS12381G2> {
    AffinePoint(x: BLS12381Constants.twistGeneratorX, y: BLS12381Constants.twistGeneratorY)
  }

  static var partCount: Int { 4 }
  static var partBits: Int { 64 }

  /// Untwist, Frobenius, twist: x·P for points of the group of order r.
  static func psi(_ point: AffinePoint<BLS12381G2>) -> AffinePoint<BLS12381G2> {
    AffinePoint(
      x: point.x.conjugate * BLS12381Constants.psiX, y: point.y.conjugate * BLS12381Constants.psiY)
  }

  static func psi(_ point: JacobianPoint<BLS12381G2>) -> JacobianPoint<BLS12381G2> {
    JacobianPoint(
      x: point.x.conjugate * BLS12381Constants.psiX, y: point.y.conjugate * BLS12381Constants.psiY,
      z: point.z.conjugate)
  }

  /// |x|·P, x being negative.
  static func image(_ point: AffinePoint<BLS12381G2>, _ part: Int) -> AffinePoint<BLS12381G2> {
    -psi(point)
  }

  static func split(_ scalar: Scalar, into parts: inout [ScalarPart]) {
    let (d0, d1, d2, d3) = BLS12381Parameter.digits(of: scalar)
    parts.append(ScalarPart(magnitude: UInt128(d0)))
    parts.append(ScalarPart(magnitude: UInt128(d1)))
    parts.append(ScalarPart(magnitude: UInt128(d2)))
    parts.append(ScalarPart(magnitude: UInt128(d3)))
  }

  /// ψ(P) = x·P, which holds in the group of order r and nowhere else on the twist (Scott 2021).
  static func isInSubgroup(_ point: AffinePoint<BLS12381G2>) -> Bool {
    JacobianPoint.multiple(point, BLS12381Parameter.digits).isSame(as: -psi(point))
  }
}
