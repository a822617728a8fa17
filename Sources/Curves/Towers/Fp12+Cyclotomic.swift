// The subgroup of order p⁴ − p² + 1, where the easy part of the final exponentiation leads:
// inverses are conjugates and squares cost half (Granger and Scott 2010, section 3.2).

extension Fp12 {
  /// The power (p⁶ − 1)(p² + 1).
  func toCyclotomicSubgroup() -> Fp12 {
    let power = conjugate * inverted()
    return power.frobeniusSquared() * power
  }

  /// (a + b·y)² with y² = ξ, as a pair.
  @inline(never)
  private static func square(
    _ a: Fp2<Base>, _ b: Fp2<Base>
  ) -> (Fp2<Base>, Fp2<Base>) {
    let aa = a.squared()
    let bb = b.squared()
    return (aa + bb.timesXi(), (a + b).squared() - aa - bb)
  }

  @inline(never)
  func cyclotomicSquared() -> Fp12 {
    let (a0, a1) = Fp12.square(c0.c0, c1.c1)
    let (b0, b1) = Fp12.square(c1.c0, c0.c2)
    let (d0, d1) = Fp12.square(c0.c1, c1.c2)
    let e1 = d1.timesXi()
    return Fp12(
      Fp6(
        (a0 - c0.c0).doubled() + a0,
        (b0 - c0.c1).doubled() + b0,
        (d0 - c0.c2).doubled() + d0),
      Fp6(
        (e1 + c1.c0).doubled() + e1,
        (a1 + c1.c1).doubled() + a1,
        (b1 + c1.c2).doubled() + b1))
  }

  /// A power in the cyclotomic subgroup, digit by digit, the inverse being free.
  func cyclotomicPower(_ exponent: SignedDigits) -> Fp12 {
    let inverse = conjugate
    var power = self
    var position = exponent.highest
    while position > 0 {
      position -= 1
      power = power.cyclotomicSquared()
      let digit = exponent[position]
      if digit != 0 { power = power * (digit > 0 ? self : inverse) }
    }
    return power
  }
}
