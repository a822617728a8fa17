/// A point (x/z², y/z³); infinity has z = 0.
struct JacobianPoint<Curve: ShortCurve>: BitwiseCopyable, Sendable {
  typealias Field = Curve.Field

  var x, y, z: Field

  @inline(__always)
  init(x: Field, y: Field, z: Field) {
    self.x = x
    self.y = y
    self.z = z
  }

  @inline(__always)
  init(_ point: AffinePoint<Curve>) {
    self.init(x: point.x, y: point.y, z: point.isInfinity ? .zero : .one)
  }
}

extension JacobianPoint {
  @inline(__always) static var infinity: JacobianPoint {
    JacobianPoint(x: .one, y: .one, z: .zero)
  }

  @inline(__always)
  var isInfinity: Bool { z.isZero }

  @inline(__always)
  static prefix func - (a: JacobianPoint) -> JacobianPoint {
    JacobianPoint(x: a.x, y: -a.y, z: a.z)
  }

  var affine: AffinePoint<Curve> {
    if isInfinity { return .infinity }
    return affine(inverseOfZ: z.inverted())
  }

  @inline(__always)
  func affine(inverseOfZ inverse: Field) -> AffinePoint<Curve> {
    let square = inverse.squared()
    return AffinePoint(x: x * square, y: y * square * inverse)
  }

  /// Whether it is the same point, compared without inversion.
  func isSame(as other: AffinePoint<Curve>) -> Bool {
    if isInfinity || other.isInfinity { return isInfinity && other.isInfinity }
    let square = z.squared()
    return x == other.x * square && y == other.y * square * z
  }
}
