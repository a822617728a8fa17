import CCrypto

/// Random bytes for keys and nonces.
public enum SecureRandom {
  /// `count` bytes from libcrypto's generator, which the kernel seeds.
  public static func bytes(_ count: Int) throws(SystemCryptoError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try fill(&bytes)
    return bytes
  }

  /// Overwrites `bytes` with random ones.
  public static func fill(_ bytes: inout [UInt8]) throws(SystemCryptoError) {
    // Safe: libcrypto writes exactly the bytes of the array.
    let filled = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      guard let count = Int32(exactly: buffer.count) else { return false }
      return unsafe count == 0 || RAND_bytes(buffer.baseAddress, count) == 1
    }
    if !filled { throw .unavailable(.randomBytes) }
  }
}
