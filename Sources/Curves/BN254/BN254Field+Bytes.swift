extension BN254Field {
  static var byteCount: Int { 32 }

  init?(bigEndian bytes: Span<UInt8>, at offset: Int) {
    let number = BN254Field(
      readLimb(bytes, at: offset + 24), readLimb(bytes, at: offset + 16),
      readLimb(bytes, at: offset + 8), readLimb(bytes, at: offset))
    var carry: UInt64 = 1
    _ = subtract(number.limb0, BN254Field.p0, &carry)
    _ = subtract(number.limb1, BN254Field.p1, &carry)
    _ = subtract(number.limb2, BN254Field.p2, &carry)
    _ = subtract(number.limb3, BN254Field.p3, &carry)
    if carry != 0 { return nil }
    self = number * BN254Field.montgomerySquare
  }

  /// Out of Montgomery form.
  var canonical: BN254Field {
    BN254Field.reduced(
      Wide(
        limb0: limb0, limb1: limb1, limb2: limb2, limb3: limb3,
        limb4: 0, limb5: 0, limb6: 0, limb7: 0))
  }

  func append(to bytes: inout [UInt8]) {
    let number = canonical
    appendLimb(number.limb3, to: &bytes)
    appendLimb(number.limb2, to: &bytes)
    appendLimb(number.limb1, to: &bytes)
    appendLimb(number.limb0, to: &bytes)
  }
}
