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
  /// What is signed of a statement: EIP-712's digest, but where signatures are only played.
  func digest<Content: Statement>(of content: Content, in domain: FleetDomain) -> Hash
}

extension SignatureRecovery {
  @inlinable
  public func digest<Content: Statement>(of content: Content, in domain: FleetDomain) -> Hash {
    content.digest(in: domain)
  }
}
