import ChainTypes

/// A secret key. It is held in one place of memory, is not copied, and is wiped when it goes.
public struct SigningKey: ~Copyable, Sendable {
  /// The point that verifies what this key signs.
  public let publicKey: PublicKey
  private let secret: SecretStorage

  /// Takes the secret over: `bytes` is wiped, whether it is a key or not.
  public init(taking bytes: inout [UInt8]) throws(SigningError) {
    let count = bytes.count
    let secret = SecretStorage(taking: &bytes)
    guard count == SecretStorage.size else { throw .wrongLength(count) }
    guard let point = CurveLibrary.publicKey(of: secret) else { throw .outOfRange }
    self.publicKey = point
    self.secret = secret
  }

  /// The account of this key.
  public var address: Address { publicKey.address }

  /// Signs with low s and a nonce derived from key and digest (RFC 6979): the same digest always
  /// gives the same signature, and no random source can leak the key.
  public func sign(_ digest: Hash) -> RecoverableSignature {
    CurveLibrary.sign(digest: digest.word, with: secret)
  }

  /// Whether both are the same key, found out in a time that tells nothing about the secrets.
  public borrowing func hasSameSecret(as other: borrowing SigningKey) -> Bool {
    secret.isEqual(to: other.secret)
  }

  /// Lends the 32 bytes of the secret, for export and for deriving other keys. Whatever the closure
  /// copies it has to wipe.
  public borrowing func withSecret<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try secret.withSpan(body)
  }

  /// The account; the secret is shown by nothing.
  public var description: String { "(secret key of \(address.hex))" }
}
