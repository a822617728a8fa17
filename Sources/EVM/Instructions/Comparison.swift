import ChainTypes

enum Comparison {
  @inline(__always)
  private static func word(_ truth: Bool) -> Word { Word(truth ? 1 : 0) }

  @inline(__always) static func lt(_ s: Stack) { s[2] = word(s[1] < s[2]) }
  @inline(__always) static func gt(_ s: Stack) { s[2] = word(s[2] < s[1]) }
  @inline(__always) static func slt(_ s: Stack) { s[2] = word(s[1].isSignedLess(than: s[2])) }
  @inline(__always) static func sgt(_ s: Stack) { s[2] = word(s[2].isSignedLess(than: s[1])) }
  @inline(__always) static func eq(_ s: Stack) { s[2] = word(s[1] == s[2]) }
  @inline(__always) static func iszero(_ s: Stack) { s[1] = word(s[1].isZero) }
}

enum Bitwise {
  @inline(__always) static func and(_ s: Stack) { s[2] = s[1] & s[2] }
  @inline(__always) static func or(_ s: Stack) { s[2] = s[1] | s[2] }
  @inline(__always) static func xor(_ s: Stack) { s[2] = s[1] ^ s[2] }
  @inline(__always) static func not(_ s: Stack) { s[1] = ~s[1] }
  @inline(__always) static func byte(_ s: Stack) { s[2] = s[2].byte(at: s[1]) }
  @inline(__always) static func shl(_ s: Stack) { s[2] = s[2].shiftedLeft(by: s[1]) }
  @inline(__always) static func shr(_ s: Stack) { s[2] = s[2].shiftedRight(by: s[1]) }
  @inline(__always) static func sar(_ s: Stack) { s[2] = s[2].arithmeticShiftedRight(by: s[1]) }
  @inline(__always) static func clz(_ s: Stack) {
    s[1] = Word(UInt64(truncatingIfNeeded: s[1].leadingZeroBitCount))
  }
}
