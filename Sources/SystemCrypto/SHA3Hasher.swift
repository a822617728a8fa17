import CCrypto
import ChainTypes

/// SHA3-256 of libcrypto: the same permutation as Keccak-256 with another padding, in assembly, and
/// so the yardstick for our own. Keeps its state between calls, because looking the algorithm up
/// costs as much as hashing a short input.
@safe
public struct SHA3Hasher: ~Copyable {
  private let algorithm: OpaquePointer
  private let state: OpaquePointer

  public init() throws(SystemCryptoError) {
    guard let algorithm = unsafe EVP_MD_fetch(nil, "SHA3-256", nil) else {
      throw .unavailable(.sha3)
    }
    guard let state = unsafe EVP_MD_CTX_new() else {
      unsafe EVP_MD_free(algorithm)
      throw .outOfMemory
    }
    unsafe self.algorithm = algorithm
    unsafe self.state = state
  }

  deinit {
    // Safe: both were made by this value and are used by nobody else.
    unsafe EVP_MD_CTX_free(state)
    unsafe EVP_MD_free(algorithm)
  }

  /// The hash of the bytes.
  public mutating func hash(_ bytes: [UInt8]) -> Hash {
    // Safe: libcrypto reads `count` bytes and writes 32 into 32.
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { digest in
      let start = digest.baseAddress!
      let done = unsafe bytes.withUnsafeBufferPointer { input in
        unsafe EVP_DigestInit_ex2(state, algorithm, nil) == 1
          && EVP_DigestUpdate(state, input.baseAddress, input.count) == 1
          && EVP_DigestFinal_ex(state, start, nil) == 1
      }
      precondition(done, "libcrypto failed in a hash that it offered")
      return unsafe Hash(Word(bigEndian: start))
    }
  }
}
