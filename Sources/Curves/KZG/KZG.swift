/// The proof that a committed polynomial has a value at a point (EIP-4844, point evaluation).
public enum KZG {
  /// Verifies a call's 192 bytes: versioned hash, z, y, commitment, proof. The hash is not looked
  /// at: that it is the commitment's is the caller's to check, with SHA-256.
  @export(interface)
  public static func verify(_ input: Span<UInt8>) throws(CurveError) {
    if input.count != 192 { throw .invalidLength(input.count) }
    try verify(
      commitment: input.extracting(96..<144), z: input.extracting(32..<64),
      y: input.extracting(64..<96), proof: input.extracting(144..<192))
  }

  /// Returns if the proof shows p(z) = y; throws what is wrong otherwise. Commitment and proof are
  /// compressed points of 48 bytes, z and y canonical scalars of 32. That the commitment belongs to
  /// the versioned hash is the caller's to check.
  @export(interface)
  public static func verify(
    commitment: Span<UInt8>, z: Span<UInt8>, y: Span<UInt8>, proof: Span<UInt8>
  ) throws(CurveError) {
    let committed = try CompressedPoint.read(commitment)
    let atPoint = try readCanonical(z)
    let value = try readCanonical(y)
    let quotient = try CompressedPoint.read(proof)
    // e(C − y·G1, −G2)·e(π, [τ]₂ − z·G2) = 1, with what multiplies G2 gathered in G1:
    // e(C − y·G1 + z·π, −G2)·e(π, [τ]₂) = 1.
    let negated = BLS12381Parameter.order &- value
    let gathered = InterleavedSum<BLS12381G1>.of(
      [BLS12381G1.generator, quotient], [negated.reduced(by: BLS12381G1.order), atPoint])
    let left = (gathered + committed).affine
    var pairs: [MillerPair<BLS12381Pairing>] = []
    if !left.isInfinity { pairs.append(MillerPair(p: left, q: -BLS12381G2.generator)) }
    if !quotient.isInfinity {
      let tau = AffinePoint<BLS12381G2>(x: BLS12381Constants.tauX, y: BLS12381Constants.tauY)
      pairs.append(MillerPair(p: quotient, q: tau))
    }
    if !BLS12381Pairing.isProductOne(&pairs) { throw .proofDoesNotHold }
  }

  private static func readCanonical(_ bytes: Span<UInt8>) throws(CurveError) -> Scalar {
    if bytes.count != 32 { throw .invalidLength(bytes.count) }
    let scalar = Scalar(bigEndian: bytes, at: 0)
    if !scalar.subtracting(BLS12381Parameter.order).isNegative { throw .notAScalar(offset: 0) }
    return scalar
  }
}

/// A point of G1 in 48 bytes: three flags above x (the Zcash format,
/// draft-irtf-cfrg-pairing-friendly- curves, appendix C).
enum CompressedPoint {
  static func read(_ bytes: Span<UInt8>) throws(CurveError) -> AffinePoint<BLS12381G1> {
    if bytes.count != BLS12381Field.byteCount { throw .invalidLength(bytes.count) }
    let flags = bytes[0] >> 5
    let isCompressed = flags & 4 != 0
    let isInfinity = flags & 2 != 0
    let isLarger = flags & 1 != 0
    if !isCompressed { throw .invalidFlags(offset: 0) }
    let number = BLS12381Field(
      readLimb(bytes, at: 40), readLimb(bytes, at: 32), readLimb(bytes, at: 24),
      readLimb(bytes, at: 16), readLimb(bytes, at: 8), readLimb(bytes, at: 0) & (.max >> 3))
    if isInfinity {
      if isLarger || !number.isZero { throw .invalidFlags(offset: 0) }
      return .infinity
    }
    guard let x = BLS12381Field(canonical: number) else { throw .notInField(offset: 0) }
    guard let y = (x.squared() * x + BLS12381G1.b).squareRoot else { throw .notOnCurve(offset: 0) }
    let point = AffinePoint<BLS12381G1>(x: x, y: isLargerHalf(y) == isLarger ? y : -y)
    if !BLS12381G1.isInSubgroup(point) { throw .notInSubgroup(offset: 0) }
    return point
  }

  /// Whether y is above −y: above (p − 1)/2.
  private static func isLargerHalf(_ y: BLS12381Field) -> Bool {
    var carry: UInt64 = 1
    _ = BLS12381Field.difference((-y).canonical, y.canonical, &carry)
    return carry == 0
  }
}
