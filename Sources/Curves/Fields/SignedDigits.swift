/// A number as digits −1, 0 and 1, the highest of which is 1.
struct SignedDigits {
  private let ones: UInt128
  private let minusOnes: UInt128
  /// Where the highest digit stands.
  let highest: Int

  private init(ones: UInt128, minusOnes: UInt128) {
    self.ones = ones
    self.minusOnes = minusOnes
    highest = 127 - ones.leadingZeroBitCount
  }

  static func binary(_ number: UInt128) -> SignedDigits {
    SignedDigits(ones: number, minusOnes: 0)
  }

  /// Of two neighbours one is zero. The digits stand in the difference of 3n and n: those bits of
  /// 3n that n has not are ones, those of n that 3n has not minus ones. For numbers below 2^126.
  static func nonAdjacent(_ number: UInt128) -> SignedDigits {
    let triple = number &* 3
    return SignedDigits(
      ones: (triple & ~number) &>> 1, minusOnes: (number & ~triple) &>> 1)
  }

  /// The digit at a position: −1, 0 or 1.
  @inline(__always)
  subscript(position: Int) -> Int {
    let shift = UInt128(truncatingIfNeeded: position)
    return Int(truncatingIfNeeded: (ones &>> shift) & 1)
      - Int(truncatingIfNeeded: (minusOnes &>> shift) & 1)
  }
}
