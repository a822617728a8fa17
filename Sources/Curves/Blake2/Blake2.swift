/// The compression function F of BLAKE2b, EIP-152.
public enum Blake2 {
  /// Bytes of a call: rounds, state, message, counters, final flag.
  public static var inputCount: Int { 213 }

  /// F over a call's bytes; the new state in 64 bytes.
  @export(interface)
  public static func compress(_ input: Span<UInt8>) throws(CurveError) -> [UInt8] {
    if input.count != inputCount { throw .invalidLength(input.count) }
    if input[212] > 1 { throw .invalidFinalFlag(input[212]) }
    let rounds = UInt32(truncatingIfNeeded: readLimb(input, at: 0) >> 32)
    var h: [UInt64] = []
    h.reserveCapacity(8)
    for i in 0..<8 { h.append(littleEndian(input, 4 + 8 * i)) }
    var m: [UInt64] = []
    m.reserveCapacity(16)
    for i in 0..<16 { m.append(littleEndian(input, 68 + 8 * i)) }
    let t = (littleEndian(input, 196), littleEndian(input, 204))
    let state = compress(rounds: rounds, h: h, m: m, t: t, isFinal: input[212] == 1)
    var output: [UInt8] = []
    output.reserveCapacity(64)
    for word in state { appendLimb(word.byteSwapped, to: &output) }
    return output
  }

  /// F over words: eight of state, sixteen of message, the counter's low and high word.
  @export(interface)
  public static func compress(
    rounds: UInt32, h: [UInt64], m: [UInt64], t: (UInt64, UInt64), isFinal: Bool
  ) -> [UInt64] {
    precondition(h.count == 8 && m.count == 16, "BLAKE2b takes 8 words of state and 16 of message")
    // The initial vector of RFC 7693, section 2.6.
    var v = Blake2State(
      v0: h[0], v1: h[1], v2: h[2], v3: h[3], v4: h[4], v5: h[5], v6: h[6], v7: h[7],
      v8: 0x6a09_e667_f3bc_c908, v9: 0xbb67_ae85_84ca_a73b,
      v10: 0x3c6e_f372_fe94_f82b, v11: 0xa54f_f53a_5f1d_36f1,
      v12: 0x510e_527f_ade6_82d1 ^ t.0, v13: 0x9b05_688c_2b3e_6c1f ^ t.1,
      v14: 0x1f83_d9ab_fb41_bd6b ^ (isFinal ? .max : 0), v15: 0x5be0_cd19_137e_2179)
    v.run(
      rounds: rounds,
      Blake2Message(
        m0: m[0], m1: m[1], m2: m[2], m3: m[3], m4: m[4], m5: m[5], m6: m[6], m7: m[7],
        m8: m[8], m9: m[9], m10: m[10], m11: m[11], m12: m[12], m13: m[13], m14: m[14],
        m15: m[15]))
    return [
      h[0] ^ v.v0 ^ v.v8, h[1] ^ v.v1 ^ v.v9, h[2] ^ v.v2 ^ v.v10, h[3] ^ v.v3 ^ v.v11,
      h[4] ^ v.v4 ^ v.v12, h[5] ^ v.v5 ^ v.v13, h[6] ^ v.v6 ^ v.v14, h[7] ^ v.v7 ^ v.v15,
    ]
  }

  private static func littleEndian(_ input: Span<UInt8>, _ offset: Int) -> UInt64 {
    readLimb(input, at: offset).byteSwapped
  }
}
