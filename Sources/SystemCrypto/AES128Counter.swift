import CCrypto

/// AES-128 in counter mode (SP 800-38A, 6.5): encrypting and decrypting are the same.
public enum AES128Counter {
  /// `key` and `counter` have 16 bytes each, or we trap.
  public static func apply(
    _ bytes: [UInt8], key: [UInt8], counter: [UInt8]
  ) throws(SystemCryptoError) -> [UInt8] {
    precondition(key.count == 16 && counter.count == 16, "AES-128 takes 16 bytes of each")
    guard let state = unsafe EVP_CIPHER_CTX_new() else { throw .outOfMemory }
    // Safe: made and freed here; freeing wipes the key's schedule.
    defer { unsafe EVP_CIPHER_CTX_free(state) }
    var output = [UInt8](repeating: 0, count: bytes.count)
    var written: Int32 = 0
    // Safe: counter mode writes as many bytes as it reads.
    let done = unsafe output.withUnsafeMutableBufferPointer { result in
      unsafe bytes.withUnsafeBufferPointer { text in
        unsafe EVP_EncryptInit_ex(state, EVP_aes_128_ctr(), nil, key, counter) == 1
          && EVP_EncryptUpdate(
            state, result.baseAddress, &written, text.baseAddress, Int32(text.count)) == 1
      }
    }
    guard done, Int(written) == bytes.count else {
      ERR_clear_error()
      throw .unavailable(.aes)
    }
    return output
  }
}
