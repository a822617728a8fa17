// Reading strings that stand for numbers, addresses and hashes.

extension RLPReader {
  /// A number of at most 8 bytes.
  public mutating func readUInt64() throws(RLPError) -> UInt64 {
    let header = try nextInteger(limitBytes: 8)
    var value: UInt64 = 0
    for index in header.start..<header.end { value = value << 8 | UInt64(bytes[index]) }
    position = header.end
    return value
  }

  /// A number of at most 32 bytes.
  public mutating func readWord() throws(RLPError) -> Word {
    let header = try nextInteger(limitBytes: 32)
    let value = number(header)
    position = header.end
    return value
  }

  /// A string of exactly 20 bytes.
  public mutating func readAddress() throws(RLPError) -> Address {
    let header = try nextString(count: Address.byteCount)
    let value = Address(number(header))
    position = header.end
    return value
  }

  /// A string of 20 bytes, or the empty one (the `to` of a contract creation): nil.
  public mutating func readOptionalAddress() throws(RLPError) -> Address? {
    let header = try nextString()
    if header.length > 0 { return try readAddress() }
    position = header.end
    return nil
  }

  /// A string of exactly 32 bytes.
  public mutating func readHash() throws(RLPError) -> Hash {
    let header = try nextString(count: Hash.byteCount)
    let value = Hash(number(header))
    position = header.end
    return value
  }

  /// The payload of at most 32 bytes as a big-endian number.
  private func number(_ header: RLPHeader) -> Word {
    var value = Word.zero
    for index in header.start..<header.end { value = value.appending(bytes[index]) }
    return value
  }

  private func nextInteger(limitBytes: Int) throws(RLPError) -> RLPHeader {
    let header = try nextString()
    if header.length > 0 && bytes[header.start] == 0 {
      throw .integerWithLeadingZero(offset: position)
    }
    guard header.length <= limitBytes else {
      throw .integerTooLarge(offset: position, limitBytes: limitBytes, found: header.length)
    }
    return header
  }

  private func nextString(count: Int) throws(RLPError) -> RLPHeader {
    let header = try nextString()
    guard header.length == count else {
      throw .wrongLength(offset: position, expected: count, found: header.length)
    }
    return header
  }
}
