/// The memory-hard part of scrypt (RFC 7914, sections 3 to 5) in Swift, for the parameters that
/// libcrypto refuses: the RFC wants n below 2^(16·r), and keystores with n = 2^18 and r = 1 exist,
/// the definition's own example among them.
struct ScryptMixing {
  private let n: Int
  /// 32-bit words of a block: 32·r.
  private let width: Int
  private var table: [UInt32]
  private var scratch: [UInt32]

  init(n: Int, r: Int) {
    self.n = n
    width = 32 * r
    table = [UInt32](repeating: 0, count: n * 32 * r)
    scratch = [UInt32](repeating: 0, count: 32 * r)
  }

  /// scryptROMix on one block of 128·r bytes, little-endian words.
  mutating func mix(_ block: inout [UInt32]) {
    for row in 0..<n {
      for index in 0..<width { table[row * width + index] = block[index] }
      mixBlock(&block)
    }
    for _ in 0..<n {
      // Integerify: the last 64 bytes as a number, of which the low bits suffice.
      let row = Int(truncatingIfNeeded: block[width - 16]) & (n - 1)
      for index in 0..<width { block[index] ^= table[row * width + index] }
      mixBlock(&block)
    }
  }

  /// scryptBlockMix: Salsa20/8 along the block, its outputs sorted even before odd.
  private mutating func mixBlock(_ block: inout [UInt32]) {
    var state = InlineArray<16, UInt32>(repeating: 0)
    for index in 0..<16 { state[index] = block[width - 16 + index] }
    let chunks = width / 16
    for chunk in 0..<chunks {
      for index in 0..<16 { state[index] ^= block[chunk * 16 + index] }
      Self.salsa(&state)
      let place = (chunk / 2 + (chunk & 1) * (chunks / 2)) * 16
      for index in 0..<16 { scratch[place + index] = state[index] }
    }
    swap(&block, &scratch)
  }

  /// Four double rounds, added to the input (RFC 7914, section 3).
  private static func salsa(_ state: inout InlineArray<16, UInt32>) {
    let input = state
    for _ in 0..<4 {
      quarter(&state, 0, 4, 8, 12)
      quarter(&state, 5, 9, 13, 1)
      quarter(&state, 10, 14, 2, 6)
      quarter(&state, 15, 3, 7, 11)
      quarter(&state, 0, 1, 2, 3)
      quarter(&state, 5, 6, 7, 4)
      quarter(&state, 10, 11, 8, 9)
      quarter(&state, 15, 12, 13, 14)
    }
    for index in 0..<16 { state[index] &+= input[index] }
  }

  @inline(__always)
  private static func quarter(
    _ x: inout InlineArray<16, UInt32>, _ a: Int, _ b: Int, _ c: Int, _ d: Int
  ) {
    x[b] ^= rotated(x[a] &+ x[d], 7)
    x[c] ^= rotated(x[b] &+ x[a], 9)
    x[d] ^= rotated(x[c] &+ x[b], 13)
    x[a] ^= rotated(x[d] &+ x[c], 18)
  }

  @inline(__always)
  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word << count | word >> (32 - count)
  }
}

extension PasswordHash {
  /// scrypt with our own mixing.
  static func plainScrypt(
    _ password: [UInt8], salt: [UInt8], n: Int, r: Int, p: Int, size: Int
  ) throws(SystemCryptoError) -> [UInt8] {
    var bytes = try pbkdf2(password, salt: salt, rounds: 1, size: p * 128 * r)
    var mixing = ScryptMixing(n: n, r: r)
    for part in 0..<p {
      var block = (0..<32 * r).map { index in
        let start = part * 128 * r + 4 * index
        return UInt32(bytes[start]) | UInt32(bytes[start + 1]) << 8
          | UInt32(bytes[start + 2]) << 16 | UInt32(bytes[start + 3]) << 24
      }
      mixing.mix(&block)
      for index in 0..<32 * r {
        for byte in 0..<4 {
          bytes[part * 128 * r + 4 * index + byte] =
            UInt8(truncatingIfNeeded: block[index] >> (8 * UInt32(byte)))
        }
      }
    }
    defer { Secrets.wipe(&bytes) }
    return try pbkdf2(password, salt: bytes, rounds: 1, size: size)
  }
}
