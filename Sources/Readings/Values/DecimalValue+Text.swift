// Text: [+-] digits [. digits] [e [+-] digits], with a digit before or behind the point.

extension DecimalValue {
  /// The number that a text is, digit for digit; 21.50 keeps its last zero.
  public init(text: String) throws(DecimalError) { try self.init(ascii: Array(text.utf8)[...]) }

  /// The number that bytes of text are. No spaces, nothing behind it.
  public init(ascii bytes: ArraySlice<UInt8>) throws(DecimalError) {
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= ReadingsLimits.numberLength else { throw .tooManyDigits }
    var scanner = DecimalScanner(bytes)
    try scanner.scan()
    try self.init(scanner)
  }

  private init(_ scanner: DecimalScanner) throws(DecimalError) {
    var exponent = scanner.exponent
    var magnitude = scanner.magnitude
    // 0e99 and 1500000e-40 are written so by machines: zeros make room where they can.
    if magnitude == 0 { exponent = min(max(exponent, -ReadingsLimits.exponent), 0) }
    while exponent > ReadingsLimits.exponent {
      guard magnitude <= UInt64(Int64.max) / 10 else { throw .outOfRange }
      magnitude *= 10
      exponent -= 1
    }
    while exponent < -ReadingsLimits.exponent {
      guard magnitude % 10 == 0 else { throw .outOfRange }
      magnitude /= 10
      exponent += 1
    }
    let mantissa = Int64(truncatingIfNeeded: scanner.isNegative ? 0 &- magnitude : magnitude)
    self.init(mantissa, exponent: exponent)
  }

  /// Plain digits, never with an exponent: `-0.05`, `21.50`, `1000`.
  public var text: String {
    var digits = Array(String(mantissa.magnitude).utf8)
    if exponent >= 0 {
      if mantissa != 0 { digits += [UInt8](repeating: UInt8(ascii: "0"), count: Int(exponent)) }
    } else {
      let fraction = -Int(exponent)
      if digits.count <= fraction {
        let zeros = fraction + 1 - digits.count
        digits = [UInt8](repeating: UInt8(ascii: "0"), count: zeros) + digits
      }
      digits.insert(UInt8(ascii: "."), at: digits.count - fraction)
    }
    if mantissa < 0 { digits.insert(UInt8(ascii: "-"), at: 0) }
    return String(decoding: digits, as: UTF8.self)
  }
}

extension DecimalValue: CustomStringConvertible {
  public var description: String { text }
}

/// Takes a number's text apart.
struct DecimalScanner {
  var isNegative = false
  var magnitude: UInt64 = 0
  var exponent = 0
  private var isFull = false
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  mutating func scan() throws(DecimalError) {
    isNegative = takeSign()
    let whole = try takeDigits(isFraction: false)
    var fraction = 0
    if take(UInt8(ascii: ".")) { fraction = try takeDigits(isFraction: true) }
    guard whole + fraction > 0 else { throw malformed }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) { try takeExponent() }
    guard position == bytes.endIndex else { throw malformed }
  }

  private var malformed: DecimalError { .malformed(at: position - bytes.startIndex) }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.endIndex, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func takeSign() -> Bool {
    if take(UInt8(ascii: "-")) { return true }
    _ = take(UInt8(ascii: "+"))
    return false
  }

  private mutating func takeDigit() -> UInt64? {
    guard position < bytes.endIndex else { return nil }
    let digit = bytes[position] &- UInt8(ascii: "0")
    guard digit < 10 else { return nil }
    position += 1
    return UInt64(digit)
  }

  /// Takes the digits that are there and returns how many they are. A zero waits for what follows:
  /// at the end of a long number it moves the point instead of taking room.
  private mutating func takeDigits(isFraction: Bool) throws(DecimalError) -> Int {
    var (count, zeros) = (0, 0)
    while let digit = takeDigit() {
      if isFraction { exponent -= 1 }
      count += 1
      if digit == 0 {
        zeros += 1
        continue
      }
      for _ in 0..<zeros { guard append(0) else { throw .tooManyDigits } }
      guard append(digit) else { throw .tooManyDigits }
      zeros = 0
    }
    while zeros > 0, append(0) { zeros -= 1 }
    exponent += zeros
    // Digits behind zeros that only moved the point would stand in the wrong place.
    isFull = zeros > 0
    return count
  }

  /// False, and nothing appended, when the digit does not fit.
  private mutating func append(_ digit: UInt64) -> Bool {
    guard !isFull else { return false }
    let (tenfold, overflow) = magnitude.multipliedReportingOverflow(by: 10)
    let (sum, carry) = tenfold.addingReportingOverflow(digit)
    guard !overflow, !carry, sum <= UInt64(Int64.max) + (isNegative ? 1 : 0) else { return false }
    magnitude = sum
    return true
  }

  private mutating func takeExponent() throws(DecimalError) {
    let isNegative = takeSign()
    guard var value = takeDigit() else { throw malformed }
    while let digit = takeDigit() { value = min(value * 10 + digit, 9999) }
    exponent += isNegative ? -Int(value) : Int(value)
  }
}
