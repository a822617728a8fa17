/// The curve alt_bn128: addition and multiplication of EIP-196 and the pairing check of EIP-197,
/// from the bytes of a call to the bytes that it returns.
public enum BN254 {
  /// The sum of two points, in 64 bytes. Input that is missing counts as zeros, more than 128 bytes
  /// are ignored.
  @export(interface)
  public static func add(_ input: Span<UInt8>) throws(CurveError) -> [UInt8] {
    let padded = padded(input, to: 128)
    let a = try readG1(padded.span, at: 0)
    let b = try readG1(padded.span, at: 64)
    return bytes(a + b)
  }

  /// A point times a number of 256 bits, in 64 bytes. Input that is missing counts as zeros, more
  /// than 96 bytes are ignored.
  @export(interface)
  public static func multiply(_ input: Span<UInt8>) throws(CurveError) -> [UInt8] {
    let padded = padded(input, to: 96)
    let point = try readG1(padded.span, at: 0)
    let scalar = Scalar(bigEndian: padded.span, at: 64).reduced(by: BN254G1.order)
    return bytes(InterleavedSum<BN254G1>.of([point], [scalar]).affine)
  }

  /// Whether the product of the pairings of all pairs, 192 bytes each, is one.
  @export(interface)
  public static func pairing(_ input: Span<UInt8>) throws(CurveError) -> Bool {
    if input.count % 192 != 0 { throw .invalidLength(input.count) }
    var pairs: [MillerPair<BN254Pairing>] = []
    pairs.reserveCapacity(input.count / 192)
    var offset = 0
    while offset < input.count {
      let p = try readG1(input, at: offset)
      let q = try readG2(input, at: offset + 64)
      if !p.isInfinity && !q.isInfinity { pairs.append(MillerPair(p: p, q: q)) }
      offset += 192
    }
    return BN254Pairing.isProductOne(&pairs)
  }
}

extension BN254 {
  private static func padded(_ input: Span<UInt8>, to count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    for i in 0..<min(count, input.count) { bytes[i] = input[i] }
    return bytes
  }

  private static func readElement(
    _ input: Span<UInt8>, at offset: Int
  ) throws(CurveError) -> BN254Field {
    guard let element = BN254Field(bigEndian: input, at: offset) else {
      throw .notInField(offset: offset)
    }
    return element
  }

  private static func readG1(
    _ input: Span<UInt8>, at offset: Int
  ) throws(CurveError) -> AffinePoint<BN254G1> {
    let x = try readElement(input, at: offset)
    let point = AffinePoint<BN254G1>(x: x, y: try readElement(input, at: offset + 32))
    if !point.isOnCurve { throw .notOnCurve(offset: offset) }
    return point
  }

  /// The imaginary part comes first (EIP-197, encoding).
  private static func readPair(
    _ input: Span<UInt8>, at offset: Int
  ) throws(CurveError) -> Fp2<BN254Field> {
    let imaginary = try readElement(input, at: offset)
    return Fp2(try readElement(input, at: offset + 32), imaginary)
  }

  private static func readG2(
    _ input: Span<UInt8>, at offset: Int
  ) throws(CurveError) -> AffinePoint<BN254G2> {
    let x = try readPair(input, at: offset)
    let point = AffinePoint<BN254G2>(x: x, y: try readPair(input, at: offset + 64))
    if !point.isOnCurve { throw .notOnCurve(offset: offset) }
    if !BN254G2.isInSubgroup(point) { throw .notInSubgroup(offset: offset) }
    return point
  }

  private static func bytes(_ point: AffinePoint<BN254G1>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(64)
    point.x.append(to: &bytes)
    point.y.append(to: &bytes)
    return bytes
  }
}
