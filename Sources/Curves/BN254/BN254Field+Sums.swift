// Sums, differences and their multiples. Results are selected, never branched to: the operands are
// as good as random, and a mispredicted branch costs as much as the whole operation.

extension BN254Field {
  @inline(__always)
  static func unreducedSum(_ a: BN254Field, _ b: BN254Field) -> BN254Field {
    var carry: UInt64 = 0
    return BN254Field(
      add(a.limb0, b.limb0, &carry), add(a.limb1, b.limb1, &carry),
      add(a.limb2, b.limb2, &carry), a.limb3 &+ b.limb3 &+ carry)
  }

  /// The element for a number below 2p.
  @inline(__always)
  func subtractingModulusOnce() -> BN254Field {
    typealias F = BN254Field
    var carry: UInt64 = 1
    let d0 = subtract(limb0, F.p0, &carry)
    let d1 = subtract(limb1, F.p1, &carry)
    let d2 = subtract(limb2, F.p2, &carry)
    let d3 = subtract(limb3, F.p3, &carry)
    let below = carry == 0
    return BN254Field(
      below ? limb0 : d0, below ? limb1 : d1, below ? limb2 : d2, below ? limb3 : d3)
  }

  /// The number plus p where the mask is all ones.
  @inline(__always)
  func addingModulus(where mask: UInt64) -> BN254Field {
    typealias F = BN254Field
    return F.unreducedSum(self, BN254Field(F.p0 & mask, F.p1 & mask, F.p2 & mask, F.p3 & mask))
  }

  @inline(__always)
  static func + (a: BN254Field, b: BN254Field) -> BN254Field {
    unreducedSum(a, b).subtractingModulusOnce()
  }

  @inline(__always)
  static func - (a: BN254Field, b: BN254Field) -> BN254Field {
    var carry: UInt64 = 1
    let difference = BN254Field(
      subtract(a.limb0, b.limb0, &carry), subtract(a.limb1, b.limb1, &carry),
      subtract(a.limb2, b.limb2, &carry), subtract(a.limb3, b.limb3, &carry))
    return difference.addingModulus(where: carry &- 1)
  }

  @inline(__always)
  static prefix func - (a: BN254Field) -> BN254Field { zero - a }

  @inline(__always)
  func doubled() -> BN254Field { self + self }

  @inline(__always)
  func halved() -> BN254Field {
    let even = addingModulus(where: 0 &- (limb0 & 1))
    return BN254Field(
      even.limb0 >> 1 | even.limb1 << 63, even.limb1 >> 1 | even.limb2 << 63,
      even.limb2 >> 1 | even.limb3 << 63, even.limb3 >> 1)
  }

  @inline(__always)
  static func == (a: BN254Field, b: BN254Field) -> Bool {
    ((a.limb0 ^ b.limb0) | (a.limb1 ^ b.limb1)) | ((a.limb2 ^ b.limb2) | (a.limb3 ^ b.limb3)) == 0
  }
}

extension BN254Field {
  @inline(__always)
  static func difference(_ a: Wide, _ b: Wide) -> Wide { borrowingDifference(a, b).wide }

  @inline(__always)
  static func modularDifference(_ a: Wide, _ b: Wide) -> Wide {
    var (wide, carry) = borrowingDifference(a, b)
    let high = BN254Field(wide.limb4, wide.limb5, wide.limb6, wide.limb7)
      .addingModulus(where: carry &- 1)
    wide.limb4 = high.limb0
    wide.limb5 = high.limb1
    wide.limb6 = high.limb2
    wide.limb7 = high.limb3
    return wide
  }

  @inline(__always)
  private static func borrowingDifference(_ a: Wide, _ b: Wide) -> (wide: Wide, carry: UInt64) {
    var carry: UInt64 = 1
    let wide = Wide(
      limb0: subtract(a.limb0, b.limb0, &carry), limb1: subtract(a.limb1, b.limb1, &carry),
      limb2: subtract(a.limb2, b.limb2, &carry), limb3: subtract(a.limb3, b.limb3, &carry),
      limb4: subtract(a.limb4, b.limb4, &carry), limb5: subtract(a.limb5, b.limb5, &carry),
      limb6: subtract(a.limb6, b.limb6, &carry), limb7: subtract(a.limb7, b.limb7, &carry))
    return (wide, carry)
  }
}
