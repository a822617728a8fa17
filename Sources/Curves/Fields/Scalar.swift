/// A number of 256 bits, least significant limb first: a factor as it comes in, or reduced by an
/// order.
struct Scalar: Equatable, BitwiseCopyable, Sendable {
  var limb0, limb1, limb2, limb3: UInt64

  init(_ limb0: UInt64, _ limb1: UInt64, _ limb2: UInt64, _ limb3: UInt64) {
    self.limb0 = limb0
    self.limb1 = limb1
    self.limb2 = limb2
    self.limb3 = limb3
  }

  init(bigEndian bytes: Span<UInt8>, at offset: Int) {
    limb3 = readLimb(bytes, at: offset)
    limb2 = readLimb(bytes, at: offset + 8)
    limb1 = readLimb(bytes, at: offset + 16)
    limb0 = readLimb(bytes, at: offset + 24)
  }
}

extension Scalar {
  static func &- (a: Scalar, b: Scalar) -> Scalar { a.subtracting(b).difference }

  func subtracting(_ other: Scalar) -> (difference: Scalar, isNegative: Bool) {
    var carry: UInt64 = 1
    let difference = Scalar(
      subtract(limb0, other.limb0, &carry), subtract(limb1, other.limb1, &carry),
      subtract(limb2, other.limb2, &carry), subtract(limb3, other.limb3, &carry))
    return (difference, carry == 0)
  }

  /// The remainder by an order above 2^252, which few subtractions reach.
  func reduced(by order: Scalar) -> Scalar {
    var remainder = self
    while true {
      let (difference, isNegative) = remainder.subtracting(order)
      if isNegative { return remainder }
      remainder = difference
    }
  }

  var isZero: Bool { limb0 | limb1 | limb2 | limb3 == 0 }
}

/// Eight big-endian bytes.
@inline(__always)
func readLimb(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
  var limb: UInt64 = 0
  for i in 0..<8 { limb = limb << 8 | UInt64(truncatingIfNeeded: bytes[offset + i]) }
  return limb
}

/// Appends eight big-endian bytes.
func appendLimb(_ limb: UInt64, to bytes: inout [UInt8]) {
  var shift: UInt64 = 64
  while shift > 0 {
    shift -= 8
    bytes.append(UInt8(truncatingIfNeeded: limb &>> shift))
  }
}
