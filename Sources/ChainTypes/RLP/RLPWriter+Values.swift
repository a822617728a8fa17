// Appending numbers, addresses and hashes.

extension RLPWriter {
  /// Appends a number: no leading zeros, zero is the empty string.
  public mutating func append(_ value: UInt64) {
    append(limbs: (value, 0, 0, 0), bytes: (71 - value.leadingZeroBitCount) / 8)
  }

  /// Appends a number: no leading zeros, zero is the empty string.
  public mutating func append(_ value: Word) {
    append(
      limbs: (value.limb0, value.limb1, value.limb2, value.limb3), bytes: RLP.byteCount(value))
  }

  /// Appends a string of 20 bytes.
  public mutating func append(_ address: Address) {
    body.append(0x80 + 20)
    body.append(contentsOf: address.bytes)
  }

  /// Appends a string of 20 bytes, or the empty one for nil (the `to` of a contract creation).
  public mutating func append(_ address: Address?) {
    if let address { append(address) } else { body.append(0x80) }
  }

  /// Appends a string of 32 bytes.
  public mutating func append(_ hash: Hash) {
    body.append(0x80 + 32)
    body.append(contentsOf: hash.bytes)
  }

  private mutating func append(limbs: (UInt64, UInt64, UInt64, UInt64), bytes count: Int) {
    if count == 1 && limbs.0 < 0x80 {
      body.append(UInt8(limbs.0))
      return
    }
    body.append(0x80 + UInt8(count))
    for index in (0..<count).reversed() {
      let limb =
        index < 16 ? (index < 8 ? limbs.0 : limbs.1) : (index < 24 ? limbs.2 : limbs.3)
      body.append(UInt8(truncatingIfNeeded: limb >> UInt64(index % 8 * 8)))
    }
  }
}
