/// Adds up the points of each bucket, two by two, one inversion a round.
struct PairwiseSums<Curve: ShortCurve> {
  typealias Point = AffinePoint<Curve>
  typealias Field = Curve.Field

  // Kept between the rounds, so that they are allocated once.
  private var denominators: [Field] = []
  private var products: [Field] = []

  init() {}

  /// Leaves at most one point in each bucket.
  mutating func reduce(_ buckets: inout Buckets<Curve>) {
    while collectDenominators(buckets) {
      invertDenominators()
      addPairs(&buckets)
    }
  }

  /// What each pair's slope is divided by; one where there is no slope. False if there are no
  /// pairs.
  private mutating func collectDenominators(_ buckets: Buckets<Curve>) -> Bool {
    denominators.removeAll(keepingCapacity: true)
    for bucket in 0..<buckets.lengths.count {
      let start = buckets.starts[bucket]
      for pair in 0..<buckets.lengths[bucket] / 2 {
        let a = buckets.points[start + 2 * pair]
        let b = buckets.points[start + 2 * pair + 1]
        denominators.append(PairwiseSums.denominator(a, b))
      }
    }
    return !denominators.isEmpty
  }

  private static func denominator(_ a: Point, _ b: Point) -> Field {
    if a.isInfinity || b.isInfinity { return .one }
    let run = b.x - a.x
    if !run.isZero { return run }
    return a.y == b.y ? a.y.doubled() : .one
  }

  /// Montgomery's trick.
  private mutating func invertDenominators() {
    products.removeAll(keepingCapacity: true)
    var product = Field.one
    for denominator in denominators {
      products.append(product)
      product *= denominator
    }
    var inverse = product.inverted()
    var index = denominators.count
    while index > 0 {
      index -= 1
      let denominator = denominators[index]
      denominators[index] = inverse * products[index]
      inverse *= denominator
    }
  }

  /// The sums take the places of the points, from each bucket's start; an odd one out follows.
  private func addPairs(_ buckets: inout Buckets<Curve>) {
    var next = 0
    for bucket in 0..<buckets.lengths.count {
      let start = buckets.starts[bucket]
      let length = buckets.lengths[bucket]
      for pair in 0..<length / 2 {
        buckets.points[start + pair] = PairwiseSums.sum(
          buckets.points[start + 2 * pair], buckets.points[start + 2 * pair + 1],
          denominators[next])
        next += 1
      }
      if length % 2 == 1 { buckets.points[start + length / 2] = buckets.points[start + length - 1] }
      buckets.lengths[bucket] = (length + 1) / 2
    }
  }

  private static func sum(_ a: Point, _ b: Point, _ inverse: Field) -> Point {
    if a.isInfinity { return b }
    if b.isInfinity { return a }
    let rise: Field
    if a.x != b.x {
      rise = b.y - a.y
    } else if a.y == b.y {
      rise = a.x.squared().tripled()
    } else {
      return .infinity
    }
    let slope = rise * inverse
    let x = slope.squared() - a.x - b.x
    return Point(x: x, y: slope * (a.x - x) - a.y)
  }
}
