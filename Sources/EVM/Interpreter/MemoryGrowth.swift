import ChainTypes

// Memory of a frame and what it costs (yellow paper, equation for C_mem).

extension UnsafeMutablePointer where Pointee == Registers {
  /// Makes `count` bytes at `offset` part of memory and charges for it; false when the gas does not
  /// reach. A stretch of no bytes costs nothing, wherever it lies.
  @inline(__always)
  func reach(_ offset: Word, _ count: Word, _ gas: inout Int64) -> Bool {
    if count.isZero { return true }
    return unsafe reach(offset.clampedToUInt64, count.clampedToUInt64, &gas)
  }

  @inline(__always)
  func reach(_ offset: UInt64, _ count: UInt64, _ gas: inout Int64) -> Bool {
    let (end, overflow) = offset.addingReportingOverflow(count)
    if !overflow && end <= UInt64(truncatingIfNeeded: unsafe pointee.memorySize) { return true }
    let remaining = unsafe grow(to: overflow ? .max : end, gas)
    gas = remaining
    return remaining >= 0
  }

  /// Out of line: growth is rare. Returns the gas that is left, negative when it does not reach.
  @inline(never)
  func grow(to end: UInt64, _ gas: Int64) -> Int64 {
    guard end <= UInt64(truncatingIfNeeded: EVMLimits.memoryBytes) else { return -1 }
    let size = (Int(truncatingIfNeeded: end) + 31) & ~31
    let old = unsafe pointee.memorySize
    let remaining = gas &- (MemoryPrice.of(bytes: size) &- MemoryPrice.of(bytes: old))
    guard remaining >= 0 else { return -1 }
    if unsafe size > pointee.memoryRoom { unsafe moveMemory(toHold: size) }
    // Safe: the arena has room for `size` bytes at `memory`.
    unsafe (pointee.memory + old).update(repeating: 0, count: size - old)
    unsafe pointee.memorySize = size
    return remaining
  }

  /// The arena grows and all that points into it is found again.
  private func moveMemory(toHold size: Int) {
    unsafe pointee.arena._withUnsafeGuaranteedRef { arena in
      let base = unsafe arena.bytes
      let memoryAt = unsafe pointee.memory - base
      let inputAt = unsafe pointee.input - UnsafePointer(base)
      unsafe arena.reserveBytes(memoryAt + size, keeping: memoryAt + pointee.memorySize)
      unsafe pointee.memory = arena.bytes + memoryAt
      unsafe pointee.input = UnsafePointer(arena.bytes) + inputAt
      unsafe pointee.memoryRoom = arena.byteCapacity - memoryAt
    }
  }
}

enum MemoryPrice {
  @inline(__always)
  static func of(bytes: Int) -> Int64 {
    let words = Int64(truncatingIfNeeded: bytes >> 5)
    return 3 &* words &+ ((words &* words) >> 9)
  }

  /// Gas for each 32-byte word, part words counted, of a length that memory has been found to hold.
  @inline(__always)
  static func words(_ count: UInt64) -> Int64 {
    Int64(truncatingIfNeeded: (count &+ 31) >> 5)
  }
}
