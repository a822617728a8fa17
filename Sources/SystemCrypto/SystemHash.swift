import CCrypto
import ChainTypes

/// Hash functions of libcrypto: its assembly is faster than portable code for these.
public enum SystemHash {
  /// SHA-256 of the bytes (FIPS 180-4).
  public static func sha256(_ bytes: [UInt8]) -> Hash {
    // Safe: libcrypto reads `count` bytes and writes 32 into 32; both live during the calls.
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { digest in
      let start = digest.baseAddress!
      var state = SHA256_CTX()
      unsafe SHA256_Init(&state)
      unsafe bytes.withUnsafeBytes { unsafe _ = SHA256_Update(&state, $0.baseAddress, $0.count) }
      unsafe SHA256_Final(start, &state)
      return unsafe Hash(Word(bigEndian: start))
    }
  }

  /// RIPEMD-160 of the bytes: 20 bytes.
  public static func ripemd160(_ bytes: [UInt8]) -> [UInt8] {
    // Safe: libcrypto reads `count` bytes and writes 20 into 20; both live during the calls.
    unsafe [UInt8](unsafeUninitializedCapacity: 20) { digest, count in
      var state = RIPEMD160_CTX()
      unsafe RIPEMD160_Init(&state)
      unsafe bytes.withUnsafeBytes { unsafe _ = RIPEMD160_Update(&state, $0.baseAddress, $0.count) }
      unsafe RIPEMD160_Final(digest.baseAddress!, &state)
      count = 20
    }
  }
}
