import ChainTypes

enum StackMoves {
  /// The word of `count` bytes behind a PUSH. The code is padded, so all of them can be read.
  @inline(__always)
  static func immediate(_ code: UnsafePointer<UInt8>, _ count: Int) -> Word {
    // Safe: `Bytecode.padding` zero bytes stand behind the code.
    if count <= 8 {
      let bits = unsafe UInt64(
        bigEndian: UnsafeRawPointer(code).loadUnaligned(as: UInt64.self))
      return Word(bits >> UInt64(truncatingIfNeeded: 64 - 8 * count))
    }
    let word = unsafe Word(bigEndian: UnsafeRawPointer(code))
    return word >> (256 - 8 * count)
  }

  @inline(__always)
  static func swap(_ s: Stack, _ n: Int) {
    let word = s[1]
    s[1] = s[n + 1]
    s[n + 1] = word
  }
}
