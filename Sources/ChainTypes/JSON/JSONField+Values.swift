// Plain values, and the chain's values in their usual text.

extension JSONField {
  public func bool() throws(JSONError) -> Bool {
    guard let value = value.asBool else { throw wrongKind(.bool) }
    return value
  }

  public func integer() throws(JSONError) -> Int64 {
    guard let value = value.asInteger else { throw wrongKind(.integer) }
    return value
  }

  /// An integer within bounds.
  public func integer(in range: ClosedRange<Int64>) throws(JSONError) -> Int64 {
    let value = try integer()
    guard range.contains(value) else { throw .outOfRange(path) }
    return value
  }

  /// A number, integer or not.
  public func real() throws(JSONError) -> Double {
    guard let value = value.asReal else { throw wrongKind(.real) }
    return value
  }

  public func string() throws(JSONError) -> String {
    guard let value = value.asString else { throw wrongKind(.string) }
    return value
  }

  /// Bytes written as hexadecimal digits behind `0x`.
  public func bytes() throws(JSONError) -> [UInt8] {
    let text = try string()
    guard text.utf8.starts(with: "0x".utf8), let bytes = try? Hex.decode(text) else {
      throw .malformed(path, expected: "bytes in hexadecimal digits behind 0x")
    }
    return bytes
  }

  public func address() throws(JSONError) -> Address {
    guard let address = Address(hex: try string()) else {
      throw .malformed(path, expected: "an address of 40 hexadecimal digits")
    }
    return address
  }

  public func hash() throws(JSONError) -> Hash {
    guard let hash = Hash(hex: try string()) else {
      throw .malformed(path, expected: "a hash of 64 hexadecimal digits")
    }
    return hash
  }

  /// A number: a JSON integer, or a string of decimal digits or of hexadecimal ones behind `0x`.
  public func word() throws(JSONError) -> Word {
    if case .integer(let value) = value {
      guard value >= 0 else { throw .outOfRange(path) }
      return Word(UInt64(value))
    }
    let text = try string()
    let word = text.utf8.starts(with: "0x".utf8) ? Word(hex: text) : Word(decimal: text)
    guard let word else {
      throw .malformed(path, expected: "a number of at most 256 bits")
    }
    return word
  }

  /// A number as `word()` takes it, of at most 64 bits.
  public func unsigned() throws(JSONError) -> UInt64 {
    guard let value = try word().asUInt64 else { throw .outOfRange(path) }
    return value
  }
}
