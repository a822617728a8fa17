import ChainTypes

// Exact where the result fits, else rounded once, half to even, to 18 or 19 digits.

extension DecimalValue {
  public func adding(_ other: DecimalValue) throws(DecimalError) -> DecimalValue {
    var (a, b) = (WideDecimal(self), WideDecimal(other))
    let common = min(a.exponent, b.exponent)
    a.lower(to: common)
    b.lower(to: common)
    if a.isNegative == b.isNegative {
      a.magnitude = a.magnitude &+ b.magnitude
    } else if a.magnitude < b.magnitude {
      a.magnitude = b.magnitude &- a.magnitude
      a.isNegative = b.isNegative
    } else {
      a.magnitude = a.magnitude &- b.magnitude
    }
    return try a.fitted()
  }

  public func subtracting(_ other: DecimalValue) throws(DecimalError) -> DecimalValue {
    // The negative of the smallest mantissa does not fit: the product rounds it.
    try adding(try other.multiplied(by: -1))
  }

  public func multiplied(by other: DecimalValue) throws(DecimalError) -> DecimalValue {
    try WideDecimal(
      isNegative: isNegative != other.isNegative,
      magnitude: Word(mantissa.magnitude) &* Word(other.mantissa.magnitude),
      exponent: Int(exponent) + Int(other.exponent)
    ).fitted()
  }

  /// The quotient, to 18 or 19 digits where it does not end before.
  public func divided(by other: DecimalValue) throws(DecimalError) -> DecimalValue {
    guard !other.isZero else { throw .divisionByZero }
    let (dividend, divisor) = (Word(mantissa.magnitude), Word(other.mantissa.magnitude))
    let exponents = Int(exponent) - Int(other.exponent)
    let isNegative = isNegative != other.isNegative
    // As few digits as are exact: 10 / 4 is 2.5, not 2.500000000000000000.
    var (shift, scaled) = (0, dividend)
    while shift < 38, !scaled.remainder(dividingBy: divisor).isZero {
      scaled = scaled &* 10
      shift += 1
    }
    let quotient = WideDecimal.dividedHalfEven(scaled, by: divisor)
    return try WideDecimal(
      isNegative: isNegative, magnitude: quotient, exponent: exponents - shift
    ).fitted()
  }

  /// The same digits, the point moved: × 10^power.
  public func shifted(by power: Int) throws(DecimalError) -> DecimalValue {
    guard abs(power) <= 2 * ReadingsLimits.exponent else { throw .outOfRange }
    return try WideDecimal(
      isNegative: isNegative, magnitude: Word(mantissa.magnitude), exponent: Int(exponent) + power
    ).fitted()
  }

  /// The value on exactly this exponent: -2 rounds to hundredths, or adds zeros up to there.
  public func rounded(toExponent target: Int) throws(DecimalError) -> DecimalValue {
    guard abs(target) <= ReadingsLimits.exponent else { throw .outOfRange }
    return try WideDecimal(self).fitted(onExponent: target)
  }

  /// The whole part, towards zero; nil when it does not fit.
  public var truncated: Int64? {
    guard exponent != 0 else { return mantissa }
    guard exponent < 0 else { return (try? rounded(toExponent: 0))?.mantissa }
    guard exponent >= -18 else { return 0 }
    var result = mantissa
    for _ in 0..<(-Int(exponent)) { result /= 10 }
    return result
  }

  /// Without zeros at the end.
  public var normalised: DecimalValue {
    guard mantissa != 0 else { return .zero }
    var (digits, power) = (mantissa, Int(exponent))
    while digits % 10 == 0, power < ReadingsLimits.exponent {
      digits /= 10
      power += 1
    }
    return DecimalValue(digits, exponent: power)
  }

  /// The distance from zero.
  public func magnitude() throws(DecimalError) -> DecimalValue {
    isNegative ? try multiplied(by: -1) : self
  }
}

/// Numbers compare by value: 21.50 equals 21.5.
extension DecimalValue: Comparable, Hashable {
  public static func == (a: DecimalValue, b: DecimalValue) -> Bool {
    if a.exponent == b.exponent { return a.mantissa == b.mantissa }
    return order(a, b) == 0
  }

  public static func < (a: DecimalValue, b: DecimalValue) -> Bool {
    if a.exponent == b.exponent { return a.mantissa < b.mantissa }
    return order(a, b) < 0
  }

  public func hash(into hasher: inout Hasher) {
    let value = normalised
    hasher.combine(value.mantissa)
    // Zeros that the largest exponent keeps must not tell equal numbers apart.
    hasher.combine(value.exponent)
  }

  /// True when also the exponents, and so the signed bytes, are the same.
  public func isIdentical(to other: DecimalValue) -> Bool {
    mantissa == other.mantissa && exponent == other.exponent
  }

  private static func order(_ a: DecimalValue, _ b: DecimalValue) -> Int {
    if a.isNegative != b.isNegative { return a.isNegative ? -1 : 1 }
    var (x, y) = (WideDecimal(a), WideDecimal(b))
    let common = min(x.exponent, y.exponent)
    x.lower(to: common)
    y.lower(to: common)
    guard x.magnitude != y.magnitude else { return 0 }
    return (x.magnitude < y.magnitude) == a.isNegative ? 1 : -1
  }
}
