import ChainTypes

/// The four ways to call another account's code.
enum CallKind {
  case call
  case callcode
  case delegatecall
  case staticcall
}

extension Run {
  mutating func call(_ kind: CallKind) -> Step {
    let s = stack
    let hasValue = kind == .call || kind == .callcode
    let value = hasValue ? s[3] : .zero
    let first = hasValue ? 4 : 3
    let input = (offset: s[first], count: s[first + 1])
    let output = (offset: s[first + 2], count: s[first + 3])
    guard unsafe r.reach(input.offset, input.count, &r.pointee.gas),
      unsafe r.reach(output.offset, output.count, &r.pointee.gas)
    else { return .halt(.outOfGas) }

    let caller = unsafe frame
    let isStatic = unsafe caller.pointee.isStatic
    if isStatic && kind == .call && !value.isZero { return .halt(.staticViolation) }
    let transferPrice: Int64 = value.isZero ? 0 : 9000
    guard reaches(Address(s[2]), cold: prices.coldAccount, beside: transferPrice) else {
      return .halt(.outOfGas)
    }
    let account = host.account(Address(s[2]))
    guard let code = resolveCode(of: account, beside: transferPrice) else {
      return .halt(.outOfGas)
    }
    guard var gas = forwardedGas(kind, s[1], value, account) else { return .halt(.outOfGas) }

    unsafe r.pointee.top -= first + 3
    unsafe r.pointee.returnDataCount = 0
    if !value.isZero { gas &+= 2300 }
    let tooDeep = depth > EVMLimits.callDepth
    if tooDeep || (!value.isZero && host.balance(unsafe caller.pointee.account) < value) {
      unsafe r.pointee.gas &+= gas
      pushResult(.zero)
      return .next
    }
    let runs = kind == .call || kind == .staticcall ? account : unsafe caller.pointee.account
    var child = unsafe Frame(
      kind: .call, isStatic: isStatic || kind == .staticcall, account: runs,
      bytecode: code.bytecode, mark: host.mark(), refund: refund,
      address: kind == .call || kind == .staticcall
        ? Address(s[2]).word : unsafe caller.pointee.address,
      caller: kind == .delegatecall ? unsafe caller.pointee.caller : unsafe caller.pointee.address,
      value: kind == .delegatecall ? unsafe caller.pointee.value : value,
      inputOffset: place(input), inputCount: Int(truncatingIfNeeded: input.count.limb0),
      stackOffset: 0, memoryOffset: 0,
      resultOffset: output.count.isZero ? 0 : Int(truncatingIfNeeded: output.offset.limb0),
      resultCount: Int(truncatingIfNeeded: output.count.limb0))
    if kind == .call {
      if value.isZero {
        host.touch(account)
      } else {
        host.transfer(value, from: unsafe caller.pointee.account, to: account)
      }
    } else if kind == .staticcall {
      host.touch(account)
    }
    if !code.isDelegated, let precompile = Precompile(Address(s[2]), in: environment.fork) {
      return callPrecompile(precompile, child, gas)
    }
    if child.bytecode.count == 0 {
      unsafe r.pointee.gas &+= gas
      pushResult(.one)
      return .next
    }
    child.gas = gas
    enter(child)
    return .entered
  }

  /// Where a stretch of the caller's memory lies in the arena.
  private func place(_ stretch: (offset: Word, count: Word)) -> Int {
    let memory = unsafe r.pointee.memory - machine.arena.bytes
    return stretch.count.isZero ? memory : memory + Int(truncatingIfNeeded: stretch.offset.limb0)
  }

  func pushResult(_ word: Word) {
    unsafe r.pointee.top.pointee = word
    unsafe r.pointee.top += 1
  }

  /// The code a call runs, charged for the access, what the transfer costs and, when the account
  /// delegates (EIP-7702), for the access to the account it delegates to. Nil without the gas.
  private func resolveCode(
    of account: AccountIndex, beside transferPrice: Int64
  ) -> (bytecode: Bytecode, isDelegated: Bool)? {
    guard charge(transferPrice) else { return nil }
    if prices.coldAccount > 0 && host.warm(account) {
      guard charge(prices.coldAccount) else { return nil }
    }
    let code = host.code(account)
    guard prices.hasDelegation, let delegate = code.delegate else { return (code, false) }
    let price = host.isWarm(delegate) ? prices.warmAccess : prices.coldAccountAlone
    guard charge(price) else { return nil }
    let target = host.account(delegate)
    _ = host.warm(target)
    return (host.code(target), true)
  }

  /// Charges what a new account costs and what is forwarded; nil without the gas. The stipend is
  /// not in it.
  private func forwardedGas(
    _ kind: CallKind, _ requested: Word, _ value: Word, _ account: AccountIndex
  ) -> Int64? {
    var extra: Int64 = 0
    if kind == .call {
      let isNew =
        prices.hasEmptyRule
        ? !value.isZero && host.isEmpty(account) : !host.exists(account)
      if isNew { extra += 25000 }
    }
    guard charge(extra) else { return nil }
    let available = unsafe r.pointee.gas
    let wanted = requested.clampedToUInt64
    let forwarded: Int64
    if prices.keepsOne64th {
      let most = available - available / 64
      forwarded = wanted < UInt64(bitPattern: most) ? Int64(bitPattern: wanted) : most
    } else {
      guard wanted <= UInt64(bitPattern: available) else { return nil }
      forwarded = Int64(bitPattern: wanted)
    }
    return charge(forwarded) ? forwarded : nil
  }

  private mutating func callPrecompile(
    _ precompile: Precompile, _ child: Frame, _ gas: Int64
  ) -> Step {
    // Safe: the stretch was reached in the caller's memory.
    let input = unsafe UnsafeRawBufferPointer(
      start: machine.arena.bytes + child.inputOffset, count: child.inputCount)
    guard let result = unsafe precompile.run(input, gas, environment.fork, machine.backend) else {
      host.revert(to: child.mark)
      pushResult(.zero)
      return .next
    }
    unsafe r.pointee.gas &+= result.gasLeft
    setReturnData(result.output)
    copyResult(child.resultOffset, child.resultCount)
    pushResult(.one)
    return .next
  }

  func setReturnData(_ output: [UInt8]) {
    machine.arena.reserveReturned(output.count)
    unsafe r.pointee.returnData = machine.arena.returned
    unsafe r.pointee.returnDataCount = output.count
    unsafe output.withUnsafeBufferPointer { bytes in
      if let base = bytes.baseAddress {
        unsafe machine.arena.returned.update(from: base, count: bytes.count)
      }
    }
  }

  /// Copies return data to where the caller wants it, as much as fits.
  func copyResult(_ offset: Int, _ room: Int) {
    let count = unsafe min(room, r.pointee.returnDataCount)
    // Safe: the stretch was reached when the call was made.
    unsafe (r.pointee.memory + offset).update(from: machine.arena.returned, count: count)
  }
}
