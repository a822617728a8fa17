/// What is wrong with an input. A precompile fails on any of them; the reason is for people.
public enum CurveError: Error, Equatable, Sendable {
  /// The input has a length that the operation does not take.
  case invalidLength(Int)
  /// A field element is the modulus or more; `offset` says where it begins.
  case notInField(offset: Int)
  /// The sixteen bytes above a field element of BLS12-381 are not zero.
  case nonzeroPadding(offset: Int)
  /// A scalar that has to be canonical is the group's order or more.
  case notAScalar(offset: Int)
  /// The coordinates do not satisfy the curve's equation.
  case notOnCurve(offset: Int)
  /// The point is on the curve and outside the group of prime order.
  case notInSubgroup(offset: Int)
  /// The flag bits of a compressed point contradict each other or its bytes.
  case invalidFlags(offset: Int)
  /// A BLAKE2 final block indicator is neither 0 nor 1.
  case invalidFinalFlag(UInt8)
  /// The proof is well formed and does not hold.
  case proofDoesNotHold
}
