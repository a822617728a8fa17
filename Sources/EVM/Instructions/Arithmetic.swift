import ChainTypes

// Each body reads its operands from the top of the stack and leaves its result where the top will
// be after the stack has shrunk. Heights and constant gas are the table's business.

enum Arithmetic {
  @inline(__always) static func add(_ s: Stack) { s[2] = s[1] &+ s[2] }
  @inline(__always) static func mul(_ s: Stack) { s[2] = s[1] &* s[2] }
  @inline(__always) static func sub(_ s: Stack) { s[2] = s[1] &- s[2] }
  @inline(__always) static func div(_ s: Stack) { s[2] = s[1].divided(by: s[2]) }
  @inline(__always) static func sdiv(_ s: Stack) { s[2] = s[1].signedDivided(by: s[2]) }
  @inline(__always) static func mod(_ s: Stack) { s[2] = s[1].remainder(dividingBy: s[2]) }
  @inline(__always) static func smod(_ s: Stack) { s[2] = s[1].signedRemainder(dividingBy: s[2]) }
  @inline(__always) static func addmod(_ s: Stack) { s[3] = s[1].addingModulo(s[2], s[3]) }
  @inline(__always) static func mulmod(_ s: Stack) { s[3] = s[1].multiplyingModulo(s[2], s[3]) }
  @inline(__always) static func signextend(_ s: Stack) { s[2] = s[2].signExtended(fromByte: s[1]) }

  /// Charged by the length of the exponent in bytes; false when the gas does not reach.
  @inline(__always)
  static func exp(_ s: Stack, _ gas: inout Int64, perByte: Int64) -> Bool {
    let exponent = s[2]
    gas &-= perByte &* Int64(truncatingIfNeeded: (exponent.bitWidthUsed + 7) >> 3)
    guard gas >= 0 else { return false }
    s[2] = s[1].power(exponent)
    return true
  }
}
