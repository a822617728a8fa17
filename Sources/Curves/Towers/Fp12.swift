/// `c0 + c1·w` with w² = v.
struct Fp12<Base: TowerField>: Equatable, BitwiseCopyable, Sendable {
  var c0, c1: Fp6<Base>

  @inline(__always)
  init(_ c0: Fp6<Base>, _ c1: Fp6<Base>) {
    self.c0 = c0
    self.c1 = c1
  }
}

extension Fp12 {
  @inline(__always) static var one: Fp12 { Fp12(.one, .zero) }

  @inline(never)
  static func * (a: Fp12, b: Fp12) -> Fp12 {
    let v0 = a.c0 * b.c0
    let v1 = a.c1 * b.c1
    let cross = (a.c0 + a.c1) * (b.c0 + b.c1) - v0 - v1
    return Fp12(v0 + v1.timesV(), cross)
  }

  /// Two products by the complex method: (c0 + c1)(c0 + v·c1) − (1 + v)c0·c1.
  @inline(never)
  func squared() -> Fp12 {
    let product = c0 * c1
    let mixed = (c0 + c1) * (c0 + c1.timesV())
    return Fp12(mixed - product - product.timesV(), product.doubled())
  }

  /// The power p^6; the inverse of elements whose norm to Fp6 is one.
  @inline(__always)
  var conjugate: Fp12 { Fp12(c0, -c1) }

  func inverted() -> Fp12 {
    let inverse = (c0.squared() - c1.squared().timesV()).inverted()
    return Fp12(c0 * inverse, -(c1 * inverse))
  }
}

// Lines meet six coefficients of which three are zero.
extension Fp12 {
  /// By the line `l0 + l3·w + l4·v·w` of a twist of type D.
  @inline(never)
  func times(l0: Fp2<Base>, l3: Fp2<Base>, l4: Fp2<Base>) -> Fp12 {
    let low = c0 * l0
    let high = c1.times(l3, l4)
    let cross = (c0 + c1).times(l0 + l3, l4) - low - high
    return Fp12(low + high.timesV(), cross)
  }

  /// By the line `l0 + l1·v + l4·v·w` of a twist of type M.
  @inline(never)
  func times(l0: Fp2<Base>, l1: Fp2<Base>, l4: Fp2<Base>) -> Fp12 {
    let low = c0.times(l0, l1)
    let high = c1.times(v: l4)
    let cross = (c0 + c1).times(l0, l1 + l4) - low - high
    return Fp12(low + high.timesV(), cross)
  }
}
