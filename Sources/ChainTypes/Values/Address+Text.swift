// Text forms: plain hexadecimal, and the mixed case of EIP-55 whose capitals are a checksum.

extension Address {
  /// From 40 digits of any case, with or without `0x`. The capitals are not checked: see
  /// `hasValidChecksum(_:)`.
  public init?(hex: String) {
    guard let bytes = try? Hex.decode(hex) else { return nil }
    self.init(bytes: bytes)
  }

  /// `0x` and 40 lower-case digits.
  public var hex: String { Hex.encode(bytes) }

  /// `0x` and 40 digits, of which a letter is a capital where the Keccak-256 hash of the lower-case
  /// digits has a nibble of 8 or more (EIP-55).
  public var checksummed: String {
    let digits = Array(Hex.digits(bytes).utf8)
    let nibbles = Keccak256.hash(digits).bytes.flatMap { [$0 >> 4, $0 & 15] }
    var text = Array("0x".utf8)
    for (digit, nibble) in zip(digits, nibbles) {
      let isLetter = digit >= UInt8(ascii: "a")
      text.append(isLetter && nibble >= 8 ? digit - 0x20 : digit)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// True when the text is an address whose letters are all small, all capital, or as EIP-55 says.
  public static func hasValidChecksum(_ text: String) -> Bool {
    guard let address = Address(hex: text) else { return false }
    let letters = text.utf8.suffix(40)
    let hasSmall = letters.contains { $0 >= UInt8(ascii: "a") }
    let hasCapital = letters.contains { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }
    return !(hasSmall && hasCapital) || letters.elementsEqual(address.checksummed.utf8.suffix(40))
  }
}

extension Address: CustomStringConvertible {
  public var description: String { checksummed }
}
