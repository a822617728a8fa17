/// The operations of EIP-2537 on BLS12-381, from the bytes of a call to the bytes that it returns.
public enum BLS12381 {
  /// BLS12_G1ADD: two points of the curve, whatever their order; 128 bytes.
  @export(interface)
  public static func g1Add(_ input: Span<UInt8>) throws(CurveError) -> [UInt8] {
    if input.count != 256 { throw .invalidLength(input.count) }
    let a = try readG1(input, at: 0)
    return bytes(a + (try readG1(input, at: 128)))
  }

  /// BLS12_G2ADD: two points of the twist, whatever their order; 256 bytes.
  @export(interface)
  public static func g2Add(_ input: Span<UInt8>) throws(CurveError) -> [UInt8] {
    if input.count != 512 { throw .invalidLength(input.count) }
    let a = try readG2(input, at: 0)
    return bytes(a + (try readG2(input, at: 256)))
  }

  /// BLS12_G1MSM: the sum of points of order r, each times a number of 256 bits; 128 bytes.
  @export(interface)
  public static func g1MSM(_ input: Span<UInt8>) throws(CurveError) -> [UInt8] {
    if input.count == 0 || input.count % 160 != 0 { throw .invalidLength(input.count) }
    var points: [AffinePoint<BLS12381G1>] = []
    var scalars: [Scalar] = []
    points.reserveCapacity(input.count / 160)
    scalars.reserveCapacity(input.count / 160)
    var offset = 0
    while offset < input.count {
      points.append(try readSubgroupG1(input, at: offset))
      scalars.append(readScalar(input, at: offset + 128))
      offset += 160
    }
    return bytes(MultiScalarSum<BLS12381G1>.of(points, scalars).affine)
  }

  /// BLS12_G2MSM: the same in G2; 256 bytes.
  @export(interface)
  public static func g2MSM(_ input: Span<UInt8>) throws(CurveError) -> [UInt8] {
    if input.count == 0 || input.count % 288 != 0 { throw .invalidLength(input.count) }
    var points: [AffinePoint<BLS12381G2>] = []
    var scalars: [Scalar] = []
    points.reserveCapacity(input.count / 288)
    scalars.reserveCapacity(input.count / 288)
    var offset = 0
    while offset < input.count {
      points.append(try readSubgroupG2(input, at: offset))
      scalars.append(readScalar(input, at: offset + 256))
      offset += 288
    }
    return bytes(MultiScalarSum<BLS12381G2>.of(points, scalars).affine)
  }

  /// BLS12_PAIRING_CHECK: whether the product of the pairings of all pairs, 384 bytes each, is one.
  @export(interface)
  public static func pairing(_ input: Span<UInt8>) throws(CurveError) -> Bool {
    if input.count == 0 || input.count % 384 != 0 { throw .invalidLength(input.count) }
    var pairs: [MillerPair<BLS12381Pairing>] = []
    pairs.reserveCapacity(input.count / 384)
    var offset = 0
    while offset < input.count {
      let p = try readSubgroupG1(input, at: offset)
      let q = try readSubgroupG2(input, at: offset + 128)
      if !p.isInfinity && !q.isInfinity { pairs.append(MillerPair(p: p, q: q)) }
      offset += 384
    }
    return BLS12381Pairing.isProductOne(&pairs)
  }

  /// BLS12_MAP_FP_TO_G1: a field element of 64 bytes to a point of order r.
  @export(interface)
  public static func mapToG1(_ input: Span<UInt8>) throws(CurveError) -> [UInt8] {
    if input.count != 64 { throw .invalidLength(input.count) }
    return bytes(BLS12381G1.map(try readElement(input, at: 0)))
  }

  /// BLS12_MAP_FP2_TO_G2: an element of Fp2 in 128 bytes to a point of order r.
  @export(interface)
  public static func mapToG2(_ input: Span<UInt8>) throws(CurveError) -> [UInt8] {
    if input.count != 128 { throw .invalidLength(input.count) }
    return bytes(BLS12381G2.map(try readPair(input, at: 0)))
  }
}
