// The encodings of EIP-2537: field elements in 64 bytes of which the first 16 are zero, the real
// part first, infinity as zeros.

extension BLS12381 {
  static func readElement(
    _ input: Span<UInt8>, at offset: Int
  ) throws(CurveError) -> BLS12381Field {
    if readLimb(input, at: offset) | readLimb(input, at: offset + 8) != 0 {
      throw .nonzeroPadding(offset: offset)
    }
    guard let element = BLS12381Field(bigEndian: input, at: offset + 16) else {
      throw .notInField(offset: offset)
    }
    return element
  }

  static func readPair(
    _ input: Span<UInt8>, at offset: Int
  ) throws(CurveError) -> Fp2<BLS12381Field> {
    let real = try readElement(input, at: offset)
    return Fp2(real, try readElement(input, at: offset + 64))
  }

  static func readG1(
    _ input: Span<UInt8>, at offset: Int
  ) throws(CurveError) -> AffinePoint<BLS12381G1> {
    let x = try readElement(input, at: offset)
    let point = AffinePoint<BLS12381G1>(x: x, y: try readElement(input, at: offset + 64))
    if !point.isOnCurve { throw .notOnCurve(offset: offset) }
    return point
  }

  static func readSubgroupG1(
    _ input: Span<UInt8>, at offset: Int
  ) throws(CurveError) -> AffinePoint<BLS12381G1> {
    let point = try readG1(input, at: offset)
    if !BLS12381G1.isInSubgroup(point) { throw .notInSubgroup(offset: offset) }
    return point
  }

  static func readG2(
    _ input: Span<UInt8>, at offset: Int
  ) throws(CurveError) -> AffinePoint<BLS12381G2> {
    let x = try readPair(input, at: offset)
    let point = AffinePoint<BLS12381G2>(x: x, y: try readPair(input, at: offset + 128))
    if !point.isOnCurve { throw .notOnCurve(offset: offset) }
    return point
  }

  static func readSubgroupG2(
    _ input: Span<UInt8>, at offset: Int
  ) throws(CurveError) -> AffinePoint<BLS12381G2> {
    let point = try readG2(input, at: offset)
    if !BLS12381G2.isInSubgroup(point) { throw .notInSubgroup(offset: offset) }
    return point
  }

  static func readScalar(_ input: Span<UInt8>, at offset: Int) -> Scalar {
    Scalar(bigEndian: input, at: offset).reduced(by: BLS12381Parameter.order)
  }

  private static func append(_ element: BLS12381Field, to bytes: inout [UInt8]) {
    for _ in 0..<16 { bytes.append(0) }
    element.append(to: &bytes)
  }

  static func bytes(_ point: AffinePoint<BLS12381G1>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(128)
    append(point.x, to: &bytes)
    append(point.y, to: &bytes)
    return bytes
  }

  static func bytes(_ point: AffinePoint<BLS12381G2>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256)
    append(point.x.c0, to: &bytes)
    append(point.x.c1, to: &bytes)
    append(point.y.c0, to: &bytes)
    append(point.y.c1, to: &bytes)
    return bytes
  }
}
