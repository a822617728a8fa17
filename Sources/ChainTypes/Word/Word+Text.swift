// Hexadecimal and decimal text.

extension Word {
  /// Hexadecimal digits of either case, with or without `0x`; leading zeros in any number. Nil when
  /// there is no digit, another character, or a value beyond 256 bits.
  public init?(hex text: String) {
    var digits = text.utf8[...]
    if digits.first == UInt8(ascii: "0"), digits.dropFirst().first == UInt8(ascii: "x") {
      digits = digits.dropFirst(2)
    }
    if digits.isEmpty { return nil }
    var value = Word.zero
    for character in digits {
      guard let digit = Word.hexDigit(character), value.limb3 &>> 60 == 0 else { return nil }
      value = value << 4
      value.limb0 |= digit
    }
    self = value
  }

  /// Decimal digits; leading zeros in any number. Nil when there is no digit, another character, or
  /// a value beyond 256 bits.
  public init?(decimal text: String) {
    if text.utf8.isEmpty { return nil }
    var value = Word.zero
    for character in text.utf8 {
      guard character >= UInt8(ascii: "0"), character <= UInt8(ascii: "9") else { return nil }
      let digit = Word(UInt64(character &- UInt8(ascii: "0")))
      let (carry, next) = value.multiplied(by: 10, adding: digit)
      if carry != 0 { return nil }
      value = next
    }
    self = value
  }

  /// `0x` and the digits without leading zeros; `0x0` for zero.
  public var hex: String { hexText(digits: Swift.max(1, (bitWidthUsed &+ 3) / 4)) }

  /// `0x` and all 64 digits.
  public var hex64: String { hexText(digits: 64) }

  /// The decimal digits without leading zeros.
  public var decimal: String {
    var digits: [UInt8] = []
    var rest = self
    repeat {
      // 10^19 is the largest power of ten in a limb: five divisions of the word at most.
      let (quotient, part) = rest.dividedByLimb(10_000_000_000_000_000_000)
      rest = quotient
      Word.append(decimal: part, to: &digits, width: rest.isZero ? 1 : 19)
    } while !rest.isZero
    return String(decoding: digits.reversed(), as: UTF8.self)
  }

  /// Appends the digits of `value`, least significant first, at least `width` of them.
  static func append(decimal value: UInt64, to digits: inout [UInt8], width: Int) {
    var rest = value
    var count = 0
    while rest != 0 || count < width {
      digits.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
      count &+= 1
    }
  }

  func hexText(digits count: Int) -> String {
    var text = [UInt8(ascii: "0"), UInt8(ascii: "x")]
    text.reserveCapacity(count &+ 2)
    for index in (0..<count).reversed() {
      let byte = littleEndianByte(index / 2)
      let digit = index % 2 == 0 ? byte & 15 : byte &>> 4
      text.append(digit < 10 ? UInt8(ascii: "0") &+ digit : UInt8(ascii: "a") &- 10 &+ digit)
    }
    return String(decoding: text, as: UTF8.self)
  }

  static func hexDigit(_ character: UInt8) -> UInt64? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(character &- UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(character &- UInt8(ascii: "a") &+ 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(character &- UInt8(ascii: "A") &+ 10)
    default: nil
    }
  }
}

extension Word: CustomStringConvertible {
  public var description: String { hex }
}
