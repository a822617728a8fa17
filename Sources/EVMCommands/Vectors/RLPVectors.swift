import ChainTypes

/// Encodes and decodes; what is marked invalid must not decode.
enum RLPVectors {
  static func run(
    _ members: [(key: String, value: JSONValue)], _ report: inout VectorReport
  ) {
    for (name, value) in members {
      let field = JSONField(value, path: .member(.root, name))
      report.check(name) { () throws(JSONError) in try check(field) }
    }
  }

  private static func check(_ field: JSONField) throws(JSONError) -> String? {
    let encoded = try field.member("out").blob()
    let input = try field.member("in")
    let decoded = try? RLP.decode(encoded)
    switch input.value.asString {
    case "INVALID": return decoded == nil ? nil : "decodes, but is invalid"
    case "VALID": return decoded == nil ? "does not decode" : nil
    default: break
    }
    let item = try item(input)
    if RLP.encode(item) != encoded { return "encodes to \(Hex.encode(RLP.encode(item)))" }
    return decoded == item ? nil : "decodes to something else"
  }

  /// Numbers are big-endian bytes without zeros in front; a string that begins with # is a number.
  private static func item(_ field: JSONField) throws(JSONError) -> RLPItem {
    switch field.value {
    case .array:
      var items: [RLPItem] = []
      for element in try field.elements() { items.append(try item(element)) }
      return .list(items)
    case .string(let text) where text.hasPrefix("#"):
      return .bytes(try bigNumber(String(text.dropFirst()), field))
    case .string(let text): return .bytes(Array(text.utf8))
    default: return .bytes(try field.word().minimalBytes)
    }
  }

  /// Decimal digits of any number of bytes: one of the vectors has 257 bits.
  private static func bigNumber(_ digits: String, _ field: JSONField) throws(JSONError) -> [UInt8] {
    var bytes: [UInt8] = []
    for digit in digits.utf8 {
      guard digit >= 0x30, digit <= 0x39 else {
        throw .malformed(field.path, expected: "decimal digits")
      }
      var carry = Int(digit - 0x30)
      for index in bytes.indices.reversed() {
        carry += Int(bytes[index]) * 10
        bytes[index] = UInt8(carry & 255)
        carry >>= 8
      }
      if carry > 0 { bytes.insert(UInt8(carry), at: 0) }
    }
    return bytes
  }
}
