/// Bytes as hexadecimal digits.
public enum Hex {
  /// The bytes of `text`: digits of either case, two for each byte, with or without `0x` in front.
  public static func decode(_ text: String) throws(HexError) -> [UInt8] {
    let digits = Array(text.utf8)
    let start = prefixLength(of: digits)
    guard (digits.count - start) % 2 == 0 else {
      throw .oddDigits(count: digits.count - start)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity((digits.count - start) / 2)
    var index = start
    while index < digits.count {
      guard let high = value(ofDigit: digits[index]) else { throw .notADigit(offset: index) }
      guard let low = value(ofDigit: digits[index + 1]) else { throw .notADigit(offset: index + 1) }
      bytes.append(high << 4 | low)
      index += 2
    }
    return bytes
  }

  /// `0x` and two lower-case digits for each byte.
  public static func encode(_ bytes: some Collection<UInt8>) -> String {
    "0x" + digits(bytes)
  }

  /// Two lower-case digits for each byte, nothing in front.
  public static func digits(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digit(byte >> 4))
      text.append(digit(byte & 15))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// 2 when the text begins with `0x` or `0X`, else 0.
  static func prefixLength(of digits: [UInt8]) -> Int {
    digits.count >= 2 && digits[0] == UInt8(ascii: "0") && digits[1] | 0x20 == UInt8(ascii: "x")
      ? 2 : 0
  }

  /// The ASCII digit of a value below 16.
  static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
  }

  /// The value of an ASCII digit.
  static func value(ofDigit digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

/// Why a text is not hexadecimal. Offsets count the text's UTF-8 bytes, `0x` included.
public enum HexError: Error, Equatable, Sendable {
  case oddDigits(count: Int)
  case notADigit(offset: Int)
}

extension HexError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .oddDigits(let count): "hex: \(count) digits are not whole bytes"
    case .notADigit(let offset): "hex: byte \(offset) of the text is not a hexadecimal digit"
    }
  }
}
