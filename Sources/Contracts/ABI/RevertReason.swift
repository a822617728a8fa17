import ChainTypes

/// Why a contract refused a call, in its own words.
public enum RevertReason {
  /// The text of the revert data `Error(string)`; nil when the data is something else, as it is
  /// empty when Vyper's own checks (overflow, wrong arguments, value sent) refuse.
  public static func text(_ output: [UInt8]) -> String? {
    // The selector of Error(string), an offset, a length.
    guard output.count >= 68, Array(output[..<4]) == [0x08, 0xc3, 0x79, 0xa0],
      Word(bigEndianBytes: output[4..<36]) == 32,
      let count = Word(bigEndianBytes: output[36..<68])?.asUInt64,
      count <= UInt64(output.count - 68)
    else { return nil }
    return String(decoding: output[68..<68 + Int(truncatingIfNeeded: count)], as: UTF8.self)
  }
}
