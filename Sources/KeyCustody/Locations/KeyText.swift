/// How a key is written in a file. Neither direction makes a String of it: those cannot be wiped.
enum KeyText {
  /// 64 digits and a newline.
  static func digits(of secret: Span<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(2 * secret.count + 1)
    for index in secret.indices {
      text.append(digit(secret[index] >> 4))
      text.append(digit(secret[index] & 15))
    }
    text.append(UInt8(ascii: "\n"))
    return text
  }

  /// The secret in 32 bytes, or in 64 digits with or without `0x`, and white space around them; nil
  /// for anything else.
  static func secret(in content: [UInt8]) -> [UInt8]? {
    if content.count == 32 { return Array(content) }
    var (start, end) = (0, content.count)
    while start < end, isSpace(content[start]) { start += 1 }
    while end > start, isSpace(content[end - 1]) { end -= 1 }
    if end - start == 66, content[start] == UInt8(ascii: "0"),
      content[start + 1] | 0x20 == UInt8(ascii: "x")
    {
      start += 2
    }
    guard end - start == 64 else { return nil }
    var secret: [UInt8] = []
    secret.reserveCapacity(32)
    for index in stride(from: start, to: end, by: 2) {
      guard let high = value(of: content[index]), let low = value(of: content[index + 1]) else {
        for place in secret.indices { secret[place] = 0 }
        return nil
      }
      secret.append(high << 4 | low)
    }
    return secret
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0d)
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
