extension BLS12381Field: MappedField {
  static var mapA: BLS12381Field { BLS12381Constants.g1A }
  static var mapB: BLS12381Field { BLS12381Constants.g1B }
  static var mapZ: BLS12381Field { BLS12381Constants.g1Z }

  var sign: Bool { canonical.limb0 & 1 != 0 }

  /// For p = 3 mod 4 (RFC 9380, appendix F.2.1.2).
  static func rootOfRatio(
    _ u: BLS12381Field, _ v: BLS12381Field
  ) -> (isSquare: Bool, root: BLS12381Field) {
    let uv = u * v
    let root = uv * (uv * v.squared()).inverseSquareRoot()
    let isSquare = root.squared() * v == u
    return (isSquare, isSquare ? root : root * BLS12381Constants.g1RootOfMinusZ)
  }

  /// A square root, where there is one.
  var squareRoot: BLS12381Field? {
    let root = self * inverseSquareRoot()
    return root.squared() == self ? root : nil
  }
}

extension Fp2: MappedField where Base == BLS12381Field {
  static var mapA: Fp2 { BLS12381Constants.g2A }
  static var mapB: Fp2 { BLS12381Constants.g2B }
  static var mapZ: Fp2 { BLS12381Constants.g2Z }

  var sign: Bool { c0.isZero ? c1.sign : c0.sign }

  /// By norms: two powers in Fp in place of one in Fp2 (Scott 2020, section 4.2). The root c of ±
  /// the norm tells whether the ratio is a square; if not, that of Z times the ratio is.
  static func rootOfRatio(_ u: Fp2, _ v: Fp2) -> (isSquare: Bool, root: Fp2) {
    let ratio = u * v.inverted()
    let norm = ratio.norm
    let c = norm * norm.inverseSquareRoot()
    if c.squared() == norm { return (true, ratio.root(rootOfNorm: c)) }
    let other = ratio * mapZ
    return (false, other.root(rootOfNorm: c * BLS12381Constants.g2RootOfMinusNorm))
  }

  /// The square root of a square, from a root of its norm: (x0 + x1·u)² = a0 + a1·u has
  /// x0² = (a0 ± c)/2 and 2·x0·x1 = a1.
  private func root(rootOfNorm c: BLS12381Field) -> Fp2 {
    var d = (c0 + c).halved()
    if d.isZero { d = (c0 - c).halved() }
    let inverse = d.inverseSquareRoot()
    let root = d * inverse
    let other = c1.halved() * inverse
    // d is a square, or else −d is, and (a0 ∓ c)/2 = −a1²/4d takes its place.
    return root.squared() == d ? Fp2(root, other) : Fp2(-other, root)
  }
}
