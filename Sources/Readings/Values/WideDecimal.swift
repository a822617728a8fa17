import ChainTypes

/// What arithmetic works in before it rounds: sign, a magnitude of 256 bits, exponent.
struct WideDecimal {
  var isNegative: Bool
  var magnitude: Word
  var exponent: Int

  init(_ value: DecimalValue) {
    isNegative = value.mantissa < 0
    magnitude = Word(value.mantissa.magnitude)
    exponent = Int(value.exponent)
  }

  init(isNegative: Bool, magnitude: Word, exponent: Int) {
    self.isNegative = isNegative
    self.magnitude = magnitude
    self.exponent = exponent
  }
}

extension WideDecimal {
  /// Ten to a power of at most 77, the last one of 256 bits.
  static func powerOfTen(_ power: Int) -> Word {
    var result = Word.one
    for _ in 0..<power { result = result &* 10 }
    return result
  }

  /// Puts the value on a smaller exponent. The product must fit into 256 bits.
  mutating func lower(to target: Int) {
    guard target < exponent else { return }
    magnitude = magnitude &* Self.powerOfTen(exponent - target)
    exponent = target
  }

  /// Drops digits, half to even.
  func droppingDigits(_ count: Int) -> Word {
    guard count > 0 else { return magnitude }
    guard count <= 77 else { return .zero }
    return Self.dividedHalfEven(magnitude, by: Self.powerOfTen(count))
  }

  static func dividedHalfEven(_ value: Word, by divisor: Word) -> Word {
    let quotient = value.divided(by: divisor)
    let rest = value &- quotient &* divisor
    // rest > divisor - rest is 2 · rest > divisor without overflow.
    let other = divisor &- rest
    let isUp = other < rest || (other == rest && quotient.limb0 & 1 == 1)
    return isUp ? quotient &+ 1 : quotient
  }

  /// The value in the digits and exponents that a `DecimalValue` has, rounded once.
  func fitted() throws(DecimalError) -> DecimalValue {
    var drop = max(0, -ReadingsLimits.exponent - exponent)
    while true {
      let rounded = droppingDigits(drop)
      if rounded <= Word(UInt64(Int64.max)) {
        return try Self.value(isNegative, rounded.limb0, exponent + drop)
      }
      drop += 1
    }
  }

  /// The value on exactly this exponent, rounded once; nil when it does not fit there.
  func fitted(onExponent target: Int) throws(DecimalError) -> DecimalValue {
    var value = self
    if exponent > target {
      // 77 digits are the most that 256 bits surely hold.
      let digits = magnitude.isZero ? 0 : 20 + exponent - target
      guard digits <= 77 else { throw .outOfRange }
      value.lower(to: target)
    }
    let rounded = value.droppingDigits(target - value.exponent)
    guard rounded <= Word(UInt64(Int64.max)) else { throw .outOfRange }
    return try Self.value(isNegative, rounded.limb0, target)
  }

  private static func value(
    _ isNegative: Bool, _ magnitude: UInt64, _ exponent: Int
  ) throws(DecimalError) -> DecimalValue {
    var (magnitude, exponent) = (magnitude, exponent)
    if magnitude == 0 { exponent = min(exponent, ReadingsLimits.exponent) }
    while exponent > ReadingsLimits.exponent {
      guard magnitude <= UInt64(Int64.max) / 10 else { throw .outOfRange }
      magnitude *= 10
      exponent -= 1
    }
    let signed = Int64(magnitude)
    return DecimalValue(isNegative ? -signed : signed, exponent: exponent)
  }
}
