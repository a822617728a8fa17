// Powers of p: conjugate the coefficients in Fp2, and multiply each by a power of ξ.

extension Fp12 {
  func frobenius() -> Fp12 {
    let f = Base.frobenius1
    return Fp12(
      Fp6(c0.c0.conjugate, c0.c1.conjugate * f.w2, c0.c2.conjugate * f.w4),
      Fp6(c1.c0.conjugate * f.w1, c1.c1.conjugate * f.w3, c1.c2.conjugate * f.w5))
  }

  func frobeniusSquared() -> Fp12 {
    let f = Base.frobenius2
    return Fp12(
      Fp6(c0.c0, c0.c1 * f.w2, c0.c2 * f.w4),
      Fp6(c1.c0 * f.w1, c1.c1 * f.w3, c1.c2 * f.w5))
  }

  func frobeniusCubed() -> Fp12 { frobeniusSquared().frobenius() }
}
