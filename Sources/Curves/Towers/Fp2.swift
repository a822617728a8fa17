/// `c0 + c1·u` with u² = −1.
struct Fp2<Base: TowerField>: FieldElement {
  var c0, c1: Base

  @inline(__always)
  init(_ c0: Base, _ c1: Base) {
    self.c0 = c0
    self.c1 = c1
  }
}

extension Fp2 {
  @inline(__always) static var zero: Fp2 { Fp2(Base.zero, Base.zero) }
  @inline(__always) static var one: Fp2 { Fp2(Base.one, Base.zero) }

  @inline(__always)
  static func + (a: Fp2, b: Fp2) -> Fp2 { Fp2(a.c0 + b.c0, a.c1 + b.c1) }

  @inline(__always)
  static func - (a: Fp2, b: Fp2) -> Fp2 { Fp2(a.c0 - b.c0, a.c1 - b.c1) }

  @inline(__always)
  static prefix func - (a: Fp2) -> Fp2 { Fp2(-a.c0, -a.c1) }

  @inline(__always)
  func doubled() -> Fp2 { Fp2(c0.doubled(), c1.doubled()) }

  @inline(__always)
  func halved() -> Fp2 { Fp2(c0.halved(), c1.halved()) }

  @inline(__always)
  var conjugate: Fp2 { Fp2(c0, -c1) }

  @inline(__always)
  func timesXi() -> Fp2 { Base.timesXi(self) }

  /// Karatsuba over unreduced products: three of them, two reductions.
  @inline(never)
  static func * (a: Fp2, b: Fp2) -> Fp2 {
    let low = Base.wideProduct(a.c0, b.c0)
    let high = Base.wideProduct(a.c1, b.c1)
    let both = Base.wideProduct(Base.unreducedSum(a.c0, a.c1), Base.unreducedSum(b.c0, b.c1))
    return Fp2(
      Base.reduced(Base.modularDifference(low, high)),
      Base.reduced(Base.difference(Base.difference(both, low), high)))
  }

  @inline(never)
  func squared() -> Fp2 {
    let c = Base.inlineProduct(c0, c1)
    return Fp2(Base.inlineProduct(c0 + c1, c0 - c1), c.doubled())
  }

  @inline(never)
  static func * (a: Fp2, b: Base) -> Fp2 {
    Fp2(Base.inlineProduct(a.c0, b), Base.inlineProduct(a.c1, b))
  }

  /// c0² + c1².
  @inline(__always)
  var norm: Base { c0.squared() + c1.squared() }

  func inverted() -> Fp2 {
    let inverse = norm.inverted()
    return Fp2(c0 * inverse, -(c1 * inverse))
  }
}
