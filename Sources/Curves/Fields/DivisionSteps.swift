// Inversion by division steps (Bernstein and Yang 2019), in variable time and 62 steps at once, in
// the arrangement of Wuille's note for libsecp256k1 (doc/safegcd_implementation.md there): the
// steps look at the lowest limb only and collect a matrix, which is then applied to the whole
// numbers.

/// A number in limbs of 62 bits, of which the highest carries the sign.
struct SignedLimbs {
  /// Enough for 434 bits; `count` of them are used.
  var limbs: InlineArray<7, Int64>

  static var mask: UInt64 { .max >> 2 }

  init(zeroAnd lowest: Int64) {
    limbs = InlineArray(repeating: 0)
    limbs[0] = lowest
  }

  /// From limbs of 64 bits, least significant first.
  init(_ words: InlineArray<6, UInt64>) {
    limbs = InlineArray(repeating: 0)
    for i in 0..<7 {
      let bit = 62 * i
      let word = bit >> 6
      let shift = UInt64(truncatingIfNeeded: bit & 63)
      let low = words[word] &>> shift
      let high = shift > 2 && word < 5 ? words[word + 1] &<< (64 &- shift) : 0
      limbs[i] = Int64(bitPattern: (low | high) & SignedLimbs.mask)
    }
  }

  /// Limbs of 64 bits, for a number that is not negative.
  var words: InlineArray<6, UInt64> {
    var words = InlineArray<6, UInt64>(repeating: 0)
    for i in 0..<6 {
      let bit = 64 * i
      let limb = bit / 62
      let shift = UInt64(truncatingIfNeeded: bit % 62)
      let low = UInt64(bitPattern: limbs[limb]) &>> shift
      let high = limb < 6 ? UInt64(bitPattern: limbs[limb + 1]) &<< (62 &- shift) : 0
      words[i] = low | high
    }
    return words
  }

  var isZero: Bool {
    var bits: Int64 = 0
    for i in 0..<7 { bits |= limbs[i] }
    return bits == 0
  }
}

/// What 62 steps do to a pair: 2^62 times the new f is u·f + v·g, and of the new g q·f + r·g.
private struct StepMatrix {
  var u: Int64 = 1
  var v: Int64 = 0
  var q: Int64 = 0
  var r: Int64 = 1
}

/// Inverts modulo an odd number.
struct DivisionSteps {
  private let modulus: SignedLimbs
  /// The modulus's inverse modulo 2^62.
  private let inverse: UInt64
  /// Limbs in use: enough for twice the modulus and a sign.
  private let count: Int

  init(modulus: InlineArray<6, UInt64>, negativeInverse: UInt64, count: Int) {
    self.modulus = SignedLimbs(modulus)
    inverse = (0 &- negativeInverse) & SignedLimbs.mask
    self.count = count
  }

  /// The inverse of a number below the modulus and prime to it, below the modulus; zero for zero.
  func inverse(of number: InlineArray<6, UInt64>) -> InlineArray<6, UInt64> {
    var d = SignedLimbs(zeroAnd: 0)
    var e = SignedLimbs(zeroAnd: 1)
    var f = modulus
    var g = SignedLimbs(number)
    var eta: Int64 = -1
    while !g.isZero {
      let matrix = steps(&eta, f.limbs[0], g.limbs[0])
      updateModular(&d, &e, matrix)
      update(&f, &g, matrix)
    }
    // f is 1 or −1, and d its multiple of the inverse.
    return canonical(d, negate: f.limbs[count - 1] < 0).words
  }

  /// 62 division steps on the lowest bits of f and g. `eta` is minus Bernstein and Yang's delta.
  private func steps(_ eta: inout Int64, _ lowF: Int64, _ lowG: Int64) -> StepMatrix {
    var m = StepMatrix()
    var f = UInt64(bitPattern: lowF)
    var g = UInt64(bitPattern: lowG)
    var left: Int64 = 62
    while true {
      // Even g: halve it, at most as often as steps are left.
      let zeros = Int64((g | .max &<< UInt64(bitPattern: left)).trailingZeroBitCount)
      g &>>= UInt64(bitPattern: zeros)
      m.u &<<= zeros
      m.v &<<= zeros
      eta &-= zeros
      left &-= zeros
      if left == 0 { return m }
      if eta < 0 {
        eta = 0 &- eta
        (f, g) = (g, 0 &- f)
        (m.u, m.q) = (m.q, 0 &- m.u)
        (m.v, m.r) = (m.r, 0 &- m.v)
      }
      // Both are odd: add the multiple of f that clears up to six bits of g, w = −g/f, by Newton's
      // f·(2 − f²) = 1/f modulo 64; no more than until f and g change places, or the steps end.
      let limit = min(eta &+ 1, left, 6)
      let bits = UInt64.max &>> UInt64(bitPattern: 64 &- limit)
      let w = f &* g &* (f &* f &- 2) & bits
      g = g &+ f &* w
      m.q = m.q &+ m.u &* Int64(bitPattern: w)
      m.r = m.r &+ m.v &* Int64(bitPattern: w)
    }
  }

  /// Applies the matrix to f and g, whose low 62 bits it clears.
  private func update(_ f: inout SignedLimbs, _ g: inout SignedLimbs, _ m: StepMatrix) {
    var carryF = product(m.u, f.limbs[0]) &+ product(m.v, g.limbs[0])
    var carryG = product(m.q, f.limbs[0]) &+ product(m.r, g.limbs[0])
    for i in 1..<count {
      let (fi, gi) = (f.limbs[i], g.limbs[i])
      carryF = (carryF &>> 62) &+ product(m.u, fi) &+ product(m.v, gi)
      carryG = (carryG &>> 62) &+ product(m.q, fi) &+ product(m.r, gi)
      f.limbs[i - 1] = low(carryF)
      g.limbs[i - 1] = low(carryG)
    }
    f.limbs[count - 1] = Int64(truncatingIfNeeded: carryF &>> 62)
    g.limbs[count - 1] = Int64(truncatingIfNeeded: carryG &>> 62)
  }

  /// Applies the matrix to d and e modulo the modulus: adds the multiples of it that clear the low
  /// 62 bits, so that both stay above −2 and below 1 times the modulus.
  private func updateModular(_ d: inout SignedLimbs, _ e: inout SignedLimbs, _ m: StepMatrix) {
    let signD = d.limbs[count - 1] >> 63
    let signE = e.limbs[count - 1] >> 63
    var multipleD = (m.u & signD) &+ (m.v & signE)
    var multipleE = (m.q & signD) &+ (m.r & signE)
    var carryD = product(m.u, d.limbs[0]) &+ product(m.v, e.limbs[0])
    var carryE = product(m.q, d.limbs[0]) &+ product(m.r, e.limbs[0])
    multipleD &-= correction(carryD, multipleD)
    multipleE &-= correction(carryE, multipleE)
    carryD = carryD &+ product(modulus.limbs[0], multipleD)
    carryE = carryE &+ product(modulus.limbs[0], multipleE)
    for i in 1..<count {
      let (di, ei, pi) = (d.limbs[i], e.limbs[i], modulus.limbs[i])
      carryD = (carryD &>> 62) &+ product(m.u, di) &+ product(m.v, ei) &+ product(pi, multipleD)
      carryE = (carryE &>> 62) &+ product(m.q, di) &+ product(m.r, ei) &+ product(pi, multipleE)
      d.limbs[i - 1] = low(carryD)
      e.limbs[i - 1] = low(carryE)
    }
    d.limbs[count - 1] = Int64(truncatingIfNeeded: carryD &>> 62)
    e.limbs[count - 1] = Int64(truncatingIfNeeded: carryE &>> 62)
  }

  @inline(__always)
  private func correction(_ sum: Int128, _ multiple: Int64) -> Int64 {
    let bits = inverse &* UInt64(truncatingIfNeeded: sum) &+ UInt64(bitPattern: multiple)
    return Int64(bitPattern: bits & SignedLimbs.mask)
  }

  @inline(__always)
  private func product(_ a: Int64, _ b: Int64) -> Int128 { Int128(a) &* Int128(b) }

  @inline(__always)
  private func low(_ sum: Int128) -> Int64 {
    Int64(bitPattern: UInt64(truncatingIfNeeded: sum) & SignedLimbs.mask)
  }

  /// From above −2 and below 1 times the modulus, perhaps negated, to the remainder.
  private func canonical(_ number: SignedLimbs, negate: Bool) -> SignedLimbs {
    var result = number
    if result.limbs[count - 1] < 0 { result = sum(result, 1, modulus) }
    if negate { result = sum(SignedLimbs(zeroAnd: 0), -1, result) }
    if result.limbs[count - 1] < 0 { result = sum(result, 1, modulus) }
    return result
  }

  /// `a + factor·b`.
  private func sum(_ a: SignedLimbs, _ factor: Int64, _ b: SignedLimbs) -> SignedLimbs {
    var result = a
    var carry: Int64 = 0
    for i in 0..<count - 1 {
      carry &+= a.limbs[i] &+ factor &* b.limbs[i]
      result.limbs[i] = Int64(bitPattern: UInt64(bitPattern: carry) & SignedLimbs.mask)
      carry >>= 62
    }
    result.limbs[count - 1] = a.limbs[count - 1] &+ factor &* b.limbs[count - 1] &+ carry
    return result
  }
}
