import ChainTypes
import Statements

/// How a sensor's raw value becomes the true one: a polynomial Σ cᵢ·xⁱ, of which offset and scale
/// are the first two coefficients.
///
/// Computed by Horner's rule in decimals: each product and sum is exact where it fits into 64 bits
/// of mantissa, else rounded half to even to 18 or 19 digits; the result is rounded once more, to
/// `exponent`.
public struct Calibration: Hashable, Sendable {
  /// The certificate's name, at most 32 bytes.
  public let id: String
  /// When it was made, in Unix seconds.
  public let date: UInt64
  /// c₀ first; at least one.
  public let coefficients: [DecimalValue]
  /// The resolution of the result: -2 for hundredths.
  public let exponent: Int
  /// Raw values for which it was made; outside of it the result is flagged.
  public let range: ClosedRange<DecimalValue>?

  /// Nil when there are no coefficients or too many, the id is too long or the exponent out of
  /// range.
  public init?(
    id: String, date: UInt64, coefficients: [DecimalValue], exponent: Int,
    range: ClosedRange<DecimalValue>? = nil
  ) {
    guard (1...ReadingsLimits.coefficients).contains(coefficients.count),
      id.utf8.count <= Hash.byteCount, abs(exponent) <= ReadingsLimits.exponent
    else { return nil }
    self.id = id
    self.date = date
    self.coefficients = coefficients
    self.exponent = exponent
    self.range = range
  }
}

extension Calibration {
  /// value = raw × scale + offset.
  public static func linear(
    id: String, date: UInt64, scale: DecimalValue = 1, offset: DecimalValue = 0, exponent: Int,
    range: ClosedRange<DecimalValue>? = nil
  ) -> Calibration? {
    Calibration(
      id: id, date: date, coefficients: [offset, scale], exponent: exponent, range: range)
  }

  /// The calibrated value, with a flag when the raw one is out of range.
  public func apply(_ raw: Measurement) throws(DecimalError) -> Measurement {
    var result = raw
    var value = coefficients[coefficients.count - 1]
    for coefficient in coefficients.dropLast().reversed() {
      value = try value.multiplied(by: raw.value).adding(coefficient)
    }
    result.value = try value.rounded(toExponent: exponent)
    if let range, !range.contains(raw.value) { result.flags.insert(.outOfRange) }
    return result
  }

  /// What readings name it by:
  ///
  ///     keccak256("cairn calibration" ‖ id (32, zeros behind) ‖ date (8) ‖ exponent (1)
  ///               ‖ number of coefficients (1) ‖ each: mantissa (8), exponent (1)
  ///               ‖ 0x00, or 0x01 and the ends of the range as coefficients are written)
  public var digest: Hash {
    var writer = PackedWriter()
    for byte in "cairn calibration".utf8 { writer.append(byte) }
    writer.append(Hash(label: id))
    writer.append(date)
    writer.append(Int8(exponent))
    writer.append(UInt8(coefficients.count))
    for coefficient in coefficients { coefficient.write(to: &writer) }
    if let range {
      writer.append(1 as UInt8)
      range.lowerBound.write(to: &writer)
      range.upperBound.write(to: &writer)
    } else {
      writer.append(0 as UInt8)
    }
    return Keccak256.hash(writer.bytes)
  }
}

extension DecimalValue {
  fileprivate func write(to writer: inout PackedWriter) {
    writer.append(mantissa)
    writer.append(exponent)
  }
}
