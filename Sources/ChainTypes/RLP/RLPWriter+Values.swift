// Appending numbers, addresses and hashes.

extension RLPWriter {
  /// Appends a number: no leading zeros, zero is the empty string.
  public mutating func append(_ value: UInt64) { append(Word(value)) }

  /// Appends a number: no leading zeros, zero is the empty string.
  public mutating func append(_ value: Word) {
    if let byte = value.asUInt64, byte < 0x80 {
      body.append(byte == 0 ? 0x80 : UInt8(byte))
      return
    }
    let count = RLP.byteCount(value)
    body.append(0x80 + UInt8(count))
    appendLowBytes(of: value, count: count)
  }

  /// Appends a string of 20 bytes.
  public mutating func append(_ address: Address) {
    body.append(0x80 + 20)
    appendLowBytes(of: address.word, count: 20)
  }

  /// Appends a string of 20 bytes, or the empty one for nil (the `to` of a contract creation).
  public mutating func append(_ address: Address?) {
    if let address { append(address) } else { body.append(0x80) }
  }

  /// Appends a string of 32 bytes.
  public mutating func append(_ hash: Hash) {
    body.append(0x80 + 32)
    appendLowBytes(of: hash.word, count: 32)
  }

  /// Appends the lowest bytes of a number, most significant first.
  @inline(__always)
  private mutating func appendLowBytes(of word: Word, count: Int) {
    for index in (0..<count).reversed() { body.append(word.littleEndianByte(index)) }
  }
}
