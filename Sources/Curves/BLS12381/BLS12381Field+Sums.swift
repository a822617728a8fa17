// Sums, differences and their multiples: as in BN254Field+Sums.swift, with six limbs.

extension BLS12381Field {
  @inline(__always)
  static func unreducedSum(_ a: BLS12381Field, _ b: BLS12381Field) -> BLS12381Field {
    var carry: UInt64 = 0
    return sum(a, b, &carry)
  }

  @inline(__always)
  static func sum(
    _ a: BLS12381Field, _ b: BLS12381Field, _ carry: inout UInt64
  ) -> BLS12381Field {
    BLS12381Field(
      add(a.limb0, b.limb0, &carry), add(a.limb1, b.limb1, &carry),
      add(a.limb2, b.limb2, &carry), add(a.limb3, b.limb3, &carry),
      add(a.limb4, b.limb4, &carry), add(a.limb5, b.limb5, &carry))
  }

  /// `a − b − 1 + carry`; the carry that leaves is 1 where nothing was borrowed.
  @inline(__always)
  static func difference(
    _ a: BLS12381Field, _ b: BLS12381Field, _ carry: inout UInt64
  ) -> BLS12381Field {
    BLS12381Field(
      subtract(a.limb0, b.limb0, &carry), subtract(a.limb1, b.limb1, &carry),
      subtract(a.limb2, b.limb2, &carry), subtract(a.limb3, b.limb3, &carry),
      subtract(a.limb4, b.limb4, &carry), subtract(a.limb5, b.limb5, &carry))
  }

  /// The element for a number below 2p.
  @inline(__always)
  func subtractingModulusOnce() -> BLS12381Field {
    var carry: UInt64 = 1
    let d = BLS12381Field.difference(self, BLS12381Field.modulus, &carry)
    let below = carry == 0
    return BLS12381Field(
      below ? limb0 : d.limb0, below ? limb1 : d.limb1, below ? limb2 : d.limb2,
      below ? limb3 : d.limb3, below ? limb4 : d.limb4, below ? limb5 : d.limb5)
  }

  /// The number plus p where the mask is all ones.
  @inline(__always)
  func addingModulus(where mask: UInt64) -> BLS12381Field {
    typealias F = BLS12381Field
    return F.unreducedSum(
      self, F(F.p0 & mask, F.p1 & mask, F.p2 & mask, F.p3 & mask, F.p4 & mask, F.p5 & mask))
  }

  @inline(__always)
  static func + (a: BLS12381Field, b: BLS12381Field) -> BLS12381Field {
    unreducedSum(a, b).subtractingModulusOnce()
  }

  @inline(__always)
  static func - (a: BLS12381Field, b: BLS12381Field) -> BLS12381Field {
    var carry: UInt64 = 1
    let difference = difference(a, b, &carry)
    return difference.addingModulus(where: carry &- 1)
  }

  @inline(__always)
  static prefix func - (a: BLS12381Field) -> BLS12381Field { zero - a }

  @inline(__always)
  func doubled() -> BLS12381Field { self + self }

  @inline(__always)
  func halved() -> BLS12381Field {
    let even = addingModulus(where: 0 &- (limb0 & 1))
    return BLS12381Field(
      even.limb0 >> 1 | even.limb1 << 63, even.limb1 >> 1 | even.limb2 << 63,
      even.limb2 >> 1 | even.limb3 << 63, even.limb3 >> 1 | even.limb4 << 63,
      even.limb4 >> 1 | even.limb5 << 63, even.limb5 >> 1)
  }

  @inline(__always)
  static func == (a: BLS12381Field, b: BLS12381Field) -> Bool {
    let low = (a.limb0 ^ b.limb0) | (a.limb1 ^ b.limb1) | (a.limb2 ^ b.limb2)
    let high = (a.limb3 ^ b.limb3) | (a.limb4 ^ b.limb4) | (a.limb5 ^ b.limb5)
    return low | high == 0
  }
}

extension BLS12381Field {
  @inline(__always)
  static func difference(_ a: Wide, _ b: Wide) -> Wide {
    var carry: UInt64 = 1
    let low = difference(a.low, b.low, &carry)
    return Wide(low: low, high: difference(a.high, b.high, &carry))
  }

  @inline(__always)
  static func modularDifference(_ a: Wide, _ b: Wide) -> Wide {
    var carry: UInt64 = 1
    let low = difference(a.low, b.low, &carry)
    let high = difference(a.high, b.high, &carry)
    return Wide(low: low, high: high.addingModulus(where: carry &- 1))
  }
}
