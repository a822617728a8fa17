import CCrypto

/// Message authentication with a hash function (RFC 2104).
public enum KeyedHash: Sendable {
  case sha256
  case sha512

  /// Bytes of an authenticator.
  public var size: Int { self == .sha256 ? 32 : 64 }

  /// The authenticator of the message under the key.
  public func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: size)
    // Safe: libcrypto reads as many bytes as it is told and writes `size` bytes into `size`.
    let done = unsafe output.withUnsafeMutableBufferPointer { result in
      unsafe message.withUnsafeBufferPointer { text in
        unsafe key.withUnsafeBytes { secret in
          unsafe HMAC(
            function, secret.baseAddress, Int32(secret.count), text.baseAddress, text.count,
            result.baseAddress, nil) != nil
        }
      }
    }
    precondition(done, "libcrypto failed in a hash that it offered")
    return output
  }

  var function: OpaquePointer? {
    unsafe self == .sha256 ? EVP_sha256() : EVP_sha512()
  }
}
