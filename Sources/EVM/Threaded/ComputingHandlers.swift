import ChainTypes

// Handlers that compute. Names: `ss` takes two slots, `sk` a slot and a constant, `ks` the reverse.
// Bodies too large to stand inline are called with addresses of slots, never of locals.

typealias IP = UnsafeRawPointer
typealias SP = UnsafeMutableRawPointer

@inline(__always)
private func ss(_ at: At, _ f: (Word, Word) -> Word) -> UInt8 {
  at.d = f(at.a, at.b)
  return at.next()
}

@inline(__always)
private func sk(_ at: At, _ f: (Word, Word) -> Word) -> UInt8 {
  at.d = f(at.a, at.k)
  return at.next()
}

@inline(__always)
private func truth(_ value: Bool) -> Word { Word(value ? 1 : 0) }

@c(cairn_op_add_ss) @inline(__always)
func addSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  ss(unsafe At(ip, sp, gas, r)) { $0 &+ $1 }
}

@c(cairn_op_add_sk) @inline(__always)
func addSK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  sk(unsafe At(ip, sp, gas, r)) { $0 &+ $1 }
}

@c(cairn_op_mul_ss) @inline(__always)
func mulSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  ss(unsafe At(ip, sp, gas, r)) { $0 &* $1 }
}

@c(cairn_op_mul_sk) @inline(__always)
func mulSK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  sk(unsafe At(ip, sp, gas, r)) { $0 &* $1 }
}

@c(cairn_op_sub_ss) @inline(__always)
func subSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  ss(unsafe At(ip, sp, gas, r)) { $0 &- $1 }
}

@c(cairn_op_and_ss) @inline(__always)
func andSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  ss(unsafe At(ip, sp, gas, r)) { $0 & $1 }
}

@c(cairn_op_and_sk) @inline(__always)
func andSK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  sk(unsafe At(ip, sp, gas, r)) { $0 & $1 }
}

@c(cairn_op_or_ss) @inline(__always)
func orSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  ss(unsafe At(ip, sp, gas, r)) { $0 | $1 }
}

@c(cairn_op_or_sk) @inline(__always)
func orSK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  sk(unsafe At(ip, sp, gas, r)) { $0 | $1 }
}

@c(cairn_op_xor_ss) @inline(__always)
func xorSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  ss(unsafe At(ip, sp, gas, r)) { $0 ^ $1 }
}

@c(cairn_op_xor_sk) @inline(__always)
func xorSK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  sk(unsafe At(ip, sp, gas, r)) { $0 ^ $1 }
}

@c(cairn_op_lt_ss) @inline(__always)
func ltSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  ss(unsafe At(ip, sp, gas, r)) { truth($0 < $1) }
}

@c(cairn_op_lt_sk) @inline(__always)
func ltSK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  sk(unsafe At(ip, sp, gas, r)) { truth($0 < $1) }
}

@c(cairn_op_slt_ss) @inline(__always)
func sltSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  ss(unsafe At(ip, sp, gas, r)) { truth($0.isSignedLess(than: $1)) }
}

@c(cairn_op_slt_sk) @inline(__always)
func sltSK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  sk(unsafe At(ip, sp, gas, r)) { truth($0.isSignedLess(than: $1)) }
}

@c(cairn_op_eq_ss) @inline(__always)
func eqSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  ss(unsafe At(ip, sp, gas, r)) { truth($0 == $1) }
}

@c(cairn_op_eq_sk) @inline(__always)
func eqSK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  sk(unsafe At(ip, sp, gas, r)) { truth($0 == $1) }
}

@c(cairn_op_sub_ks) @inline(__always)
func subKS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  sk(unsafe At(ip, sp, gas, r)) { $1 &- $0 }
}

@c(cairn_op_lt_ks) @inline(__always)
func ltKS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  sk(unsafe At(ip, sp, gas, r)) { truth($1 < $0) }
}

@c(cairn_op_slt_ks) @inline(__always)
func sltKS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  sk(unsafe At(ip, sp, gas, r)) { truth($1.isSignedLess(than: $0)) }
}

@c(cairn_op_byte_ss) @inline(__always)
func byteSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  ss(unsafe At(ip, sp, gas, r)) { $1.byte(at: $0) }
}

@c(cairn_op_byte_ks) @inline(__always)
func byteKS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  sk(unsafe At(ip, sp, gas, r)) { $0.byte(at: $1) }
}

@c(cairn_op_shl_ss) @inline(__always)
func shlSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  ss(unsafe At(ip, sp, gas, r)) { $1.shiftedLeft(by: $0) }
}

@c(cairn_op_shl_ks) @inline(__always)
func shlKS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  sk(unsafe At(ip, sp, gas, r)) { $0.shiftedLeft(by: $1) }
}

@c(cairn_op_shr_ss) @inline(__always)
func shrSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  ss(unsafe At(ip, sp, gas, r)) { $1.shiftedRight(by: $0) }
}

@c(cairn_op_shr_ks) @inline(__always)
func shrKS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  sk(unsafe At(ip, sp, gas, r)) { $0.shiftedRight(by: $1) }
}

@c(cairn_op_sar_ss) @inline(__always)
func sarSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  ss(unsafe At(ip, sp, gas, r)) { $1.arithmeticShiftedRight(by: $0) }
}

@c(cairn_op_sar_ks) @inline(__always)
func sarKS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  sk(unsafe At(ip, sp, gas, r)) { $0.arithmeticShiftedRight(by: $1) }
}

@c(cairn_op_signextend_ss) @inline(__always)
func signextendSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  ss(unsafe At(ip, sp, gas, r)) { $1.signExtended(fromByte: $0) }
}

@c(cairn_op_signextend_ks) @inline(__always)
func signextendKS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  sk(unsafe At(ip, sp, gas, r)) { $0.signExtended(fromByte: $1) }
}

@c(cairn_op_iszero) @inline(__always)
func iszeroD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = truth(at.a.isZero)
  return at.next()
}

@c(cairn_op_not) @inline(__always)
func notD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = ~at.a
  return at.next()
}

@c(cairn_op_clz) @inline(__always)
func clzD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = Word(UInt64(truncatingIfNeeded: at.a.leadingZeroBitCount))
  return at.next()
}

@c(cairn_op_copy) @inline(__always)
func copyD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = at.a
  return at.next()
}

@c(cairn_op_constant) @inline(__always)
func constantD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = at.k
  return at.next()
}

@c(cairn_op_small) @inline(__always)
func smallD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = Word(at.immediate)
  return at.next()
}

@c(cairn_op_exchange) @inline(__always)
func exchangeAB(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  let a = at.a
  let b = at.b
  unsafe at.slot(at.i.pointee.a).pointee = b
  unsafe at.slot(at.i.pointee.b).pointee = a
  return at.next()
}

// Long bodies.

typealias SlotPointer = UnsafeMutablePointer<Word>

@inline(never)
private func div(_ d: SlotPointer, _ a: SlotPointer, _ b: SlotPointer) {
  let (a, b) = unsafe (a.pointee, b.pointee)
  unsafe d.pointee = a.divided(by: b)
}

@c(cairn_op_div_ss) @inline(__always)
func divSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  unsafe div(at.slot(at.i.pointee.d), at.slot(at.i.pointee.a), at.slot(at.i.pointee.b))
  return at.next()
}

@inline(never)
private func sdiv(_ d: SlotPointer, _ a: SlotPointer, _ b: SlotPointer) {
  let (a, b) = unsafe (a.pointee, b.pointee)
  unsafe d.pointee = a.signedDivided(by: b)
}

@c(cairn_op_sdiv_ss) @inline(__always)
func sdivSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  unsafe sdiv(at.slot(at.i.pointee.d), at.slot(at.i.pointee.a), at.slot(at.i.pointee.b))
  return at.next()
}

@inline(never)
private func mod(_ d: SlotPointer, _ a: SlotPointer, _ b: SlotPointer) {
  let (a, b) = unsafe (a.pointee, b.pointee)
  unsafe d.pointee = a.remainder(dividingBy: b)
}

@c(cairn_op_mod_ss) @inline(__always)
func modSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  unsafe mod(at.slot(at.i.pointee.d), at.slot(at.i.pointee.a), at.slot(at.i.pointee.b))
  return at.next()
}

@inline(never)
private func smod(_ d: SlotPointer, _ a: SlotPointer, _ b: SlotPointer) {
  let (a, b) = unsafe (a.pointee, b.pointee)
  unsafe d.pointee = a.signedRemainder(dividingBy: b)
}

@c(cairn_op_smod_ss) @inline(__always)
func smodSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  unsafe smod(at.slot(at.i.pointee.d), at.slot(at.i.pointee.a), at.slot(at.i.pointee.b))
  return at.next()
}

@inline(never)
private func addmod(_ d: SlotPointer, _ a: SlotPointer, _ b: SlotPointer, _ c: SlotPointer) {
  let (a, b, c) = unsafe (a.pointee, b.pointee, c.pointee)
  unsafe d.pointee = a.addingModulo(b, c)
}

@c(cairn_op_addmod) @inline(__always)
func addmodSSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  let i = unsafe at.i
  unsafe addmod(
    at.slot(i.pointee.d), at.slot(i.pointee.a), at.slot(i.pointee.b), at.slot(i.pointee.x))
  return at.next()
}

@inline(never)
private func mulmod(_ d: SlotPointer, _ a: SlotPointer, _ b: SlotPointer, _ c: SlotPointer) {
  let (a, b, c) = unsafe (a.pointee, b.pointee, c.pointee)
  unsafe d.pointee = a.multiplyingModulo(b, c)
}

@c(cairn_op_mulmod) @inline(__always)
func mulmodSSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  let i = unsafe at.i
  unsafe mulmod(
    at.slot(i.pointee.d), at.slot(i.pointee.a), at.slot(i.pointee.b), at.slot(i.pointee.x))
  return at.next()
}

/// The gas that is left, negative when it does not reach.
@inline(never)
private func exp(
  _ d: SlotPointer, _ a: SlotPointer, _ b: SlotPointer, _ gas: Int64, _ perByte: Int64
) -> Int64 {
  let (base, exponent) = unsafe (a.pointee, b.pointee)
  let left = gas &- perByte &* Int64(truncatingIfNeeded: (exponent.bitWidthUsed + 7) >> 3)
  if left >= 0 { unsafe d.pointee = base.power(exponent) }
  return left
}

@c(cairn_op_exp) @inline(__always)
func expSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  var at = unsafe At(ip, sp, gas, r)
  let i = unsafe at.i
  at.gas = unsafe exp(
    at.slot(i.pointee.d), at.slot(i.pointee.a), at.slot(i.pointee.b), gas,
    at.r.pointee.exponentByte)
  return at.gas < 0 ? at.exit(.outOfGas) : at.next()
}
