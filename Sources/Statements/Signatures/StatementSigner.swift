import ChainTypes

/// What signs digests: a key in memory, or a secure element.
public protocol StatementSigner: ~Copyable {
  associatedtype Failure: Error
  /// Whom the signatures recover to.
  var address: Address { get }
  /// Signs with low s.
  func sign(digest: Hash) throws(Failure) -> StatementSignature
}

/// What finds out who signed.
public protocol SignatureRecovery {
  /// The address whose key signed the digest; nil when no key can have. The signature is canonical
  /// already.
  func signer(of digest: Hash, _ signature: StatementSignature) -> Address?
}
