import ChainTypes

// Fixtures write numbers and bytes more loosely than Cairn's own documents: empty strings for zero,
// no 0x, leading zeros, decimal numbers.

extension JSONField {
  /// A number; "" and "0x" are zero.
  func quantity() throws(JSONError) -> Word {
    if let text = value.asString, text.isEmpty || text == "0x" { return .zero }
    return try word()
  }

  func quantity64() throws(JSONError) -> UInt64 {
    guard let number = try quantity().asUInt64 else { throw .outOfRange(path) }
    return number
  }

  /// Bytes with or without 0x; "" is empty.
  func blob() throws(JSONError) -> [UInt8] {
    guard let bytes = try? Hex.decode(try string()) else {
      throw .malformed(path, expected: "bytes in hexadecimal digits")
    }
    return bytes
  }

  /// A hash whose leading zeros may be missing, as in `currentRandom`.
  func paddedHash() throws(JSONError) -> Hash { Hash(try quantity()) }

  /// An address; "" and null stand for none.
  func optionalAddress() throws(JSONError) -> Address? {
    if value.isNull { return nil }
    let text = try string()
    if text.isEmpty || text == "0x" { return nil }
    guard let address = Address(hex: text) else {
      throw .malformed(path, expected: "an address of 40 hexadecimal digits")
    }
    return address
  }
}
