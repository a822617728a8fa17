import ChainTypes

typealias Live = UnsafeMutablePointer<Registers>

// Instructions over memory, call data, code and return data. Those that can fail answer with the
// exit that the loop takes, or nil.

enum DataAccess {
  @inline(__always)
  static func mload(_ s: Stack, _ r: Live, _ gas: inout Int64) -> Bool {
    let offset = s[1].clampedToUInt64
    guard unsafe r.reach(offset, 32, &gas) else { return false }
    // Safe: the bytes have been reached.
    s[1] = unsafe Word(bigEndian: r.pointee.memory + Int(truncatingIfNeeded: offset))
    return true
  }

  @inline(__always)
  static func mstore(_ s: Stack, _ r: Live, _ gas: inout Int64) -> Bool {
    let offset = s[1].clampedToUInt64
    guard unsafe r.reach(offset, 32, &gas) else { return false }
    // Safe: the bytes have been reached.
    unsafe s[2].store(bigEndian: r.pointee.memory + Int(truncatingIfNeeded: offset))
    return true
  }

  @inline(__always)
  static func mstore8(_ s: Stack, _ r: Live, _ gas: inout Int64) -> Bool {
    let offset = s[1].clampedToUInt64
    guard unsafe r.reach(offset, 1, &gas) else { return false }
    // Safe: the byte has been reached.
    unsafe r.pointee.memory[Int(truncatingIfNeeded: offset)] =
      UInt8(truncatingIfNeeded: s[2].limb0)
    return true
  }

  static func mcopy(_ s: Stack, _ r: Live, _ gas: inout Int64) -> Bool {
    let to = s[1]
    let from = s[2]
    let count = s[3]
    let farther = from < to ? to : from
    guard unsafe r.reach(farther, count, &gas), payCopy(count, &gas) else { return false }
    if count.isZero { return true }
    // Safe: both stretches end before the farther one does; `memmove` semantics of `update`.
    unsafe (r.pointee.memory + Int(truncatingIfNeeded: to.limb0)).update(
      from: r.pointee.memory + Int(truncatingIfNeeded: from.limb0),
      count: Int(truncatingIfNeeded: count.limb0))
    return true
  }

  /// Three gas a word. Called after memory was reached, so the length fits.
  @inline(__always)
  static func payCopy(_ count: Word, _ gas: inout Int64) -> Bool {
    gas &-= 3 &* MemoryPrice.words(count.limb0)
    return gas >= 0
  }

  static func keccak(_ s: Stack, _ r: Live, _ gas: inout Int64) -> Bool {
    let offset = s[1]
    let count = s[2]
    guard unsafe r.reach(offset, count, &gas) else { return false }
    gas &-= 6 &* MemoryPrice.words(count.limb0)
    guard gas >= 0 else { return false }
    if count.isZero {
      s[2] = Keccak256.emptyHash.word
      return true
    }
    // Safe: the bytes have been reached.
    let bytes = unsafe UnsafeRawBufferPointer(
      start: r.pointee.memory + Int(truncatingIfNeeded: offset.limb0),
      count: Int(truncatingIfNeeded: count.limb0))
    s[2] = unsafe count == 64 ? r.pointee.pairHashes.hash(bytes) : Keccak256.hash(bytes).word
    return true
  }

  static func calldataload(_ s: Stack, _ r: Live) {
    let offset = s[1].clampedToUInt64
    let count = UInt64(truncatingIfNeeded: unsafe r.pointee.inputCount)
    guard offset < count else {
      s[1] = .zero
      return
    }
    let start = unsafe r.pointee.input + Int(truncatingIfNeeded: offset)
    if count - offset >= 32 {
      s[1] = unsafe Word(bigEndian: start)
      return
    }
    var word = Word.zero
    let present = Int(truncatingIfNeeded: count - offset)
    for i in 0..<present {
      word = (word << 8) | Word(UInt64(unsafe start[i]))
    }
    s[1] = word << (8 * (32 - present))
  }

  /// CALLDATACOPY: bytes beyond the end are zero. Call data may move when memory grows, so it is
  /// looked for afterwards.
  static func calldatacopy(_ s: Stack, _ r: Live, _ gas: inout Int64) -> Bool {
    guard unsafe r.reach(s[1], s[3], &gas), payCopy(s[3], &gas) else { return false }
    unsafe copyPadded(
      to: r, at: s[1], count: s[3], from: r.pointee.input, r.pointee.inputCount,
      at: s[2].clampedToUInt64)
    return true
  }

  static func codecopy(_ s: Stack, _ r: Live, _ gas: inout Int64) -> Bool {
    guard unsafe r.reach(s[1], s[3], &gas), payCopy(s[3], &gas) else { return false }
    unsafe copyPadded(
      to: r, at: s[1], count: s[3], from: r.pointee.code, r.pointee.codeCount,
      at: s[2].clampedToUInt64)
    return true
  }

  /// Copies into memory that has been reached.
  static func copyPadded(
    to r: Live, at offset: Word, count: Word, from source: UnsafePointer<UInt8>,
    _ sourceCount: Int, at sourceOffset: UInt64
  ) {
    if count.isZero { return }
    let wanted = Int(truncatingIfNeeded: count.limb0)
    let start = Int(truncatingIfNeeded: min(sourceOffset, UInt64(truncatingIfNeeded: sourceCount)))
    let present = min(wanted, sourceCount - start)
    // Safe: `wanted` bytes have been reached, and `present` of them exist in the source.
    let target = unsafe r.pointee.memory + Int(truncatingIfNeeded: offset.limb0)
    unsafe target.update(from: source + start, count: present)
    unsafe (target + present).update(repeating: 0, count: wanted - present)
  }

  /// EIP-211: reading beyond the end of return data is an error, even for no bytes.
  static func returndatacopy(_ s: Stack, _ r: Live, _ gas: inout Int64) -> Exit? {
    let (end, overflow) = s[2].addingReportingOverflow(s[3])
    guard !overflow, end <= Word(UInt64(truncatingIfNeeded: unsafe r.pointee.returnDataCount))
    else {
      return .returnDataOutOfBounds
    }
    guard unsafe r.reach(s[1], s[3], &gas), payCopy(s[3], &gas) else { return .outOfGas }
    unsafe copyPadded(
      to: r, at: s[1], count: s[3], from: UnsafePointer(r.pointee.returnData),
      r.pointee.returnDataCount, at: s[2].limb0)
    return nil
  }

  /// RETURN and REVERT: reaches the output and notes where it lies.
  static func output(_ s: Stack, _ r: Live, _ gas: inout Int64) -> Bool {
    let offset = s[1]
    let count = s[2]
    guard unsafe r.reach(offset, count, &gas) else { return false }
    unsafe r.pointee.outputOffset = count.isZero ? 0 : Int(truncatingIfNeeded: offset.limb0)
    unsafe r.pointee.outputCount = Int(truncatingIfNeeded: count.limb0)
    return true
  }
}
