import ChainTypes

/// The handlers of an instruction with two operands. `sk` has the constant as the second operand
/// (the lower word on the EVM's stack), `ks` as the first.
@safe
struct BinaryForm {
  var ss: Handler
  var sk: Handler?
  var ks: Handler?
  /// `sk` is the addition's: x - c = x + (-c).
  var addsNegatedConstant = false
  /// The result when both are known while translating.
  var fold: @Sendable (Word, Word) -> Word
  /// What a conditional jump behind it becomes, if it compares.
  var comparison: ComparisonForm?

  init?(_ op: UInt8) {
    switch op {
    case 0x01: unsafe self.init(addSS, addSK, addSK) { $0 &+ $1 }
    case 0x02: unsafe self.init(mulSS, mulSK, mulSK) { $0 &* $1 }
    case 0x03:
      unsafe self.init(subSS, addSK, subKS) { $0 &- $1 }
      addsNegatedConstant = true
    case 0x04: unsafe self.init(divSS) { $0.divided(by: $1) }
    case 0x05: unsafe self.init(sdivSS) { $0.signedDivided(by: $1) }
    case 0x06: unsafe self.init(modSS) { $0.remainder(dividingBy: $1) }
    case 0x07: unsafe self.init(smodSS) { $0.signedRemainder(dividingBy: $1) }
    case 0x0b: unsafe self.init(signextendSS, nil, signextendKS) { $1.signExtended(fromByte: $0) }
    case 0x10:
      unsafe self.init(ltSS, ltSK, ltKS) { Word($0 < $1 ? 1 : 0) }
      comparison = .less
    case 0x12:
      unsafe self.init(sltSS, sltSK, sltKS) { Word($0.isSignedLess(than: $1) ? 1 : 0) }
      comparison = .signedLess
    case 0x14:
      unsafe self.init(eqSS, eqSK, eqSK) { Word($0 == $1 ? 1 : 0) }
      comparison = .equal
    case 0x16: unsafe self.init(andSS, andSK, andSK) { $0 & $1 }
    case 0x17: unsafe self.init(orSS, orSK, orSK) { $0 | $1 }
    case 0x18: unsafe self.init(xorSS, xorSK, xorSK) { $0 ^ $1 }
    case 0x1a: unsafe self.init(byteSS, nil, byteKS) { $1.byte(at: $0) }
    case 0x1b: unsafe self.init(shlSS, nil, shlKS) { $1.shiftedLeft(by: $0) }
    case 0x1c: unsafe self.init(shrSS, nil, shrKS) { $1.shiftedRight(by: $0) }
    case 0x1d: unsafe self.init(sarSS, nil, sarKS) { $1.arithmeticShiftedRight(by: $0) }
    default: return nil
    }
  }

  private init(
    _ ss: Handler, _ sk: Handler? = nil, _ ks: Handler? = nil,
    _ fold: @escaping @Sendable (Word, Word) -> Word
  ) {
    unsafe self.ss = unsafe ss
    unsafe self.sk = unsafe sk
    unsafe self.ks = unsafe ks
    self.fold = fold
  }
}

enum ComparisonForm {
  case less
  case signedLess
  case equal
  /// ISZERO.
  case zero
}

/// A comparison that the last instructions made and nothing else: a conditional jump takes its
/// place.
struct MadeComparison {
  var form: ComparisonForm
  var isNegated = false
  var a: Operand
  var b: Operand
  /// The slot of its result.
  var result: Int
  /// Where its instructions begin.
  var first: Int

  /// The jump taken when the comparison holds, by kind of operands.
  var jump: Handler {
    switch (form, isConstant(a), isConstant(b), isNegated) {
    case (.zero, _, _, false): unsafe jumpiZero
    case (.zero, _, _, true): unsafe jumpiNonzero
    case (.less, false, false, false): unsafe jumpiLtSS
    case (.less, false, false, true): unsafe jumpiGeSS
    case (.less, false, true, false): unsafe jumpiLtSK
    case (.less, false, true, true): unsafe jumpiGeSK
    case (.less, true, _, false): unsafe jumpiLtKS
    case (.less, true, _, true): unsafe jumpiGeKS
    case (.signedLess, false, false, false): unsafe jumpiSltSS
    case (.signedLess, false, false, true): unsafe jumpiSgeSS
    case (.signedLess, false, true, false): unsafe jumpiSltSK
    case (.signedLess, false, true, true): unsafe jumpiSgeSK
    case (.signedLess, true, _, false): unsafe jumpiSltKS
    case (.signedLess, true, _, true): unsafe jumpiSgeKS
    case (.equal, false, false, false): unsafe jumpiEqSS
    case (.equal, false, false, true): unsafe jumpiNeSS
    case (.equal, _, _, false): unsafe jumpiEqSK
    case (.equal, _, _, true): unsafe jumpiNeSK
    }
  }

  private func isConstant(_ operand: Operand) -> Bool {
    if case .constant = operand { true } else { false }
  }
}

enum PushForm {
  /// The handler of an instruction that pushes something of the environment.
  static func handler(_ op: UInt8) -> Handler? {
    switch op {
    case 0x30: unsafe addressD
    case 0x32: unsafe originD
    case 0x33: unsafe callerD
    case 0x34: unsafe callvalueD
    case 0x36: unsafe calldatasizeD
    case 0x3a: unsafe gaspriceD
    case 0x3d: unsafe returndatasizeD
    case 0x41: unsafe coinbaseD
    case 0x42: unsafe timestampD
    case 0x43: unsafe numberD
    case 0x44: unsafe prevrandaoD
    case 0x45: unsafe gaslimitD
    case 0x46: unsafe chainidD
    case 0x48: unsafe basefeeD
    case 0x4a: unsafe blobbasefeeD
    case 0x59: unsafe msizeD
    default: nil
    }
  }
}

/// Instructions whose operands are put in place and whose body is that of tier 0.
@safe
struct InPlaceForm {
  let handler: Handler
  let takes: Int
  let gives: Int

  init?(_ op: UInt8) {
    switch op {
    case 0x20: unsafe self.init(keccakInPlace, 2, 1)
    case 0x37: unsafe self.init(calldatacopyInPlace, 3, 0)
    case 0x39: unsafe self.init(codecopyInPlace, 3, 0)
    case 0x3e: unsafe self.init(returndatacopyInPlace, 3, 0)
    case 0x5e: unsafe self.init(mcopyInPlace, 3, 0)
    case 0xf3: unsafe self.init(returnInPlace, 2, 0)
    case 0xfd: unsafe self.init(revertInPlace, 2, 0)
    default: return nil
    }
  }

  private init(_ handler: Handler, _ takes: Int, _ gives: Int) {
    unsafe self.handler = unsafe handler
    self.takes = takes
    self.gives = gives
  }
}
