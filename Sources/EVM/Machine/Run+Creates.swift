import ChainTypes

extension Run {
  /// CREATE and CREATE2.
  mutating func create(salted: Bool) -> Step {
    let caller = unsafe frame
    if unsafe caller.pointee.isStatic { return .halt(.staticViolation) }
    let s = stack
    let value = s[1]
    let offset = s[2]
    let count = s[3]
    guard unsafe r.reach(offset, count, &r.pointee.gas) else { return .halt(.outOfGas) }
    let length = Int(truncatingIfNeeded: count.limb0)
    if let limit = prices.initCodeLimit, length > limit { return .halt(.initCodeTooLarge) }
    let perWord = prices.initCodeWord + (salted ? 6 : 0)
    guard charge(perWord * MemoryPrice.words(count.limb0)) else { return .halt(.outOfGas) }

    let available = unsafe r.pointee.gas
    let gas = prices.keepsOne64th ? available - available / 64 : available
    // Safe: the bytes have been reached, and memory stands still until the frame is entered.
    let initCode = unsafe UnsafeBufferPointer(
      start: r.pointee.memory + (length == 0 ? 0 : Int(truncatingIfNeeded: offset.limb0)),
      count: length)
    let salt = salted ? s[4] : nil
    unsafe r.pointee.top -= salted ? 4 : 3
    unsafe r.pointee.returnDataCount = 0

    let nonce = host.nonce(unsafe caller.pointee.account)
    let tooDeep = depth > EVMLimits.callDepth
    if tooDeep || nonce == .max || host.balance(unsafe caller.pointee.account) < value {
      pushResult(.zero)
      return .next
    }
    unsafe r.pointee.gas -= gas
    host.incrementNonce(unsafe caller.pointee.account)
    let address =
      if let salt {
        CreatedAddress.of(
          Address(unsafe caller.pointee.address), salt: salt,
          initCode: unsafe Keccak256.hash(UnsafeRawBufferPointer(initCode)))
      } else {
        CreatedAddress.of(Address(unsafe caller.pointee.address), nonce: nonce)
      }
    let account = host.account(address)
    if prices.coldAccount > 0 { _ = host.warm(account) }
    if isOccupied(account) {
      pushResult(.zero)
      return .next
    }
    var child = unsafe creation(
      of: account, at: address, by: unsafe caller.pointee.account, unsafe caller.pointee.address,
      value, Bytecode(copying: initCode))
    child.gas = gas
    enter(child)
    return .entered
  }

  /// EIP-684 and EIP-7610: nothing may be created where code, a nonce or storage is.
  func isOccupied(_ account: AccountIndex) -> Bool {
    if host.nonce(account) != 0 || host.hasStorage(account) { return true }
    let code = host.codeHash(account)
    return !code.isZero && code != Keccak256.emptyHash
  }

  /// The frame of a creation, its effects on the account done.
  mutating func creation(
    of account: AccountIndex, at address: Address, by creator: AccountIndex, _ caller: Word,
    _ value: Word, _ initCode: Bytecode
  ) -> Frame {
    let mark = host.mark()
    host.beginCreation(account)
    if !value.isZero { host.transfer(value, from: creator, to: account) }
    return unsafe Frame(
      kind: .create, isStatic: false, account: account,
      bytecode: initCode, mark: mark, refund: refund,
      address: address.word, caller: caller, value: value,
      inputOffset: 0, inputCount: 0, stackOffset: 0, memoryOffset: 0,
      resultOffset: 0, resultCount: 0)
  }

  /// The end of a creation that went well: its output becomes the account's code if it may.
  mutating func deposit(_ code: [UInt8], for account: AccountIndex) -> Halt? {
    if prices.refusesEF && code.first == 0xef { return .invalidCodePrefix }
    let price = 200 * Int64(code.count)
    if unsafe r.pointee.gas < price {
      return prices.depositMustBePaid ? .outOfGas : nil
    }
    if code.count > prices.codeLimit { return .codeTooLarge }
    unsafe r.pointee.gas -= price
    host.setCode(account, code)
    return nil
  }
}

/// Where a creation puts its account.
public enum CreatedAddress {
  /// Yellow paper, equation for ADDR: the last 20 bytes of keccak(rlp([sender, nonce])).
  public static func of(_ sender: Address, nonce: UInt64) -> Address {
    // Two strings of less than 56 bytes: 0x94 and the address, then the nonce.
    var bytes: [UInt8] = [0, 0x94]
    bytes.reserveCapacity(32)
    for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: sender.high >> shift)) }
    for part in [sender.middle, sender.low] { append(part, &bytes) }
    if nonce == 0 || nonce > 0x7f {
      let count = (64 - nonce.leadingZeroBitCount + 7) / 8
      bytes.append(0x80 + UInt8(count))
      for i in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: nonce >> (8 * i))) }
    } else {
      bytes.append(UInt8(nonce))
    }
    bytes[0] = 0xc0 + UInt8(bytes.count - 1)
    return Address(Keccak256.hash(bytes).word)
  }

  private static func append(_ part: UInt64, _ bytes: inout [UInt8]) {
    for i in (0..<8).reversed() { bytes.append(UInt8(truncatingIfNeeded: part >> (8 * i))) }
  }

  /// EIP-1014: keccak(0xff ++ sender ++ salt ++ keccak(init code)).
  public static func of(_ sender: Address, salt: Word, initCode: Hash) -> Address {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 85) { buffer, count in
      // Safe: 1 + 20 + 32 + 32 bytes are written, and the capacity is their sum.
      let start = unsafe UnsafeMutableRawPointer(buffer.baseAddress.unsafelyUnwrapped)
      unsafe start.storeBytes(of: 0xff, as: UInt8.self)
      unsafe sender.store(bigEndian: start + 1)
      unsafe salt.store(bigEndian: start + 21)
      unsafe initCode.word.store(bigEndian: start + 53)
      count = 85
    }
    return Address(Keccak256.hash(bytes).word)
  }
}
