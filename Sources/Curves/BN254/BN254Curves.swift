/// y² = x³ + 3 over Fp; the whole curve has prime order.
enum BN254G1: EndomorphicCurve {
  typealias Field = BN254Field

  /// 3 in Montgomery form.
  static var b: BN254Field { BN254Field.one.tripled() }

  static var order: Scalar {
    Scalar(
      0x43e1_f593_f000_0001, 0x2833_e848_79b9_7091, 0xb850_45b6_8181_585d, 0x3064_4e72_e131_a029)
  }

  static var partCount: Int { 2 }
  static var partBits: Int { 128 }

  @inline(__always)
  static func image(_ point: AffinePoint<BN254G1>, _ part: Int) -> AffinePoint<BN254G1> {
    AffinePoint(x: point.x * BN254Constants.beta, y: point.y)
  }

  // Short vectors (a1, −b1) and (a2, b2), a2 = b1, with a + b·λ = 0 modulo the order (algorithm
  // 3.74 of the Guide to Elliptic Curve Cryptography), and ⌊2^256·b2/r⌋, ⌊2^256·b1/r⌋: by
  // constants.py.
  private static var a1: BN254Field {
    BN254Field(0x8211_bbeb_7d4f_1128, 0x6f4d_8248_eeb8_59fc, 0, 0)
  }
  private static var b1: BN254Field { BN254Field(0x89d3_2568_94d2_13e3, 0, 0, 0) }
  private static var b2: BN254Field {
    BN254Field(0x0be4_e154_1221_250b, 0x6f4d_8248_eeb8_59fd, 0, 0)
  }
  private static var g1: BN254Field {
    BN254Field(0x5398_fd03_00ff_6565, 0x4cce_f014_a773_d2d2, 0x2, 0)
  }
  private static var g2: BN254Field { BN254Field(0xd91d_232e_c7e0_b3d7, 0x2, 0, 0) }

  /// k = k1 + k2·λ with both parts below 2^128 − 16: constants.py bounds them.
  static func split(_ scalar: Scalar, into parts: inout [ScalarPart]) {
    let c1 = highHalf(plain(scalar), g1)
    let c2 = highHalf(plain(scalar), g2)
    let k1 = scalar &- lowHalf(c1, a1) &- lowHalf(c2, b1)
    let k2 = lowHalf(c1, b1) &- lowHalf(c2, b2)
    parts.append(ScalarPart(k1))
    parts.append(ScalarPart(k2))
  }

  // The limbs of a field element as a plain number: its unreduced product is the product of 256
  // bits.
  private static func plain(_ a: Scalar) -> BN254Field {
    BN254Field(a.limb0, a.limb1, a.limb2, a.limb3)
  }

  private static func highHalf(_ a: BN254Field, _ b: BN254Field) -> BN254Field {
    let wide = BN254Field.wideProduct(a, b)
    return BN254Field(wide.limb4, wide.limb5, wide.limb6, wide.limb7)
  }

  private static func lowHalf(_ a: BN254Field, _ b: BN254Field) -> Scalar {
    let wide = BN254Field.wideProduct(a, b)
    return Scalar(wide.limb0, wide.limb1, wide.limb2, wide.limb3)
  }
}

/// y² = x³ + 3/(9 + u) over Fp2, a twist of type D.
enum BN254G2: ShortCurve {
  typealias Field = Fp2<BN254Field>

  static var b: Fp2<BN254Field> { BN254Constants.twistB }

  /// Untwist, Frobenius, twist.
  static func psi(_ point: AffinePoint<BN254G2>) -> AffinePoint<BN254G2> {
    AffinePoint(
      x: point.x.conjugate * BN254Field.frobenius1.w2,
      y: point.y.conjugate * BN254Field.frobenius1.w3)
  }

  static func psi(_ point: JacobianPoint<BN254G2>) -> JacobianPoint<BN254G2> {
    JacobianPoint(
      x: point.x.conjugate * BN254Field.frobenius1.w2,
      y: point.y.conjugate * BN254Field.frobenius1.w3,
      z: point.z.conjugate)
  }

  /// (x + 1)·Q + ψ(x·Q) + ψ²(x·Q) = ψ³(2x·Q), which holds for the points of order r and for no
  /// other (El Housni, Guillevic and Piellard 2022; constants.py checks the norm).
  static func isInSubgroup(_ point: AffinePoint<BN254G2>) -> Bool {
    let xQ = JacobianPoint.multiple(point, .nonAdjacent(UInt128(BN254Pairing.x)))
    let psiXQ = psi(xQ)
    let psi2XQ = psi(psiXQ)
    let left = xQ + point + psiXQ + psi2XQ
    return (left + -psi(psi2XQ.doubled())).isInfinity
  }
}
