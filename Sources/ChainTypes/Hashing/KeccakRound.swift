// One round of Keccak-f[1600] (FIPS 202, section 3.2) on a state with lanes 1, 2, 8, 12, 17 and 20
// complemented.

extension KeccakPlanes {
  /// Theta's sums and iota here, the other steps plane by plane: rho and pi bring five lanes of
  /// five planes together, chi combines them.
  @inline(__always)
  func round(_ constant: UInt64) -> KeccakPlanes {
    let c = y0 ^ y1 ^ y2 ^ y3 ^ y4
    let d = KeccakPlane(
      c.x4 ^ Self.rotate(c.x1, 1), c.x0 ^ Self.rotate(c.x2, 1), c.x1 ^ Self.rotate(c.x3, 1),
      c.x2 ^ Self.rotate(c.x4, 1), c.x3 ^ Self.rotate(c.x0, 1))
    return KeccakPlanes(plane0(d, constant), plane1(d), plane2(d), plane3(d), plane4(d))
  }

  @inline(__always)
  static func rotate(_ lane: UInt64, _ count: UInt64) -> UInt64 {
    lane &<< count | lane &>> (64 &- count)
  }

  // Without complements chi is `b0 ^ (~b1 & b2)` everywhere. With them, de Morgan's rules leave an
  // `and` or an `or`, and one inversion a plane where the pattern does not close.

  @inline(__always)
  private func plane0(_ d: KeccakPlane, _ constant: UInt64) -> KeccakPlane {
    let b0 = y0.x0 ^ d.x0
    let b1 = Self.rotate(y1.x1 ^ d.x1, 44)
    let b2 = Self.rotate(y2.x2 ^ d.x2, 43)
    let b3 = Self.rotate(y3.x3 ^ d.x3, 21)
    let b4 = Self.rotate(y4.x4 ^ d.x4, 14)
    return KeccakPlane(
      b0 ^ (b1 | b2) ^ constant, b1 ^ (~b2 | b3), b2 ^ (b3 & b4), b3 ^ (b4 | b0), b4 ^ (b0 & b1))
  }

  @inline(__always)
  private func plane1(_ d: KeccakPlane) -> KeccakPlane {
    let b0 = Self.rotate(y0.x3 ^ d.x3, 28)
    let b1 = Self.rotate(y1.x4 ^ d.x4, 20)
    let b2 = Self.rotate(y2.x0 ^ d.x0, 3)
    let b3 = Self.rotate(y3.x1 ^ d.x1, 45)
    let b4 = Self.rotate(y4.x2 ^ d.x2, 61)
    return KeccakPlane(
      b0 ^ (b1 | b2), b1 ^ (b2 & b3), b2 ^ (b3 | ~b4), b3 ^ (b4 | b0), b4 ^ (b0 & b1))
  }

  @inline(__always)
  private func plane2(_ d: KeccakPlane) -> KeccakPlane {
    let b0 = Self.rotate(y0.x1 ^ d.x1, 1)
    let b1 = Self.rotate(y1.x2 ^ d.x2, 6)
    let b2 = Self.rotate(y2.x3 ^ d.x3, 25)
    let b3 = Self.rotate(y3.x4 ^ d.x4, 8)
    let b4 = Self.rotate(y4.x0 ^ d.x0, 18)
    return KeccakPlane(
      b0 ^ (b1 | b2), b1 ^ (b2 & b3), b2 ^ (~b3 & b4), ~b3 ^ (b4 | b0), b4 ^ (b0 & b1))
  }

  @inline(__always)
  private func plane3(_ d: KeccakPlane) -> KeccakPlane {
    let b0 = Self.rotate(y0.x4 ^ d.x4, 27)
    let b1 = Self.rotate(y1.x0 ^ d.x0, 36)
    let b2 = Self.rotate(y2.x1 ^ d.x1, 10)
    let b3 = Self.rotate(y3.x2 ^ d.x2, 15)
    let b4 = Self.rotate(y4.x3 ^ d.x3, 56)
    return KeccakPlane(
      b0 ^ (b1 & b2), b1 ^ (b2 | b3), b2 ^ (~b3 | b4), ~b3 ^ (b4 & b0), b4 ^ (b0 | b1))
  }

  @inline(__always)
  private func plane4(_ d: KeccakPlane) -> KeccakPlane {
    let b0 = Self.rotate(y0.x2 ^ d.x2, 62)
    let b1 = Self.rotate(y1.x3 ^ d.x3, 55)
    let b2 = Self.rotate(y2.x4 ^ d.x4, 39)
    let b3 = Self.rotate(y3.x0 ^ d.x0, 41)
    let b4 = Self.rotate(y4.x1 ^ d.x1, 2)
    return KeccakPlane(
      b0 ^ (~b1 & b2), ~b1 ^ (b2 | b3), b2 ^ (b3 & b4), b3 ^ (b4 | b0), b4 ^ (b0 & b1))
  }
}
