// Σ kᵢ·Pᵢ for many points: Pippenger's buckets over the short parts of the scalars. A window's
// buckets are filled pair by pair in affine coordinates, all pairs of a round sharing one
// inversion, which takes 6 multiplications an addition where the mixed formula takes 11.

struct BucketSum<Curve: EndomorphicCurve> {
  typealias Point = AffinePoint<Curve>

  /// All images of all points, and the digits of their factors, window by window.
  private var points: [Point] = []
  private var digits: [Int16] = []
  private let windowBits: Int
  private let windowCount: Int

  /// The sum; the scalars are below the order, the points of that order or infinity.
  static func of(_ points: [Point], _ scalars: [Scalar]) -> JacobianPoint<Curve> {
    BucketSum(points, scalars).sum()
  }

  private init(_ points: [Point], _ scalars: [Scalar]) {
    let count = points.count * Curve.partCount
    windowBits = BucketSum.windowBits(count)
    // One bit more than the parts have, for the carry of the highest window.
    windowCount = (Curve.partBits + windowBits) / windowBits
    var parts: [ScalarPart] = []
    parts.reserveCapacity(count)
    self.points.reserveCapacity(count)
    for (point, scalar) in zip(points, scalars) where !point.isInfinity {
      Curve.split(scalar, into: &parts)
      self.points.append(point)
      for part in 1..<Curve.partCount {
        self.points.append(Curve.image(self.points[self.points.count - 1], part))
      }
    }
    digits.reserveCapacity(parts.count * windowCount)
    for part in parts { appendDigits(of: part) }
  }

  /// The width at which filling and summing the buckets together cost least: about log2 of the
  /// count less two, as a bucket costs 27 multiplications to sum and a point 6 to add.
  private static func windowBits(_ count: Int) -> Int {
    let log2 = Int.bitWidth - 1 - max(1, count).leadingZeroBitCount
    return min(max(log2 - 2, 3), Limits.widestWindow)
  }

  /// Digits between −2^(bits − 1) and 2^(bits − 1), lowest first.
  private mutating func appendDigits(of part: ScalarPart) {
    var rest = part.magnitude
    var carry = 0
    let half = 1 << (windowBits - 1)
    for _ in 0..<windowCount {
      var digit = Int(truncatingIfNeeded: rest & (UInt128(1) << UInt128(windowBits) &- 1)) + carry
      rest >>= UInt128(windowBits)
      carry = digit > half ? 1 : 0
      digit -= carry << windowBits
      digits.append(Int16(truncatingIfNeeded: part.isNegative ? -digit : digit))
    }
  }

  private func sum() -> JacobianPoint<Curve> {
    var total = JacobianPoint<Curve>.infinity
    var pairs = PairwiseSums<Curve>()
    var window = windowCount
    while window > 0 {
      window -= 1
      total = total.doubled(times: windowBits)
      var buckets = filled(window)
      pairs.reduce(&buckets)
      total = total + buckets.weightedSum()
    }
    return total
  }

  /// The points of a window, sorted by the magnitude of their digit.
  private func filled(_ window: Int) -> Buckets<Curve> {
    var buckets = Buckets<Curve>(count: 1 << (windowBits - 1))
    for index in 0..<points.count {
      let digit = digits[index * windowCount + window]
      if digit != 0 { buckets.lengths[Int(digit.magnitude) - 1] += 1 }
    }
    var next = buckets.layOut()
    for index in 0..<points.count {
      let digit = digits[index * windowCount + window]
      if digit == 0 { continue }
      let bucket = Int(digit.magnitude) - 1
      buckets.points[next[bucket]] = digit < 0 ? -points[index] : points[index]
      next[bucket] += 1
    }
    return buckets
  }
}

/// Points in a row, bucket after bucket.
struct Buckets<Curve: ShortCurve> {
  var points: [AffinePoint<Curve>] = []
  var starts: [Int]
  var lengths: [Int]

  init(count: Int) {
    starts = [Int](repeating: 0, count: count)
    lengths = [Int](repeating: 0, count: count)
  }

  /// Gives each bucket room for its length; where each begins.
  mutating func layOut() -> [Int] {
    var start = 0
    for bucket in 0..<lengths.count {
      starts[bucket] = start
      start += lengths[bucket]
    }
    points = [AffinePoint<Curve>](repeating: .infinity, count: start)
    return starts
  }

  /// Σ (i + 1)·bucketᵢ for buckets of at most one point.
  func weightedSum() -> JacobianPoint<Curve> {
    var running = JacobianPoint<Curve>.infinity
    var total = JacobianPoint<Curve>.infinity
    var bucket = lengths.count
    while bucket > 0 {
      bucket -= 1
      if lengths[bucket] != 0 { running = running + points[starts[bucket]] }
      total = total + running
    }
    return total
  }
}
