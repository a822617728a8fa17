import ChainTypes

/// The operations of `generate_word_vectors.py`, in its order.
enum WordOperation: String, CaseIterable {
  case add, sub, mul, mulfull, div, mod, sdiv, smod, addmod, mulmod, exp
  case signextend, shl, shr, sar, byte, compare, bitwise, clz, bytes, hex, decimal

  /// The result as the oracle folds it: four limbs for a number, one for each byte of bytes and
  /// text.
  func result(_ operands: [Word]) -> [UInt64] {
    let a = operands[0]
    let b = operands.count > 1 ? operands[1] : .zero
    let c = operands.count > 2 ? operands[2] : .zero
    switch self {
    case .add:
      let (sum, carry) = a.addingReportingOverflow(b)
      return limbs(sum, carry ? 1 : 0) + agreement(sum == a &+ b)
    case .sub:
      let (difference, borrow) = a.subtractingReportingOverflow(b)
      return limbs(difference, borrow ? 1 : 0) + agreement(difference == a &- b)
    case .mul: return limbs(a &* b)
    case .mulfull:
      let (high, low) = a.multipliedFullWidth(by: b)
      return limbs(high, low)
    case .div: return limbs(a.divided(by: b))
    case .mod: return limbs(a.remainder(dividingBy: b))
    case .sdiv: return limbs(a.signedDivided(by: b))
    case .smod: return limbs(a.signedRemainder(dividingBy: b))
    case .addmod: return limbs(a.addingModulo(b, c))
    case .mulmod: return limbs(a.multiplyingModulo(b, c))
    case .exp: return limbs(a.power(b))
    case .compare: return limbs(comparison(a, b))
    case .bitwise: return limbs(a & b, a | b, a ^ b, ~a)
    case .signextend, .shl, .shr, .sar, .byte: return shifted(a, b)
    case .clz, .bytes, .hex, .decimal: return form(a)
    }
  }

  private func shifted(_ a: Word, _ b: Word) -> [UInt64] {
    // The operators by Int agree with the shifts by word wherever an Int can hold the amount.
    let amount = b.asUInt64.flatMap(Int.init(exactly:))
    switch self {
    case .signextend: return limbs(a.signExtended(fromByte: b))
    case .sar: return limbs(a.arithmeticShiftedRight(by: b))
    case .byte: return limbs(a.byte(at: b))
    case .shl:
      let word = a.shiftedLeft(by: b)
      return limbs(word) + agreement(amount.map { a << $0 == word } ?? true)
    default:
      let word = a.shiftedRight(by: b)
      return limbs(word) + agreement(amount.map { a >> $0 == word } ?? true)
    }
  }

  private func form(_ a: Word) -> [UInt64] {
    switch self {
    case .clz:
      let zeros = a.leadingZeroBitCount
      return limbs(Word(UInt64(zeros)), a.negated) + agreement(zeros + a.bitWidthUsed == 256)
    case .bytes:
      let back = Word(bigEndianBytes: a.bytes) == a && Word(bigEndianBytes: a.minimalBytes) == a
      return (a.bytes + a.minimalBytes).map(UInt64.init) + agreement(back && loadsBack(a))
    case .hex:
      let back = Word(hex: a.hex) == a && Word(hex: String(a.hex64.dropFirst(2)).uppercased()) == a
      return (a.hex + a.hex64).utf8.map(UInt64.init) + agreement(back)
    default:
      return a.decimal.utf8.map(UInt64.init) + agreement(Word(decimal: a.decimal) == a)
    }
  }

  private func comparison(_ a: Word, _ b: Word) -> Word {
    let signedLess: UInt64 = a.isSignedLess(than: b) ? 4 : 0
    let signedMore: UInt64 = b.isSignedLess(than: a) ? 8 : 0
    return Word((a < b ? 1 : 0) | (a > b ? 2 : 0) | signedLess | signedMore | (a == b ? 16 : 0))
  }

  private func loadsBack(_ a: Word) -> Bool {
    a.bytes.withUnsafeBytes { Word(bigEndian: $0.baseAddress!) == a }
  }

  /// Nothing when two forms of an operation agree; otherwise a limb that spoils the check.
  private func agreement(_ holds: Bool) -> [UInt64] { holds ? [] : [0xbad] }

  private func limbs(_ words: Word...) -> [UInt64] {
    words.flatMap { [$0.limb0, $0.limb1, $0.limb2, $0.limb3] }
  }
}
