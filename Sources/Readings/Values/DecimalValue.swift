/// A decimal number: mantissa × 10^exponent. What a sensor said in decimal is signed in decimal; no
/// binary fraction comes near it.
///
/// 21.50 and 21.5 are equal numbers and different records: the exponent also tells the resolution,
/// so nothing here drops zeros unasked.
///
/// Rounding, wherever the result does not fit exactly: to the nearest, halves to even (IEEE 754's
/// default), once, to as many digits as an `Int64` mantissa holds (18 or 19).
public struct DecimalValue: Sendable {
  public let mantissa: Int64
  /// Within ±`ReadingsLimits.exponent`.
  public let exponent: Int8

  /// Traps on an exponent beyond the limit: numbers from outside come through `init(text:)` or
  /// `init(exactly:exponent:)`.
  public init(_ mantissa: Int64, exponent: Int = 0) {
    precondition(abs(exponent) <= ReadingsLimits.exponent, "the exponent is within its bounds")
    self.mantissa = mantissa
    self.exponent = Int8(exponent)
  }

  /// Nil when the exponent is beyond the limit.
  public init?(exactly mantissa: Int64, exponent: Int) {
    guard exponent >= -ReadingsLimits.exponent, exponent <= ReadingsLimits.exponent else {
      return nil
    }
    self.init(mantissa, exponent: exponent)
  }
}

extension DecimalValue {
  public static var zero: DecimalValue { DecimalValue(0) }
  public var isZero: Bool { mantissa == 0 }
  public var isNegative: Bool { mantissa < 0 }
}

extension DecimalValue: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int64) { self.init(value) }
}

/// Why a number is none, or does not fit.
public enum DecimalError: Error, Equatable, Sendable {
  case empty
  /// Offset of the byte that belongs to no number.
  case malformed(at: Int)
  /// More digits than the mantissa holds: what cannot be said exactly is refused.
  case tooManyDigits
  /// Beyond 9.2 × 10^18 × 10^27, or smaller than 10^-27.
  case outOfRange
  case divisionByZero
}

extension DecimalError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "number: no digits"
    case .malformed(let offset): "number: byte \(offset) belongs to no number"
    case .tooManyDigits: "number: more digits than 64 bits hold"
    case .outOfRange: "number: too large or too small"
    case .divisionByZero: "number: division by zero"
    }
  }
}
