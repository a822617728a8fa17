import ChainTypes

// Handlers that begin and end basic blocks, jump, halt, and leave for the host.

/// Pays for the block (`x`) and checks the stack: at least `a` bytes, at most `b`.
@c(cairn_op_block) @inline(__always)
func blockHeader(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  var at = unsafe At(ip, sp, gas, r)
  let i = unsafe at.i
  at.gas = gas &- Int64(unsafe UInt32(bitPattern: i.pointee.x))
  if at.gas < 0 { return at.exit(.outOfGas) }
  let height = unsafe sp - UnsafeMutableRawPointer(at.r.pointee.stackBase)
  if unsafe height < Int(i.pointee.a) || height > Int(i.pointee.b) {
    return at.exit(unsafe height < Int(i.pointee.a) ? .stackUnderflow : .stackOverflow)
  }
  return at.next()
}

/// A block that only jumps, in one instruction: gas is the immediate, the distance `x`.
@c(cairn_op_block_jump) @inline(__always)
func blockJump(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  var at = unsafe At(ip, sp, gas, r)
  let i = unsafe at.i
  at.gas = gas &- Int64(bitPattern: at.immediate)
  if at.gas < 0 { return at.exit(.outOfGas) }
  let height = unsafe sp - UnsafeMutableRawPointer(at.r.pointee.stackBase)
  if unsafe height < Int(i.pointee.a) || height > Int(i.pointee.b) {
    return at.exit(unsafe height < Int(i.pointee.a) ? .stackUnderflow : .stackOverflow)
  }
  return at.jump()
}

@c(cairn_op_fall) @inline(__always)
func fallThrough(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  unsafe At(ip, sp, gas, r).fall()
}

@c(cairn_op_jump) @inline(__always)
func jumpK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  unsafe At(ip, sp, gas, r).jump()
}

/// The instruction a jump to a computed place leads to; nil when there is no JUMPDEST.
@inline(__always)
private func destination(_ at: At, _ target: Word) -> IP? {
  let position = target.clampedToUInt64
  guard unsafe position < UInt64(truncatingIfNeeded: at.r.pointee.codeCount) else { return nil }
  let index = unsafe at.r.pointee.jumpTable[Int(truncatingIfNeeded: position)]
  guard index != 0 else { return nil }
  return unsafe at.r.pointee.threaded
    + Int(truncatingIfNeeded: index) &* MemoryLayout<Instruction>.stride
}

@c(cairn_op_jump_s) @inline(__always)
func jumpS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  guard let target = unsafe destination(at, at.a) else { return at.exit(.badJump) }
  return unsafe at.go(target, sp + Int(truncatingIfNeeded: at.i.pointee.d))
}

@c(cairn_op_jumpi_s) @inline(__always)
func jumpiS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  if at.b.isZero { return at.fall() }
  guard let target = unsafe destination(at, at.a) else { return at.exit(.badJump) }
  return unsafe at.go(target, sp + Int(truncatingIfNeeded: at.i.pointee.d))
}

@c(cairn_op_jumpi_nonzero) @inline(__always)
func jumpiNonzero(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: !at.a.isZero)
}

@c(cairn_op_jumpi_zero) @inline(__always)
func jumpiZero(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: at.a.isZero)
}

@c(cairn_op_jumpi_lt_ss) @inline(__always)
func jumpiLtSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: at.a < at.b)
}

@c(cairn_op_jumpi_ge_ss) @inline(__always)
func jumpiGeSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: !(at.a < at.b))
}

@c(cairn_op_jumpi_lt_sk) @inline(__always)
func jumpiLtSK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: at.a < at.k)
}

@c(cairn_op_jumpi_ge_sk) @inline(__always)
func jumpiGeSK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: !(at.a < at.k))
}

@c(cairn_op_jumpi_lt_ks) @inline(__always)
func jumpiLtKS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: at.k < at.a)
}

@c(cairn_op_jumpi_ge_ks) @inline(__always)
func jumpiGeKS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: !(at.k < at.a))
}

@c(cairn_op_jumpi_slt_ss) @inline(__always)
func jumpiSltSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: at.a.isSignedLess(than: at.b))
}

@c(cairn_op_jumpi_sge_ss) @inline(__always)
func jumpiSgeSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: !at.a.isSignedLess(than: at.b))
}

@c(cairn_op_jumpi_slt_sk) @inline(__always)
func jumpiSltSK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: at.a.isSignedLess(than: at.k))
}

@c(cairn_op_jumpi_sge_sk) @inline(__always)
func jumpiSgeSK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: !at.a.isSignedLess(than: at.k))
}

@c(cairn_op_jumpi_slt_ks) @inline(__always)
func jumpiSltKS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: at.k.isSignedLess(than: at.a))
}

@c(cairn_op_jumpi_sge_ks) @inline(__always)
func jumpiSgeKS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: !at.k.isSignedLess(than: at.a))
}

@c(cairn_op_jumpi_eq_ss) @inline(__always)
func jumpiEqSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: at.a == at.b)
}

@c(cairn_op_jumpi_ne_ss) @inline(__always)
func jumpiNeSS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: at.a != at.b)
}

@c(cairn_op_jumpi_eq_sk) @inline(__always)
func jumpiEqSK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: at.a == at.k)
}

@c(cairn_op_jumpi_ne_sk) @inline(__always)
func jumpiNeSK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return at.jump(if: at.a != at.k)
}

/// Leaves for the host: the stack is in place, and execution resumes behind this.
@c(cairn_op_host) @inline(__always)
func leaveForHost(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  unsafe at.r.pointee.resume = ip + MemoryLayout<Instruction>.stride
  unsafe at.r.pointee.pc = Int(truncatingIfNeeded: at.immediate)
  unsafe at.r.pointee.top = at.slot(at.i.pointee.d)
  return at.exit(.host)
}

@c(cairn_op_stop) @inline(__always)
func haltStop(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  unsafe At(ip, sp, gas, r).exit(.stop)
}

@c(cairn_op_undefined) @inline(__always)
func haltUndefined(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  unsafe At(ip, sp, gas, r).exit(.undefined)
}

@c(cairn_op_invalid) @inline(__always)
func haltInvalid(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  unsafe At(ip, sp, gas, r).exit(.invalid)
}

@c(cairn_op_bad_jump) @inline(__always)
func haltBadJump(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  unsafe At(ip, sp, gas, r).exit(.badJump)
}

@inline(never)
private func output(_ at: At, _ exit: Exit) -> UInt8 {
  var gas = at.gas
  let reached = unsafe DataAccess.output(at.stack, at.r, &gas)
  unsafe at.r.pointee.gas = gas
  return reached ? exit.rawValue : Exit.outOfGas.rawValue
}

@c(cairn_op_return) @inline(__always)
func returnInPlace(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  output(unsafe At(ip, sp, gas, r), .return)
}

@c(cairn_op_revert) @inline(__always)
func revertInPlace(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  output(unsafe At(ip, sp, gas, r), .revert)
}
