#if hasFeature(Embedded) && arch(arm64)
  /// Swift's compiler promises LLVM that `swift_bridgeObjectRetain` returns its argument, and so on
  /// arm64 a string is sometimes taken from the result; Embedded Swift 6.3's own returns it without
  /// the bits that say what kind of string it is. `boards/build` links this in its place.
  private final class Counted {}

  @c(cairn_retain_bridged)
  public func retainBridged(_ object: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    let bits = UInt(bitPattern: object)
    // The highest bit stands for what is not counted: literals, and strings within the word.
    guard bits >> 63 == 0,
      let place = unsafe UnsafeMutableRawPointer(bitPattern: bits & 0x0fff_ffff_ffff_fff8)
    else { return unsafe object }
    // Safe: without its tag it is the address of a counted object that the caller holds.
    _ = unsafe Unmanaged<Counted>.fromOpaque(place).retain()
    return unsafe object
  }
#endif
