import ChainTypes

extension SenMLUnit {
  /// The registered unit of that symbol.
  public init?(_ symbol: String) {
    guard let unit = Self.allCases.first(where: { $0.symbol == symbol }) else { return nil }
    self = unit
  }

  /// The symbol as a `bytes32`: ASCII, zeros behind it.
  public var word: Word {
    var (high, low): (UInt64, UInt64) = (0, 0)
    var shift: UInt64 = 128
    for byte in symbol.utf8 {
      shift -= 8
      if shift >= 64 { high |= UInt64(byte) << (shift - 64) } else { low |= UInt64(byte) << shift }
    }
    return Word(0, 0, low, high)
  }

  /// The registered unit whose `bytes32` this is.
  public init?(word: Word) {
    guard let unit = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = unit
  }
}

/// A secondary unit: value in `base` = value × numerator / denominator + offset (RFC 8798,
/// section 3).
public struct UnitConversion: Hashable, Sendable {
  public let base: SenMLUnit
  public let numerator: Int64
  public let denominator: Int64
  public let offset: Int64

  init(_ base: SenMLUnit, _ numerator: Int64, over denominator: Int64 = 1, plus offset: Int64 = 0) {
    self.base = base
    self.numerator = numerator
    self.denominator = denominator
    self.offset = offset
  }
}

extension UnitConversion {
  /// A value of the secondary unit in the base unit.
  public func toBase(_ value: DecimalValue) throws(DecimalError) -> DecimalValue {
    let scaled = try value.multiplied(by: DecimalValue(numerator))
      .divided(by: DecimalValue(denominator))
    return offset == 0 ? scaled : try scaled.adding(DecimalValue(offset))
  }

  /// A value of the base unit in the secondary unit.
  public func fromBase(_ value: DecimalValue) throws(DecimalError) -> DecimalValue {
    try value.subtracting(DecimalValue(offset)).multiplied(by: DecimalValue(denominator))
      .divided(by: DecimalValue(numerator))
  }
}
