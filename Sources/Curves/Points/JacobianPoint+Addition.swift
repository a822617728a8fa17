// The formulas of the Explicit-Formulas Database for curves with a = 0: dbl-2009-l, madd-2007-bl
// and add-2007-bl, each with the cases that they leave out.

extension JacobianPoint {
  @inline(never)
  func doubled() -> JacobianPoint {
    let a = x.squared()
    let b = y.squared()
    let c = b.squared()
    let d = ((x + b).squared() - a - c).doubled()
    let e = a.tripled()
    let x3 = e.squared() - d.doubled()
    let y3 = e * (d - x3) - c.doubled().doubled().doubled()
    return JacobianPoint(x: x3, y: y3, z: (y * z).doubled())
  }

  func doubled(times count: Int) -> JacobianPoint {
    var point = self
    for _ in 0..<count { point = point.doubled() }
    return point
  }

  @inline(never)
  static func + (a: JacobianPoint, b: AffinePoint<Curve>) -> JacobianPoint {
    if b.isInfinity { return a }
    if a.isInfinity { return JacobianPoint(b) }
    let zz = a.z.squared()
    let h = b.x * zz - a.x
    let r = (b.y * a.z * zz - a.y).doubled()
    if h.isZero { return r.isZero ? a.doubled() : .infinity }
    let hh = h.squared()
    let i = hh.doubled().doubled()
    let j = h * i
    let v = a.x * i
    let x3 = r.squared() - j - v.doubled()
    let y3 = r * (v - x3) - (a.y * j).doubled()
    return JacobianPoint(x: x3, y: y3, z: (a.z + h).squared() - zz - hh)
  }

  @inline(never)
  static func + (a: JacobianPoint, b: JacobianPoint) -> JacobianPoint {
    if b.isInfinity { return a }
    if a.isInfinity { return b }
    let zza = a.z.squared()
    let zzb = b.z.squared()
    let u = a.x * zzb
    let s = a.y * b.z * zzb
    let h = b.x * zza - u
    let r = (b.y * a.z * zza - s).doubled()
    if h.isZero { return r.isZero ? a.doubled() : .infinity }
    let i = h.doubled().squared()
    let j = h * i
    let v = u * i
    let x3 = r.squared() - j - v.doubled()
    let y3 = r * (v - x3) - (s * j).doubled()
    return JacobianPoint(x: x3, y: y3, z: ((a.z + b.z).squared() - zza - zzb) * h)
  }

  @inline(__always)
  static func - (a: JacobianPoint, b: AffinePoint<Curve>) -> JacobianPoint { a + -b }
}

extension JacobianPoint {
  /// The multiple by a number, digit by digit: for the subgroup checks, whose points may have any
  /// order.
  static func multiple(_ point: AffinePoint<Curve>, _ number: SignedDigits) -> JacobianPoint {
    let negative = -point
    var sum = JacobianPoint(point)
    var position = number.highest
    while position > 0 {
      position -= 1
      sum = sum.doubled()
      let digit = number[position]
      if digit != 0 { sum = sum + (digit > 0 ? point : negative) }
    }
    return sum
  }

  /// The same for a point that is not affine: for numbers with few digits.
  func multiple(_ number: SignedDigits) -> JacobianPoint {
    var sum = self
    var position = number.highest
    while position > 0 {
      position -= 1
      sum = sum.doubled()
      let digit = number[position]
      if digit != 0 { sum = sum + (digit > 0 ? self : -self) }
    }
    return sum
  }
}
