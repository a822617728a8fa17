extension BLS12381G1 {
  static func map(_ u: BLS12381Field) -> AffinePoint<BLS12381G1> {
    let point = MapToCurve<BLS12381G1>.point(u, BLS12381G1Isogeny.isogeny)
    // h_eff = 1 − x (RFC 9380, section 8.8.1).
    return (point.multiple(BLS12381Parameter.digits) + point).affine
  }
}

extension BLS12381G2 {
  static func map(_ u: Fp2<BLS12381Field>) -> AffinePoint<BLS12381G2> {
    clearingCofactor(MapToCurve<BLS12381G2>.point(u, BLS12381G2Isogeny.isogeny)).affine
  }

  /// (x² − x − 1)·P + (x − 1)·ψ(P) + ψ²(2P) (RFC 9380, appendix G.3, after Budroni and Pintore).
  private static func clearingCofactor(
    _ point: JacobianPoint<BLS12381G2>
  ) -> JacobianPoint<BLS12381G2> {
    let xP = -point.multiple(BLS12381Parameter.digits)
    let psiP = psi(point)
    // x·(xP + ψ(P)) − (xP + ψ(P)) = (x² − x)·P + (x − 1)·ψ(P)
    let inner = xP + psiP
    let outer = -inner.multiple(BLS12381Parameter.digits) + -inner
    return outer + psi(psi(point.doubled())) + -point
  }
}

extension BLS12381G1Isogeny {
  static var isogeny: Isogeny<BLS12381Field> {
    Isogeny(
      xNumerator: xNumerator, xDenominator: xDenominator,
      yNumerator: yNumerator, yDenominator: yDenominator)
  }
}

extension BLS12381G2Isogeny {
  static var isogeny: Isogeny<Fp2<BLS12381Field>> {
    Isogeny(
      xNumerator: xNumerator, xDenominator: xDenominator,
      yNumerator: yNumerator, yDenominator: yDenominator)
  }
}
