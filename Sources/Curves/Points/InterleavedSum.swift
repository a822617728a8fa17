// Σ kᵢ·Pᵢ for few points: one chain of doublings, windowed non-adjacent digits for each part of
// each scalar (Straus 1964; Möller 2001). With the endomorphisms it beats buckets up to a hundred
// points.

enum InterleavedSum<Curve: EndomorphicCurve> {
  typealias Point = AffinePoint<Curve>

  /// Digits are odd and below 16 in magnitude.
  private static var windowBits: Int { 5 }
  private static var tableSize: Int { 1 << (windowBits - 2) }

  /// The scalars are below the order, the points of that order or infinity.
  static func of(_ points: [Point], _ scalars: [Scalar]) -> JacobianPoint<Curve> {
    var parts: [ScalarPart] = []
    parts.reserveCapacity(points.count * Curve.partCount)
    for scalar in scalars { Curve.split(scalar, into: &parts) }
    let table = oddMultiples(of: points)
    let width = Curve.partBits + 1
    let digits = digits(of: parts, width: width)
    var sum = JacobianPoint<Curve>.infinity
    var position = width
    while position > 0 {
      position -= 1
      sum = sum.doubled()
      for part in 0..<parts.count {
        let digit = Int(digits[part * width + position])
        if digit == 0 { continue }
        let entry = table[part * tableSize + (digit.magnitude.asIndex >> 1)]
        sum = digit < 0 ? sum - entry : sum + entry
      }
    }
    return sum
  }

  /// For each part of each point: 1, 3, … 15 times the image that belongs to the part.
  private static func oddMultiples(of points: [Point]) -> [Point] {
    var multiples: [JacobianPoint<Curve>] = []
    multiples.reserveCapacity(points.count * tableSize)
    for point in points {
      var multiple = JacobianPoint(point)
      let double = multiple.doubled()
      multiples.append(multiple)
      for _ in 1..<tableSize {
        multiple = multiple + double
        multiples.append(multiple)
      }
    }
    let affine = JacobianPoint.affine(multiples)
    var table: [Point] = []
    table.reserveCapacity(affine.count * Curve.partCount)
    for point in 0..<points.count {
      table += affine[point * tableSize..<(point + 1) * tableSize]
      for part in 1..<Curve.partCount {
        for _ in 0..<tableSize { table.append(Curve.image(table[table.count - tableSize], part)) }
      }
    }
    return table
  }

  /// `width` digits for each part, lowest first.
  private static func digits(of parts: [ScalarPart], width: Int) -> [Int8] {
    var digits = [Int8](repeating: 0, count: parts.count * width)
    for (index, part) in parts.enumerated() {
      var rest = part.magnitude
      var position = index * width
      while rest != 0 {
        let zeros = rest.trailingZeroBitCount
        rest &>>= UInt128(truncatingIfNeeded: zeros)
        position += zeros
        var digit = Int8(truncatingIfNeeded: rest & ((1 << windowBits) - 1))
        if digit >= 1 << (windowBits - 1) { digit -= 1 << windowBits }
        // A negative digit adds less than 16 to the rest: a part below 2^128 − 16 does not
        // overflow.
        rest =
          digit < 0
          ? rest &+ UInt128(truncatingIfNeeded: -Int(digit))
          : rest &- UInt128(truncatingIfNeeded: Int(digit))
        digits[position] = part.isNegative ? -digit : digit
      }
    }
    return digits
  }
}

extension UInt {
  fileprivate var asIndex: Int { Int(bitPattern: self) }
}

extension JacobianPoint {
  /// All points with one inversion (Montgomery's trick).
  static func affine(_ points: [JacobianPoint]) -> [AffinePoint<Curve>] {
    var products: [Field] = []
    products.reserveCapacity(points.count)
    var product = Field.one
    for point in points {
      products.append(product)
      if !point.isInfinity { product *= point.z }
    }
    var inverse = product.inverted()
    var result = [AffinePoint<Curve>](repeating: .infinity, count: points.count)
    var index = points.count
    while index > 0 {
      index -= 1
      let point = points[index]
      if point.isInfinity { continue }
      result[index] = point.affine(inverseOfZ: inverse * products[index])
      inverse *= point.z
    }
    return result
  }
}
