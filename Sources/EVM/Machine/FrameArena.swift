import ChainTypes

/// The memory of all frames: one stretch of words for the stacks, one of bytes for memories and
/// call data, one for return data. Each frame's part begins where its caller's ends, so nothing is
/// allocated for a call once the arena has grown to what a contract needs. Growing moves the
/// stretches; frames therefore remember offsets.
@safe
final class FrameArena {
  // Safe: owned by this object alone, freed in deinit; offsets are checked where they are made.
  private(set) var words: UnsafeMutablePointer<Word>
  private(set) var wordCapacity: Int
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private(set) var byteCapacity: Int
  private(set) var returned: UnsafeMutablePointer<UInt8>
  private(set) var returnedCapacity: Int

  init() {
    wordCapacity = 2 * EVMLimits.stackHeight
    byteCapacity = 1 << 16
    returnedCapacity = 1 << 12
    unsafe words = .allocate(capacity: wordCapacity)
    unsafe bytes = .allocate(capacity: byteCapacity)
    unsafe returned = .allocate(capacity: returnedCapacity)
  }

  deinit {
    unsafe words.deallocate()
    unsafe bytes.deallocate()
    unsafe returned.deallocate()
  }

  /// Room for a full stack from `offset` on; true when the words have moved.
  func reserveStack(from offset: Int) -> Bool {
    // Above a full stack translated code lets values wait.
    let needed = offset + EVMLimits.stackHeight + EVMLimits.scratchSlots + 8
    guard needed > wordCapacity else { return false }
    let capacity = max(needed, wordCapacity * 2)
    let moved = UnsafeMutablePointer<Word>.allocate(capacity: capacity)
    unsafe moved.update(from: words, count: min(offset, wordCapacity))
    unsafe words.deallocate()
    unsafe words = moved
    wordCapacity = capacity
    return true
  }

  /// Room for `count` bytes from the start; keeps the first `used`.
  func reserveBytes(_ count: Int, keeping used: Int) {
    guard count > byteCapacity else { return }
    let capacity = max(count, byteCapacity * 2)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    unsafe moved.update(from: bytes, count: used)
    unsafe bytes.deallocate()
    unsafe bytes = moved
    byteCapacity = capacity
  }

  func reserveReturned(_ count: Int) {
    guard count > returnedCapacity else { return }
    unsafe returned.deallocate()
    returnedCapacity = max(count, returnedCapacity * 2)
    unsafe returned = .allocate(capacity: returnedCapacity)
  }
}
