/// Why libcrypto could not do what was asked.
public enum SystemCryptoError: Error, Hashable, Sendable {
  /// What a build of libcrypto may lack or refuse.
  public enum Service: String, Hashable, Sendable {
    case sha3 = "SHA3-256"
    case randomBytes = "random bytes"
    case passwordHash = "a password hash with these parameters, or the memory that it needs"
    case aes = "AES-128 in counter mode"
  }

  case outOfMemory
  case unavailable(Service)

  /// One sentence for whoever has to put it right.
  public var text: String {
    switch self {
    case .outOfMemory: "libcrypto could not allocate memory"
    case .unavailable(let service): "libcrypto of this system does not give \(service.rawValue)"
    }
  }
}
