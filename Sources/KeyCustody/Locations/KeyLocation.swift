/// Where a secret key is, as a URI.
public enum KeyLocation: Hashable, Sendable {
  /// `file:PATH`: 32 bytes or 64 hexadecimal digits in a file of mode 0600.
  case file(String)
  /// `creds:NAME`: the same in a credential that systemd gives to the service (systemd.exec(5),
  /// LoadCredential= and LoadCredentialEncrypted=).
  case credential(String)
  /// `keystore:PATH`: a keystore of version 3, which needs a password.
  case keystore(String)

  /// Reads a URI. A path without a scheme is not guessed at.
  public init(_ text: String) throws(KeyError) {
    let bytes = Array(text.utf8)
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
      throw .noLocation(text, reason: "it has no scheme")
    }
    let scheme = String(decoding: bytes[..<colon], as: UTF8.self)
    let rest = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
    if rest.isEmpty || bytes.contains(0) {
      throw .noLocation(text, reason: "nothing usable stands behind the scheme")
    }
    switch scheme {
    case "file": self = .file(rest)
    case "keystore": self = .keystore(rest)
    case "creds":
      // systemd.exec(5): a credential's name is a plain file name.
      if rest.utf8.contains(UInt8(ascii: "/")) || rest == "." || rest == ".." {
        throw .noLocation(text, reason: "a credential's name has no slashes")
      }
      self = .credential(rest)
    default: throw .noLocation(text, reason: "the scheme \(scheme) is not known")
    }
  }

  public var text: String {
    switch self {
    case .file(let path): "file:\(path)"
    case .credential(let name): "creds:\(name)"
    case .keystore(let path): "keystore:\(path)"
    }
  }
}
