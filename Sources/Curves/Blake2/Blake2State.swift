// The compression function of BLAKE2b as EIP-152 exposes it (RFC 7693, section 3.2). The state
// lives in sixteen variables and the ten message schedules are written out: no index is computed in
// a round.

struct Blake2State {
  var v0, v1, v2, v3, v4, v5, v6, v7: UInt64
  var v8, v9, v10, v11, v12, v13, v14, v15: UInt64
}

struct Blake2Message {
  let m0, m1, m2, m3, m4, m5, m6, m7: UInt64
  let m8, m9, m10, m11, m12, m13, m14, m15: UInt64
}

extension Blake2State {
  /// RFC 7693, section 3.1.
  @inline(__always)
  private static func mix(
    _ a: inout UInt64, _ b: inout UInt64, _ c: inout UInt64, _ d: inout UInt64,
    _ x: UInt64, _ y: UInt64
  ) {
    a = a &+ b &+ x
    d = rotate(d ^ a, 32)
    c = c &+ d
    b = rotate(b ^ c, 24)
    a = a &+ b &+ y
    d = rotate(d ^ a, 16)
    c = c &+ d
    b = rotate(b ^ c, 63)
  }

  @inline(__always)
  private static func rotate(_ word: UInt64, _ right: UInt64) -> UInt64 {
    word &>> right | word &<< (64 &- right)
  }

  @inline(__always)
  private mutating func round(
    _ s0: UInt64, _ s1: UInt64, _ s2: UInt64, _ s3: UInt64,
    _ s4: UInt64, _ s5: UInt64, _ s6: UInt64, _ s7: UInt64,
    _ s8: UInt64, _ s9: UInt64, _ s10: UInt64, _ s11: UInt64,
    _ s12: UInt64, _ s13: UInt64, _ s14: UInt64, _ s15: UInt64
  ) {
    Blake2State.mix(&v0, &v4, &v8, &v12, s0, s1)
    Blake2State.mix(&v1, &v5, &v9, &v13, s2, s3)
    Blake2State.mix(&v2, &v6, &v10, &v14, s4, s5)
    Blake2State.mix(&v3, &v7, &v11, &v15, s6, s7)
    Blake2State.mix(&v0, &v5, &v10, &v15, s8, s9)
    Blake2State.mix(&v1, &v6, &v11, &v12, s10, s11)
    Blake2State.mix(&v2, &v7, &v8, &v13, s12, s13)
    Blake2State.mix(&v3, &v4, &v9, &v14, s14, s15)
  }

  mutating func run(rounds: UInt32, _ m: Blake2Message) {
    var left = rounds
    while left >= 10 {
      // Written out, so that each round knows its schedule when it is compiled: as a loop the
      // rounds pick it at run time and keep the state in memory.
      round(0, m)
      round(1, m)
      round(2, m)
      round(3, m)
      round(4, m)
      round(5, m)
      round(6, m)
      round(7, m)
      round(8, m)
      round(9, m)
      left -= 10
    }
    for index in 0..<left { round(index, m) }
  }

  /// RFC 7693, section 2.7: the rows of SIGMA.
  @inline(__always)
  private mutating func round(_ index: UInt32, _ m: Blake2Message) {
    switch index {
    case 0:
      round(
        m.m0, m.m1, m.m2, m.m3, m.m4, m.m5, m.m6, m.m7,
        m.m8, m.m9, m.m10, m.m11, m.m12, m.m13, m.m14, m.m15)
    case 1:
      round(
        m.m14, m.m10, m.m4, m.m8, m.m9, m.m15, m.m13, m.m6,
        m.m1, m.m12, m.m0, m.m2, m.m11, m.m7, m.m5, m.m3)
    case 2:
      round(
        m.m11, m.m8, m.m12, m.m0, m.m5, m.m2, m.m15, m.m13,
        m.m10, m.m14, m.m3, m.m6, m.m7, m.m1, m.m9, m.m4)
    case 3:
      round(
        m.m7, m.m9, m.m3, m.m1, m.m13, m.m12, m.m11, m.m14,
        m.m2, m.m6, m.m5, m.m10, m.m4, m.m0, m.m15, m.m8)
    case 4:
      round(
        m.m9, m.m0, m.m5, m.m7, m.m2, m.m4, m.m10, m.m15,
        m.m14, m.m1, m.m11, m.m12, m.m6, m.m8, m.m3, m.m13)
    case 5:
      round(
        m.m2, m.m12, m.m6, m.m10, m.m0, m.m11, m.m8, m.m3,
        m.m4, m.m13, m.m7, m.m5, m.m15, m.m14, m.m1, m.m9)
    case 6:
      round(
        m.m12, m.m5, m.m1, m.m15, m.m14, m.m13, m.m4, m.m10,
        m.m0, m.m7, m.m6, m.m3, m.m9, m.m2, m.m8, m.m11)
    case 7:
      round(
        m.m13, m.m11, m.m7, m.m14, m.m12, m.m1, m.m3, m.m9,
        m.m5, m.m0, m.m15, m.m4, m.m8, m.m6, m.m2, m.m10)
    case 8:
      round(
        m.m6, m.m15, m.m14, m.m9, m.m11, m.m3, m.m0, m.m8,
        m.m12, m.m2, m.m13, m.m7, m.m1, m.m4, m.m10, m.m5)
    default:
      round(
        m.m10, m.m2, m.m8, m.m4, m.m7, m.m6, m.m1, m.m5,
        m.m15, m.m11, m.m9, m.m14, m.m3, m.m12, m.m13, m.m0)
    }
  }
}
