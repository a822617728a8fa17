/// A curve y² = x³ + b over a field.
protocol ShortCurve {
  associatedtype Field: FieldElement
  static var b: Field { get }
}

/// A point by its coordinates; infinity is (0, 0), which lies on neither curve, as in the encodings
/// of EIP-196 and EIP-2537.
struct AffinePoint<Curve: ShortCurve>: Equatable, BitwiseCopyable, Sendable {
  typealias Field = Curve.Field

  var x, y: Field

  @inline(__always)
  init(x: Field, y: Field) {
    self.x = x
    self.y = y
  }
}

extension AffinePoint {
  @inline(__always) static var infinity: AffinePoint { AffinePoint(x: .zero, y: .zero) }

  @inline(__always)
  var isInfinity: Bool { x.isZero && y.isZero }

  var isOnCurve: Bool { isInfinity || y.squared() == x.squared() * x + Curve.b }

  @inline(__always)
  static prefix func - (a: AffinePoint) -> AffinePoint { AffinePoint(x: a.x, y: -a.y) }

  /// The group's addition, with one inversion.
  static func + (a: AffinePoint, b: AffinePoint) -> AffinePoint {
    if a.isInfinity { return b }
    if b.isInfinity { return a }
    let slope: Field
    if a.x != b.x {
      slope = (b.y - a.y) * (b.x - a.x).inverted()
    } else if a.y == b.y && !a.y.isZero {
      slope = a.x.squared().tripled() * a.y.doubled().inverted()
    } else {
      return .infinity
    }
    let x = slope.squared() - a.x - b.x
    return AffinePoint(x: x, y: slope * (a.x - x) - a.y)
  }
}
