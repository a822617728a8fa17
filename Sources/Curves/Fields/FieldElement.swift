// What the curves ask of a field, and what the towers ask of the prime field below them. Everything
// generic over these protocols is used inside this module only, so it is always specialised.

/// An element of a finite field in a unique representation.
protocol FieldElement: Equatable, BitwiseCopyable, Sendable {
  static var zero: Self { get }
  static var one: Self { get }

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self

  func squared() -> Self
  func doubled() -> Self
  /// The inverse; zero for zero.
  func inverted() -> Self
}

extension FieldElement {
  @inline(__always)
  var isZero: Bool { self == Self.zero }

  @inline(__always)
  func tripled() -> Self { doubled() + self }

  @inline(__always)
  static func += (a: inout Self, b: Self) { a = a + b }

  @inline(__always)
  static func -= (a: inout Self, b: Self) { a = a - b }

  @inline(__always)
  static func *= (a: inout Self, b: Self) { a = a * b }
}

/// A prime field with Montgomery representation whose modulus leaves at least two bits of its limbs
/// free, so that sums of two elements can be multiplied without reducing them.
protocol PrimeField: FieldElement {
  /// A product of two elements that has not been reduced; below the modulus times 2^(64·limbs).
  associatedtype Wide: BitwiseCopyable

  /// Bytes of the canonical encoding.
  static var byteCount: Int { get }

  /// The multiplication itself, to be inlined into the operations of the towers.
  static func inlineProduct(_ a: Self, _ b: Self) -> Self
  static func wideProduct(_ a: Self, _ b: Self) -> Wide
  /// `a + b` without reduction, an operand of `wideProduct` only.
  static func unreducedSum(_ a: Self, _ b: Self) -> Self
  /// `a − b` for `a ≥ b`.
  static func difference(_ a: Wide, _ b: Wide) -> Wide
  /// `a − b` modulo the modulus times 2^(64·limbs).
  static func modularDifference(_ a: Wide, _ b: Wide) -> Wide
  static func reduced(_ wide: Wide) -> Self

  func halved() -> Self

  /// The element that `byteCount` big-endian bytes at `offset` encode; nil for the modulus and
  /// above.
  init?(bigEndian bytes: Span<UInt8>, at offset: Int)
  /// Appends the `byteCount` big-endian bytes of the canonical number.
  func append(to bytes: inout [UInt8])
}

/// A prime field on which the towers Fp2 = Fp[u]/(u² + 1), Fp6 = Fp2[v]/(v³ − ξ),
/// Fp12 = Fp6[w]/(w² − v) stand.
protocol TowerField: PrimeField {
  static func timesXi(_ a: Fp2<Self>) -> Fp2<Self>
  static func product(_ a: Fp6<Self>, _ b: Fp6<Self>) -> Fp6<Self>
  /// `a·(b0 + b1·v)`.
  static func product(_ a: Fp6<Self>, _ b0: Fp2<Self>, _ b1: Fp2<Self>) -> Fp6<Self>

  /// ξ^(i·(p − 1)/6) for i = 1…5.
  static var frobenius1: FrobeniusCoefficients<Fp2<Self>> { get }
  /// ξ^(i·(p² − 1)/6) for i = 1…5, which lie in Fp.
  static var frobenius2: FrobeniusCoefficients<Self> { get }
}

/// The factors that a power of Frobenius puts at w^1 … w^5.
struct FrobeniusCoefficients<Element: FieldElement>: Sendable {
  let w1, w2, w3, w4, w5: Element
}
