extension BLS12381Field {
  static var byteCount: Int { 48 }

  init?(bigEndian bytes: Span<UInt8>, at offset: Int) {
    let number = BLS12381Field(
      readLimb(bytes, at: offset + 40), readLimb(bytes, at: offset + 32),
      readLimb(bytes, at: offset + 24), readLimb(bytes, at: offset + 16),
      readLimb(bytes, at: offset + 8), readLimb(bytes, at: offset))
    self.init(canonical: number)
  }

  /// The element of a plain number; nil for p and above.
  init?(canonical number: BLS12381Field) {
    var carry: UInt64 = 1
    _ = BLS12381Field.difference(number, BLS12381Field.modulus, &carry)
    if carry != 0 { return nil }
    self = number * BLS12381Field.montgomerySquare
  }

  /// Out of Montgomery form.
  var canonical: BLS12381Field {
    BLS12381Field.reduced(Wide(low: self, high: BLS12381Field.zero))
  }

  func append(to bytes: inout [UInt8]) {
    let number = canonical
    appendLimb(number.limb5, to: &bytes)
    appendLimb(number.limb4, to: &bytes)
    appendLimb(number.limb3, to: &bytes)
    appendLimb(number.limb2, to: &bytes)
    appendLimb(number.limb1, to: &bytes)
    appendLimb(number.limb0, to: &bytes)
  }
}
