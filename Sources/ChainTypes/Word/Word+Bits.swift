// Bitwise operations, shifts, single bytes and sign extension. Shifts move whole limbs by selects
// and the rest by double shifts, so that no branch depends on the operands.

extension Word {
  @inlinable @inline(__always)
  public static func & (a: Word, b: Word) -> Word {
    Word(a.limb0 & b.limb0, a.limb1 & b.limb1, a.limb2 & b.limb2, a.limb3 & b.limb3)
  }

  @inlinable @inline(__always)
  public static func | (a: Word, b: Word) -> Word {
    Word(a.limb0 | b.limb0, a.limb1 | b.limb1, a.limb2 | b.limb2, a.limb3 | b.limb3)
  }

  @inlinable @inline(__always)
  public static func ^ (a: Word, b: Word) -> Word {
    Word(a.limb0 ^ b.limb0, a.limb1 ^ b.limb1, a.limb2 ^ b.limb2, a.limb3 ^ b.limb3)
  }

  @inlinable @inline(__always)
  public static prefix func ~ (a: Word) -> Word { Word(~a.limb0, ~a.limb1, ~a.limb2, ~a.limb3) }

  /// Shifts left; an amount below 0 or above 255 gives zero.
  @inlinable @inline(__always)
  public static func << (word: Word, amount: Int) -> Word {
    word.shiftedLeft(by: Word(UInt64(truncatingIfNeeded: amount)))
  }

  /// Shifts right; an amount below 0 or above 255 gives zero.
  @inlinable @inline(__always)
  public static func >> (word: Word, amount: Int) -> Word {
    word.shiftedRight(by: Word(UInt64(truncatingIfNeeded: amount)))
  }

  /// SHL (EIP-145): 256 and more give zero.
  @inlinable @inline(__always)
  public func shiftedLeft(by amount: Word) -> Word {
    let shift = amount.limb0
    let big = (shift & 128) != 0
    let b3 = big ? limb1 : limb3
    let b2 = big ? limb0 : limb2
    let b1 = big ? 0 : limb1
    let b0 = big ? 0 : limb0
    let middle = (shift & 64) != 0
    let m3 = middle ? b2 : b3
    let m2 = middle ? b1 : b2
    let m1 = middle ? b0 : b1
    let m0 = middle ? 0 : b0
    let shifted = Word(
      m0 &<< shift, Word.funnelLeft(m1, m0, shift), Word.funnelLeft(m2, m1, shift),
      Word.funnelLeft(m3, m2, shift))
    return amount.isBelow(256) ? shifted : .zero
  }

  /// SHR (EIP-145): 256 and more give zero.
  @inlinable @inline(__always)
  public func shiftedRight(by amount: Word) -> Word {
    shiftedRight(by: amount, filling: 0)
  }

  /// SAR (EIP-145): copies of the sign come in from the left; 256 and more give 0 or -1.
  @inlinable @inline(__always)
  public func arithmeticShiftedRight(by amount: Word) -> Word {
    shiftedRight(by: amount, filling: UInt64(bitPattern: Int64(bitPattern: limb3) &>> 63))
  }

  @inlinable @inline(__always)
  func shiftedRight(by amount: Word, filling fill: UInt64) -> Word {
    let shift = amount.limb0
    let big = (shift & 128) != 0
    let b0 = big ? limb2 : limb0
    let b1 = big ? limb3 : limb1
    let b2 = big ? fill : limb2
    let b3 = big ? fill : limb3
    let middle = (shift & 64) != 0
    let m0 = middle ? b1 : b0
    let m1 = middle ? b2 : b1
    let m2 = middle ? b3 : b2
    let m3 = middle ? fill : b3
    let shifted = Word(
      Word.funnelRight(m1, m0, shift), Word.funnelRight(m2, m1, shift),
      Word.funnelRight(m3, m2, shift), Word.funnelRight(fill, m3, shift))
    return amount.isBelow(256) ? shifted : Word(fill, fill, fill, fill)
  }

  /// The upper limb of `high:low` shifted left by the lowest six bits of `shift`.
  @inlinable @inline(__always)
  static func funnelLeft(_ high: UInt64, _ low: UInt64, _ shift: UInt64) -> UInt64 {
    high &<< shift | (low &>> 1) &>> (~shift)
  }

  /// The lower limb of `high:low` shifted right by the lowest six bits of `shift`.
  @inlinable @inline(__always)
  static func funnelRight(_ high: UInt64, _ low: UInt64, _ shift: UInt64) -> UInt64 {
    low &>> shift | (high &<< 1) &<< (~shift)
  }

  @inlinable @inline(__always)
  func isBelow(_ bound: UInt64) -> Bool { (limb1 | limb2) | limb3 == 0 && limb0 < bound }

  /// BYTE: the byte at `index`, 0 the most significant one; zero from 32 on.
  @inlinable @inline(__always)
  public func byte(at index: Word) -> Word {
    let upper = (index.limb0 & 16) == 0
    let odd = (index.limb0 & 8) == 0
    let limb = upper ? (odd ? limb3 : limb2) : (odd ? limb1 : limb0)
    let byte = limb &>> ((~index.limb0 & 7) &<< 3) & 0xff
    return Word(index.isBelow(32) ? byte : 0)
  }

  /// SIGNEXTEND: the number whose sign is the top bit of byte `index`, 0 the least significant one;
  /// from 31 on the word itself.
  @inlinable @inline(__always)
  public func signExtended(fromByte index: Word) -> Word {
    if !index.isBelow(31) { return self }
    let unit = index.limb0 &>> 3
    let shift = (~index.limb0 & 7) &<< 3
    let limb = unit < 2 ? (unit == 0 ? limb0 : limb1) : (unit == 2 ? limb2 : limb3)
    let top = UInt64(bitPattern: Int64(bitPattern: limb &<< shift) &>> Int64(bitPattern: shift))
    let fill = UInt64(bitPattern: Int64(bitPattern: top) &>> 63)
    return Word(
      unit == 0 ? top : limb0,
      unit == 1 ? top : (unit < 1 ? fill : limb1),
      unit == 2 ? top : (unit < 2 ? fill : limb2),
      unit == 3 ? top : fill)
  }

  /// How many zero bits stand before the highest set one; 256 for zero.
  @inlinable @inline(__always)
  public var leadingZeroBitCount: Int {
    if limb3 != 0 { return limb3.leadingZeroBitCount }
    if limb2 != 0 { return 64 &+ limb2.leadingZeroBitCount }
    if limb1 != 0 { return 128 &+ limb1.leadingZeroBitCount }
    return 192 &+ limb0.leadingZeroBitCount
  }

  /// How many zero bits stand below the lowest set one; 256 for zero.
  @inlinable @inline(__always)
  public var trailingZeroBitCount: Int {
    if limb0 != 0 { return limb0.trailingZeroBitCount }
    if limb1 != 0 { return 64 &+ limb1.trailingZeroBitCount }
    if limb2 != 0 { return 128 &+ limb2.trailingZeroBitCount }
    return 192 &+ limb3.trailingZeroBitCount
  }

  /// How many bits the number needs; 0 for zero.
  @inlinable @inline(__always)
  public var bitWidthUsed: Int { 256 &- leadingZeroBitCount }
}
