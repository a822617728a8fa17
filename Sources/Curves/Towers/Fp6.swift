/// `c0 + c1·v + c2·v²` with v³ = ξ.
struct Fp6<Base: TowerField>: FieldElement {
  var c0, c1, c2: Fp2<Base>

  @inline(__always)
  init(_ c0: Fp2<Base>, _ c1: Fp2<Base>, _ c2: Fp2<Base>) {
    self.c0 = c0
    self.c1 = c1
    self.c2 = c2
  }
}

extension Fp6 {
  @inline(__always) static var zero: Fp6 { Fp6(.zero, .zero, .zero) }
  @inline(__always) static var one: Fp6 { Fp6(.one, .zero, .zero) }

  @inline(__always)
  static func + (a: Fp6, b: Fp6) -> Fp6 { Fp6(a.c0 + b.c0, a.c1 + b.c1, a.c2 + b.c2) }

  @inline(__always)
  static func - (a: Fp6, b: Fp6) -> Fp6 { Fp6(a.c0 - b.c0, a.c1 - b.c1, a.c2 - b.c2) }

  @inline(__always)
  static prefix func - (a: Fp6) -> Fp6 { Fp6(-a.c0, -a.c1, -a.c2) }

  @inline(__always)
  func doubled() -> Fp6 { Fp6(c0.doubled(), c1.doubled(), c2.doubled()) }

  @inline(__always)
  func timesV() -> Fp6 { Fp6(c2.timesXi(), c0, c1) }

  @inline(__always)
  static func * (a: Fp6, b: Fp6) -> Fp6 { Base.product(a, b) }

  /// Karatsuba (Devegili and others 2006, section 4): six products.
  @inline(never)
  static func karatsuba(_ a: Fp6, _ b: Fp6) -> Fp6 {
    let v0 = a.c0 * b.c0
    let v1 = a.c1 * b.c1
    let v2 = a.c2 * b.c2
    let cross12 = (a.c1 + a.c2) * (b.c1 + b.c2) - v1 - v2
    let cross01 = (a.c0 + a.c1) * (b.c0 + b.c1) - v0 - v1
    let cross02 = (a.c0 + a.c2) * (b.c0 + b.c2) - v0 - v2
    return Fp6(v0 + cross12.timesXi(), cross01 + v2.timesXi(), cross02 + v1)
  }

  /// By `b0 + b1·v`.
  @inline(__always)
  func times(_ b0: Fp2<Base>, _ b1: Fp2<Base>) -> Fp6 { Base.product(self, b0, b1) }

  /// By `b0 + b1·v`: five products.
  @inline(never)
  static func karatsuba(_ a: Fp6, _ b0: Fp2<Base>, _ b1: Fp2<Base>) -> Fp6 {
    let v0 = a.c0 * b0
    let v1 = a.c1 * b1
    let cross = (a.c0 + a.c1) * (b0 + b1) - v0 - v1
    return Fp6(v0 + (a.c2 * b1).timesXi(), cross, a.c2 * b0 + v1)
  }

  /// By `b1·v`.
  @inline(__always)
  func times(v b1: Fp2<Base>) -> Fp6 { Fp6((c2 * b1).timesXi(), c0 * b1, c1 * b1) }

  @inline(__always)
  static func * (a: Fp6, b: Fp2<Base>) -> Fp6 { Fp6(a.c0 * b, a.c1 * b, a.c2 * b) }

  /// Chung and Hasan's squaring SQR2.
  @inline(never)
  func squared() -> Fp6 {
    let s0 = c0.squared()
    let s1 = (c0 * c1).doubled()
    let s2 = (c0 - c1 + c2).squared()
    let s3 = (c1 * c2).doubled()
    let s4 = c2.squared()
    return Fp6(s0 + s3.timesXi(), s1 + s4.timesXi(), s1 + s2 + s3 - s0 - s4)
  }

  func inverted() -> Fp6 {
    let t0 = c0.squared() - (c1 * c2).timesXi()
    let t1 = c2.squared().timesXi() - c0 * c1
    let t2 = c1.squared() - c0 * c2
    let norm = c0 * t0 + (c2 * t1 + c1 * t2).timesXi()
    return Fp6(t0, t1, t2) * norm.inverted()
  }
}
