import CCrypto

/// Keys from passwords, made costly on purpose.
public enum PasswordHash {
  /// PBKDF2 (RFC 8018, section 5.2).
  public static func pbkdf2(
    _ password: [UInt8], salt: [UInt8], rounds: Int32, size: Int, with hash: KeyedHash = .sha256
  ) throws(SystemCryptoError) -> [UInt8] {
    var key = [UInt8](repeating: 0, count: size)
    // Safe: libcrypto reads as many bytes as it is told and writes `size` bytes into `size`.
    let done = unsafe key.withUnsafeMutableBufferPointer { result in
      unsafe withText(password) { text, count in
        unsafe salt.withUnsafeBufferPointer { grains in
          unsafe PKCS5_PBKDF2_HMAC(
            text, count, grains.baseAddress, Int32(grains.count), rounds, hash.function,
            Int32(result.count), result.baseAddress) == 1
        }
      }
    }
    if !done { throw refusal() }
    return key
  }

  /// scrypt (RFC 7914). It needs `scryptMemory` bytes: libcrypto's own limit is 32 MB and is raised
  /// to just that.
  public static func scrypt(
    _ password: [UInt8], salt: [UInt8], n: UInt64, r: UInt64, p: UInt64, size: Int
  ) throws(SystemCryptoError) -> [UInt8] {
    // libcrypto holds to the RFC's bound for small r; not all keystores do.
    if r > 0, r < 4, n >= 1 << (16 * r), n & (n - 1) == 0 {
      guard n < 1 << 30, p > 0, p < 1 << 20 else { throw .unavailable(.passwordHash) }
      return try plainScrypt(password, salt: salt, n: Int(n), r: Int(r), p: Int(p), size: size)
    }
    var key = [UInt8](repeating: 0, count: size)
    let memory = scryptMemory(n: n, r: r, p: p)
    // Safe: as above.
    let done = unsafe key.withUnsafeMutableBufferPointer { result in
      unsafe withText(password) { text, count in
        unsafe salt.withUnsafeBufferPointer { grains in
          unsafe EVP_PBE_scrypt(
            text, Int(count), grains.baseAddress, grains.count, n, r, p, memory,
            result.baseAddress, result.count) == 1
        }
      }
    }
    if !done { throw refusal() }
    return key
  }

  /// Bytes that scrypt allocates: n blocks of 128·r bytes, two more to work with, and p blocks of
  /// the input (RFC 7914, sections 5 and 6).
  public static func scryptMemory(n: UInt64, r: UInt64, p: UInt64) -> UInt64 {
    let (blocks, manyBlocks) = n.addingReportingOverflow(p &+ 2)
    let (bytes, manyBytes) = blocks.multipliedReportingOverflow(by: 128 &* r)
    return manyBlocks || manyBytes ? .max : bytes
  }

  private static func withText<Result>(
    _ password: [UInt8], _ body: (UnsafePointer<CChar>?, Int32) -> Result
  ) -> Result {
    // Safe: bytes and characters have one size; the pointer does not leave the closure.
    unsafe password.withUnsafeBufferPointer { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) {
        unsafe body($0.baseAddress, Int32($0.count))
      }
    }
  }

  /// libcrypto refuses parameters, or has no memory. What stays in the thread's queue of errors, a
  /// TLS connection would take for its own.
  private static func refusal() -> SystemCryptoError {
    ERR_clear_error()
    return .unavailable(.passwordHash)
  }
}
