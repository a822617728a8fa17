/// What is bounded in the machine. The yellow paper bounds stack and depth; memory is bounded by
/// gas, and by this for callers who hand in more gas than any memory costs.
public enum EVMLimits {
  public static let stackHeight = 1024
  public static let callDepth = 1024
  /// Bytes of memory of one frame. On 64-bit machines 2^32 - 32, which costs 2^45 gas.
  #if arch(arm) || arch(i386) || arch(wasm32)
    public static let memoryBytes = 0x1fff_ffe0
  #else
    public static let memoryBytes = 0xffff_ffe0
  #endif
  /// Slots above a block's own stack where translated code lets values wait.
  static let scratchSlots = 64
  /// Executions of a contract before it is translated: what runs once is not worth it.
  static let runsBeforeTranslation: UInt32 = 2
  /// Hashes of two words that a machine remembers; a power of two, 96 bytes each.
  static let pairHashes = 256
  /// Bytes of translated code in the process: about forty times its bytecode. What does not fit
  /// runs raw.
  static let translatedBytes = 16 << 20
}
