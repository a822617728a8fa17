import ChainTypes

// Handlers over memory, call data and the environment. Where memory has to grow, a fast handler
// jumps to a slow twin of the same shape, so that the fast one needs no stack frame.

/// Whether `count` bytes at `offset` are in memory already.
@inline(__always)
private func isReached(_ at: At, _ offset: Word, _ count: UInt64) -> Bool {
  let size = UInt64(truncatingIfNeeded: unsafe at.r.pointee.memorySize)
  return offset.limb1 | offset.limb2 | offset.limb3 == 0 && offset.limb0 < size
    && offset.limb0 &+ count <= size
}

/// Goes on in a slow twin. By its C address: a call by name is one of Swift's convention, which a C
/// function cannot end with a jump to, and each growth would leave its frame on the native stack.
@inline(__always)
private func slow(_ twin: Handler, _ at: At) -> UInt8 {
  unsafe twin(at.ip, at.sp, at.gas, at.registers)
}

/// Grows memory; the gas that is left, negative when it does not reach.
@inline(never)
private func grow(_ r: Live, _ offset: UInt64, _ count: UInt64, _ gas: Int64) -> Int64 {
  let (end, overflow) = offset.addingReportingOverflow(count)
  if !overflow, unsafe end <= UInt64(truncatingIfNeeded: r.pointee.memorySize) { return gas }
  return unsafe r.grow(to: overflow ? .max : end, gas)
}

@c(cairn_op_mload_s) @inline(__always)
func mloadS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  let offset = at.a
  guard isReached(at, offset, 32) else { return unsafe slow(mloadSSlow, at) }
  at.d = unsafe Word(bigEndian: at.r.pointee.memory + Int(truncatingIfNeeded: offset.limb0))
  return at.next()
}

@c(cairn_op_mload_s_slow) @inline(never)
private func mloadSSlow(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  var at = unsafe At(ip, sp, gas, r)
  let offset = at.a
  at.gas = unsafe grow(at.r, offset.clampedToUInt64, 32, gas)
  if at.gas < 0 { return at.exit(.outOfGas) }
  at.d = unsafe Word(bigEndian: at.r.pointee.memory + Int(truncatingIfNeeded: offset.limb0))
  return at.next()
}

@c(cairn_op_mload_k) @inline(__always)
func mloadK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  let offset = Word(at.immediate)
  guard isReached(at, offset, 32) else { return unsafe slow(mloadKSlow, at) }
  at.d = unsafe Word(bigEndian: at.r.pointee.memory + Int(truncatingIfNeeded: offset.limb0))
  return at.next()
}

@c(cairn_op_mload_k_slow) @inline(never)
private func mloadKSlow(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  var at = unsafe At(ip, sp, gas, r)
  let offset = Word(at.immediate)
  at.gas = unsafe grow(at.r, offset.clampedToUInt64, 32, gas)
  if at.gas < 0 { return at.exit(.outOfGas) }
  at.d = unsafe Word(bigEndian: at.r.pointee.memory + Int(truncatingIfNeeded: offset.limb0))
  return at.next()
}

@c(cairn_op_mstore_s) @inline(__always)
func mstoreS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  let offset = at.a
  guard isReached(at, offset, 32) else { return unsafe slow(mstoreSSlow, at) }
  unsafe at.b.store(bigEndian: at.r.pointee.memory + Int(truncatingIfNeeded: offset.limb0))
  return at.next()
}

@c(cairn_op_mstore_s_slow) @inline(never)
private func mstoreSSlow(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  var at = unsafe At(ip, sp, gas, r)
  let offset = at.a
  at.gas = unsafe grow(at.r, offset.clampedToUInt64, 32, gas)
  if at.gas < 0 { return at.exit(.outOfGas) }
  unsafe at.b.store(bigEndian: at.r.pointee.memory + Int(truncatingIfNeeded: offset.limb0))
  return at.next()
}

@c(cairn_op_mstore_k) @inline(__always)
func mstoreK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  let offset = Word(at.immediate)
  guard isReached(at, offset, 32) else { return unsafe slow(mstoreKSlow, at) }
  unsafe at.b.store(bigEndian: at.r.pointee.memory + Int(truncatingIfNeeded: offset.limb0))
  return at.next()
}

@c(cairn_op_mstore_k_slow) @inline(never)
private func mstoreKSlow(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  var at = unsafe At(ip, sp, gas, r)
  let offset = Word(at.immediate)
  at.gas = unsafe grow(at.r, offset.clampedToUInt64, 32, gas)
  if at.gas < 0 { return at.exit(.outOfGas) }
  unsafe at.b.store(bigEndian: at.r.pointee.memory + Int(truncatingIfNeeded: offset.limb0))
  return at.next()
}

@c(cairn_op_mstore8_s) @inline(__always)
func mstore8S(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  let offset = at.a
  guard isReached(at, offset, 1) else { return unsafe slow(mstore8SSlow, at) }
  unsafe at.r.pointee.memory[Int(truncatingIfNeeded: offset.limb0)] =
    UInt8(truncatingIfNeeded: at.b.limb0)
  return at.next()
}

@c(cairn_op_mstore8_s_slow) @inline(never)
private func mstore8SSlow(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  var at = unsafe At(ip, sp, gas, r)
  let offset = at.a
  at.gas = unsafe grow(at.r, offset.clampedToUInt64, 1, gas)
  if at.gas < 0 { return at.exit(.outOfGas) }
  unsafe at.r.pointee.memory[Int(truncatingIfNeeded: offset.limb0)] =
    UInt8(truncatingIfNeeded: at.b.limb0)
  return at.next()
}

@c(cairn_op_mstore8_k) @inline(__always)
func mstore8K(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  let offset = Word(at.immediate)
  guard isReached(at, offset, 1) else { return unsafe slow(mstore8KSlow, at) }
  unsafe at.r.pointee.memory[Int(truncatingIfNeeded: offset.limb0)] =
    UInt8(truncatingIfNeeded: at.b.limb0)
  return at.next()
}

@c(cairn_op_mstore8_k_slow) @inline(never)
private func mstore8KSlow(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  var at = unsafe At(ip, sp, gas, r)
  let offset = Word(at.immediate)
  at.gas = unsafe grow(at.r, offset.clampedToUInt64, 1, gas)
  if at.gas < 0 { return at.exit(.outOfGas) }
  unsafe at.r.pointee.memory[Int(truncatingIfNeeded: offset.limb0)] =
    UInt8(truncatingIfNeeded: at.b.limb0)
  return at.next()
}

@c(cairn_op_address) @inline(__always)
func addressD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = unsafe at.r.pointee.address
  return at.next()
}

@c(cairn_op_origin) @inline(__always)
func originD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = unsafe at.r.pointee.origin
  return at.next()
}

@c(cairn_op_caller) @inline(__always)
func callerD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = unsafe at.r.pointee.caller
  return at.next()
}

@c(cairn_op_callvalue) @inline(__always)
func callvalueD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = unsafe at.r.pointee.value
  return at.next()
}

@c(cairn_op_gasprice) @inline(__always)
func gaspriceD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = unsafe at.r.pointee.gasPrice
  return at.next()
}

@c(cairn_op_coinbase) @inline(__always)
func coinbaseD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = unsafe at.r.pointee.coinbase
  return at.next()
}

@c(cairn_op_timestamp) @inline(__always)
func timestampD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = unsafe at.r.pointee.timestamp
  return at.next()
}

@c(cairn_op_number) @inline(__always)
func numberD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = unsafe at.r.pointee.number
  return at.next()
}

@c(cairn_op_prevrandao) @inline(__always)
func prevrandaoD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = unsafe at.r.pointee.prevRandao
  return at.next()
}

@c(cairn_op_gaslimit) @inline(__always)
func gaslimitD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = unsafe at.r.pointee.gasLimit
  return at.next()
}

@c(cairn_op_chainid) @inline(__always)
func chainidD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = unsafe at.r.pointee.chainID
  return at.next()
}

@c(cairn_op_basefee) @inline(__always)
func basefeeD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = unsafe at.r.pointee.baseFee
  return at.next()
}

@c(cairn_op_blobbasefee) @inline(__always)
func blobbasefeeD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = unsafe at.r.pointee.blobBaseFee
  return at.next()
}

@c(cairn_op_calldatasize) @inline(__always)
func calldatasizeD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = Word(UInt64(truncatingIfNeeded: unsafe at.r.pointee.inputCount))
  return at.next()
}

@c(cairn_op_returndatasize) @inline(__always)
func returndatasizeD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = Word(UInt64(truncatingIfNeeded: unsafe at.r.pointee.returnDataCount))
  return at.next()
}

@c(cairn_op_msize) @inline(__always)
func msizeD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = Word(UInt64(truncatingIfNeeded: unsafe at.r.pointee.memorySize))
  return at.next()
}

/// The block has paid for what follows in it: that is added again.
@c(cairn_op_gas) @inline(__always)
func gasD(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  at.d = Word(UInt64(bitPattern: gas) &+ at.immediate)
  return at.next()
}

/// One argument, whole or in part beyond the end of call data.
@inline(never)
private func calldataload(_ d: SlotPointer, _ r: Live, _ offset: UInt64) {
  unsafe d.pointee = Word(offset)
  unsafe DataAccess.calldataload(Stack(d + 1), r)
}

@inline(__always)
private func load(_ at: At, _ offset: UInt64) -> UInt8 {
  let count = UInt64(truncatingIfNeeded: unsafe at.r.pointee.inputCount)
  if offset < count && count &- offset >= 32 {
    at.d = unsafe Word(bigEndian: at.r.pointee.input + Int(truncatingIfNeeded: offset))
  } else {
    unsafe calldataload(at.slot(at.i.pointee.d), at.r, offset)
  }
  return at.next()
}

@c(cairn_op_calldataload_s) @inline(__always)
func calldataloadS(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return load(at, at.a.clampedToUInt64)
}

@c(cairn_op_calldataload_k) @inline(__always)
func calldataloadK(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  let at = unsafe At(ip, sp, gas, r)
  return load(at, at.immediate)
}

// Bodies of tier 0 over operands in place: their stack's top is `d`. The gas that is left comes
// back, negative when it does not reach.

@inline(never)
private func keccak(_ s: Stack, _ r: Live, _ gas: Int64) -> Int64 {
  var gas = gas
  return unsafe DataAccess.keccak(s, r, &gas) ? gas : -1
}

@c(cairn_op_keccak) @inline(__always)
func keccakInPlace(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  var at = unsafe At(ip, sp, gas, r)
  at.gas = unsafe keccak(at.stack, at.r, gas)
  return at.gas < 0 ? at.exit(.outOfGas) : at.next()
}

@inline(never)
private func mcopy(_ s: Stack, _ r: Live, _ gas: Int64) -> Int64 {
  var gas = gas
  return unsafe DataAccess.mcopy(s, r, &gas) ? gas : -1
}

@c(cairn_op_mcopy) @inline(__always)
func mcopyInPlace(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  var at = unsafe At(ip, sp, gas, r)
  at.gas = unsafe mcopy(at.stack, at.r, gas)
  return at.gas < 0 ? at.exit(.outOfGas) : at.next()
}

@inline(never)
private func calldatacopy(_ s: Stack, _ r: Live, _ gas: Int64) -> Int64 {
  var gas = gas
  return unsafe DataAccess.calldatacopy(s, r, &gas) ? gas : -1
}

@c(cairn_op_calldatacopy) @inline(__always)
func calldatacopyInPlace(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  var at = unsafe At(ip, sp, gas, r)
  at.gas = unsafe calldatacopy(at.stack, at.r, gas)
  return at.gas < 0 ? at.exit(.outOfGas) : at.next()
}

@inline(never)
private func codecopy(_ s: Stack, _ r: Live, _ gas: Int64) -> Int64 {
  var gas = gas
  return unsafe DataAccess.codecopy(s, r, &gas) ? gas : -1
}

@c(cairn_op_codecopy) @inline(__always)
func codecopyInPlace(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  var at = unsafe At(ip, sp, gas, r)
  at.gas = unsafe codecopy(at.stack, at.r, gas)
  return at.gas < 0 ? at.exit(.outOfGas) : at.next()
}

/// -1 without the gas, -2 beyond the end of return data.
@inline(never)
private func returndatacopy(_ s: Stack, _ r: Live, _ gas: Int64) -> Int64 {
  var gas = gas
  guard let failure = unsafe DataAccess.returndatacopy(s, r, &gas) else { return gas }
  return failure == .outOfGas ? -1 : -2
}

@c(cairn_op_returndatacopy) @inline(__always)
func returndatacopyInPlace(_ ip: IP, _ sp: SP, _ gas: Int64, _ r: SP) -> UInt8 {
  var at = unsafe At(ip, sp, gas, r)
  at.gas = unsafe returndatacopy(at.stack, at.r, gas)
  if at.gas >= 0 { return at.next() }
  return at.exit(at.gas == -1 ? .outOfGas : .returnDataOutOfBounds)
}
