/// A 256-bit word: what the EVM computes with. Four 64-bit limbs, least significant first, so that
/// carries run from `limb0` to `limb3` and the layout in memory is the little-endian number.
@frozen
public struct Word: Hashable, Sendable {
  public var limb0: UInt64
  public var limb1: UInt64
  public var limb2: UInt64
  public var limb3: UInt64

  @inlinable @inline(__always)
  public init(_ limb0: UInt64, _ limb1: UInt64, _ limb2: UInt64, _ limb3: UInt64) {
    self.limb0 = limb0
    self.limb1 = limb1
    self.limb2 = limb2
    self.limb3 = limb3
  }

  @inlinable @inline(__always)
  public init(_ value: UInt64) { self.init(value, 0, 0, 0) }

  @inlinable @inline(__always)
  public init() { self.init(0, 0, 0, 0) }

  @inlinable @inline(__always)
  public static var zero: Word { Word(0, 0, 0, 0) }

  @inlinable @inline(__always)
  public static var one: Word { Word(1, 0, 0, 0) }

  @inlinable @inline(__always)
  public static var max: Word { Word(.max, .max, .max, .max) }

  @inlinable @inline(__always)
  public var isZero: Bool { (limb0 | limb1) | (limb2 | limb3) == 0 }

  /// True when the two's complement number is below zero.
  @inlinable @inline(__always)
  public var isNegative: Bool { Int64(bitPattern: limb3) < 0 }

  /// The value when it fits into 64 bits.
  @inlinable @inline(__always)
  public var asUInt64: UInt64? { limb1 | limb2 | limb3 == 0 ? limb0 : nil }

  /// The value, or the largest 64-bit number when it does not fit: for lengths and offsets, of
  /// which anything beyond 64 bits is as unaffordable as 2^64 - 1.
  @inlinable @inline(__always)
  public var clampedToUInt64: UInt64 { limb1 | limb2 | limb3 == 0 ? limb0 : .max }
}

extension Word: ExpressibleByIntegerLiteral {
  @inlinable @inline(__always)
  public init(integerLiteral value: UInt64) { self.init(value) }
}
