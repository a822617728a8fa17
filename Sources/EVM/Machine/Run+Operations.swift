import ChainTypes

// The host operations that stay within a frame: accounts, storage, logs, block facts.

extension Run {
  mutating func performHostOperation() -> Step {
    let op = unsafe r.pointee.code[r.pointee.pc]
    switch op {
    case 0x31: return readAccount { $0.balance($1) }
    case 0x3b: return readAccount { Word(UInt64(truncatingIfNeeded: $0.code($1).count)) }
    case 0x3c: return extcodecopy()
    case 0x3f: return readAccount { $0.isEmpty($1) ? .zero : $0.codeHash($1).word }
    case 0x40: return blockhash()
    case 0x47:
      unsafe r.pointee.top.pointee = host.balance(unsafe frame.pointee.account)
      unsafe r.pointee.top += 1
      return .next
    case 0x49: return blobhash()
    case 0x54: return sload()
    case 0x55: return sstore()
    case 0x5c:
      stack[1] = host.loadTransient(unsafe frame.pointee.account, stack[1])
      return .next
    case 0x5d: return tstore()
    case 0xa0...0xa4: return log(topics: Int(op - 0xa0))
    case 0xf0: return create(salted: false)
    case 0xf1: return call(.call)
    case 0xf2: return call(.callcode)
    case 0xf4: return call(.delegatecall)
    case 0xf5: return create(salted: true)
    case 0xfa: return call(.staticcall)
    case 0xff: return selfdestruct()
    default: return .halt(.undefinedInstruction)
    }
  }

  /// The account on top of the stack, charged as cold when it is (EIP-2929); nil without the gas.
  @inline(__always)
  private func accessAccount(_ word: Word) -> AccountIndex? {
    let address = Address(word)
    guard reaches(address, cold: prices.coldAccount) else { return nil }
    let account = host.account(address)
    if prices.coldAccount > 0 && host.warm(account) {
      guard charge(prices.coldAccount) else { return nil }
    }
    return account
  }

  @inline(__always)
  private func readAccount(_ read: (H, AccountIndex) -> Word) -> Step {
    guard let account = accessAccount(stack[1]) else { return .halt(.outOfGas) }
    stack[1] = read(host, account)
    return .next
  }

  /// Whether the gas reaches for an access to the account. EIP-7928: what it does not reach is not
  /// accessed, and must not be in the block's access list.
  @inline(__always)
  func reaches(_ address: Address, cold: Int64, beside cost: Int64 = 0) -> Bool {
    unsafe r.pointee.gas >= cost + cold || reachesWarm(address, beside: cost)
  }

  @inline(never)
  private func reachesWarm(_ address: Address, beside cost: Int64) -> Bool {
    unsafe r.pointee.gas >= cost && host.isWarm(address)
  }

  private func extcodecopy() -> Step {
    let s = stack
    guard unsafe r.reach(s[2], s[4], &r.pointee.gas),
      unsafe DataAccess.payCopy(s[4], &r.pointee.gas),
      let account = accessAccount(s[1])
    else { return .halt(.outOfGas) }
    let code = host.code(account)
    unsafe DataAccess.copyPadded(
      to: r, at: s[2], count: s[4], from: UnsafePointer(code.start), code.count,
      at: s[3].clampedToUInt64)
    unsafe r.pointee.top -= 4
    return .next
  }

  private func blockhash() -> Step {
    let number = stack[1]
    let current = environment.number
    if let wanted = number.asUInt64, wanted < current, current - wanted <= 256 {
      stack[1] = host.blockHash(wanted).word
    } else {
      stack[1] = .zero
    }
    return .next
  }

  private func blobhash() -> Step {
    let index = stack[1].clampedToUInt64
    let hashes = environment.blobHashes
    stack[1] = index < UInt64(hashes.count) ? hashes[Int(index)].word : .zero
    return .next
  }

  private func sload() -> Step {
    if unsafe r.pointee.gas < prices.coldSlotRead,
      unsafe !host.isWarm(frame.pointee.account, slot: stack[1])
    {
      return .halt(.outOfGas)
    }
    let read = host.loadSlot(unsafe frame.pointee.account, stack[1])
    if read.wasCold && prices.coldSlotRead > 0 {
      guard charge(prices.coldSlotRead) else { return .halt(.outOfGas) }
    }
    stack[1] = read.value
    return .next
  }

  private mutating func sstore() -> Step {
    if unsafe frame.pointee.isStatic { return .halt(.staticViolation) }
    if prices.storage.hasSentry, unsafe r.pointee.gas <= 2300 { return .halt(.outOfGas) }
    let value = stack[2]
    let write = host.storeSlot(unsafe frame.pointee.account, stack[1], value)
    let (gas, change) = prices.storage.price(of: value, write)
    let cold = write.wasCold ? prices.coldSlotWrite : 0
    guard charge(gas + cold) else { return .halt(.outOfGas) }
    refund += change
    unsafe r.pointee.top -= 2
    return .next
  }

  private func tstore() -> Step {
    if unsafe frame.pointee.isStatic { return .halt(.staticViolation) }
    host.storeTransient(unsafe frame.pointee.account, stack[1], stack[2])
    unsafe r.pointee.top -= 2
    return .next
  }

  private func log(topics count: Int) -> Step {
    if unsafe frame.pointee.isStatic { return .halt(.staticViolation) }
    let s = stack
    let length = s[2]
    guard unsafe r.reach(s[1], length, &r.pointee.gas) else { return .halt(.outOfGas) }
    guard charge(8 &* Int64(truncatingIfNeeded: length.limb0)) else { return .halt(.outOfGas) }
    var topics = LogTopics(count: count, values: InlineArray(repeating: .zero))
    for i in 0..<count { topics.values[i] = s[3 + i] }
    let offset = length.isZero ? 0 : Int(truncatingIfNeeded: s[1].limb0)
    // Safe: the bytes have been reached.
    let data = unsafe UnsafeRawBufferPointer(
      start: r.pointee.memory + offset, count: Int(truncatingIfNeeded: length.limb0))
    unsafe host.log(unsafe frame.pointee.account, topics: topics, data: data)
    unsafe r.pointee.top -= 2 + count
    return .next
  }

  private mutating func selfdestruct() -> Step {
    if unsafe frame.pointee.isStatic { return .halt(.staticViolation) }
    let account = unsafe frame.pointee.account
    guard reaches(Address(stack[1]), cold: prices.coldAccountAlone) else {
      return .halt(.outOfGas)
    }
    let beneficiary = host.account(Address(stack[1]))
    var price: Int64 = 0
    if prices.coldAccountAlone > 0 && host.warm(beneficiary) { price += prices.coldAccountAlone }
    let isNew =
      prices.hasEmptyRule
      ? host.isEmpty(beneficiary) && !host.balance(account).isZero
      : !host.exists(beneficiary)
    if isNew { price += prices.selfDestructNewAccount }
    guard charge(price) else { return .halt(.outOfGas) }
    if host.selfDestruct(account, to: beneficiary) { refund += prices.selfDestructRefund }
    return .halt(.selfDestruct)
  }
}

extension StoragePrices {
  /// Gas and change of the refund counter for writing `value` (EIP-1283, EIP-2200, EIP-3529).
  func price(of value: Word, _ write: SlotWrite) -> (gas: Int64, refund: Int64) {
    guard isNet else {
      let gas = write.current.isZero && !value.isZero ? set : reset
      return (gas, !write.current.isZero && value.isZero ? clearRefund : 0)
    }
    if write.current == value { return (dirty, 0) }
    var refund: Int64 = 0
    if !write.original.isZero {
      if write.current.isZero {
        refund -= clearRefund
      } else if value.isZero {
        refund += clearRefund
      }
    }
    if write.original == write.current {
      return (write.original.isZero ? set : reset, refund)
    }
    if write.original == value {
      refund += (write.original.isZero ? set : reset) - dirty
    }
    return (dirty, refund)
  }
}
