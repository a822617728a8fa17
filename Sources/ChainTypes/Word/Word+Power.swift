// EXP.

extension Word {
  /// self^exponent modulo 2^256; 0^0 is 1.
  public func power(_ exponent: Word) -> Word {
    let bits = exponent.bitWidthUsed
    if bits == 0 { return .one }
    var result = self
    var position = bits &- 2
    while position >= 0 {
      result = result.squared
      if exponent.isSet(position) { result = result &* self }
      position &-= 1
    }
    return result
  }

  @inline(__always)
  func isSet(_ bit: Int) -> Bool { littleEndianByte(bit &>> 3) &>> UInt8(bit & 7) & 1 != 0 }
}
