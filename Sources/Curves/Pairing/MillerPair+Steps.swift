// Doubling and mixed addition with the line they define, after Costello, Lange and Naehrig 2010.

extension MillerPair {
  typealias Element = Fp2<Curve.Base>

  /// Doubles the running point; the tangent.
  @inline(never)
  mutating func double() -> Line<Curve.Base> {
    let a = (x * y).halved()
    let b = y.squared()
    let c = z.squared()
    let e = Curve.timesThreeTwistB(c)
    let f = e.tripled()
    let g = (b + f).halved()
    let h = (y + z).squared() - (b + c)
    let line = Line(one: e - b, x: x.squared().tripled(), y: -h)
    x = a * (b - f)
    y = g.squared() - e.squared().tripled()
    z = b * h
    return line
  }

  /// Adds a point to the running point; the chord.
  @inline(never)
  mutating func add(_ other: AffinePoint<Curve.G2>) -> Line<Curve.Base> {
    let theta = y - other.y * z
    let lambda = x - other.x * z
    let c = theta.squared()
    let d = lambda.squared()
    let e = lambda * d
    let f = z * c
    let g = x * d
    let h = e + f - g.doubled()
    x = lambda * h
    y = theta * (g - h) - e * y
    z = z * e
    return Line(one: theta * other.x - lambda * other.y, x: -theta, y: lambda)
  }
}

extension PairingCurve {
  typealias Pair = MillerPair<Self>

  /// The product of Miller's functions over all pairs, which share the squarings of the
  /// accumulator.
  static func millerLoop(_ pairs: inout [Pair], _ count: SignedDigits) -> Fp12<Base> {
    var f = Fp12<Base>.one
    var position = count.highest
    while position > 0 {
      position -= 1
      f = f.squared()
      for i in 0..<pairs.count { f = times(f, pairs[i].double(), at: pairs[i].p) }
      let digit = count[position]
      if digit == 0 { continue }
      for i in 0..<pairs.count {
        let q = pairs[i].q
        f = times(f, pairs[i].add(digit > 0 ? q : -q), at: pairs[i].p)
      }
    }
    return f
  }
}
