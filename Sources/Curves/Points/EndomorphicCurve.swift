/// A curve whose group of prime order has an endomorphism that is cheap to apply, so that a scalar
/// can be written as few short ones (Gallant, Lambert and Vanstone 2001; Galbraith, Lin and Scott
/// 2009).
protocol EndomorphicCurve: ShortCurve {
  static var order: Scalar { get }
  /// Into how many parts a scalar is split, and below which power of two each stays.
  static var partCount: Int { get }
  static var partBits: Int { get }

  /// Appends `partCount` parts of a scalar below the order.
  static func split(_ scalar: Scalar, into parts: inout [ScalarPart])
  /// From the image that belongs to the part before, that which belongs to this part.
  static func image(_ point: AffinePoint<Self>, _ part: Int) -> AffinePoint<Self>
}

/// A part of a scalar: its magnitude and sign.
struct ScalarPart: BitwiseCopyable, Sendable {
  let magnitude: UInt128
  let isNegative: Bool

  init(magnitude: UInt128, isNegative: Bool = false) {
    self.magnitude = magnitude
    self.isNegative = isNegative
  }

  /// From two's complement of a number whose magnitude is below 2^128.
  init(_ scalar: Scalar) {
    let isNegative = scalar.limb3 >> 63 != 0
    let positive = isNegative ? Scalar(0, 0, 0, 0) &- scalar : scalar
    self.init(
      magnitude: UInt128(positive.limb1) << 64 | UInt128(positive.limb0), isNegative: isNegative)
  }
}
