/// Why bytes are no secret key.
public enum SigningError: Error, Hashable, Sendable {
  case wrongLength(Int)
  case outOfRange

  /// One sentence for whoever has to put it right. It never shows the bytes.
  public var text: String {
    switch self {
    case .wrongLength(let length): "a secp256k1 secret key has 32 bytes, not \(length)"
    case .outOfRange: "these 32 bytes are no secp256k1 secret key: zero, or not below the order"
    }
  }
}
