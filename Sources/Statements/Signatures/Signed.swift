import ChainTypes

/// A statement with its signature. Who signed is not in it: it is recovered.
public struct Signed<Content: Statement>: Hashable, Sendable {
  public let content: Content
  public let signature: StatementSignature

  public init(_ content: Content, signature: StatementSignature) {
    self.content = content
    self.signature = signature
  }
}

extension Signed {
  /// Signs a statement for a fleet.
  public init<Signer: StatementSigner & ~Copyable>(
    _ content: Content, in domain: FleetDomain, by signer: borrowing Signer
  ) throws(Signer.Failure) {
    self.init(content, signature: try signer.sign(digest: content.digest(in: domain)))
  }

  /// The address that signed, never zero.
  public func signer<Recovery: SignatureRecovery>(
    in domain: FleetDomain, using recovery: Recovery
  ) throws(SignatureError) -> Address {
    guard let address = recovery.signer(of: content.digest(in: domain), signature),
      !address.isZero
    else { throw .noSigner }
    return address
  }

  /// Refuses a signature by anybody but `expected`.
  public func verify<Recovery: SignatureRecovery>(
    by expected: Address, in domain: FleetDomain, using recovery: Recovery
  ) throws(SignatureError) {
    let found = try signer(in: domain, using: recovery)
    guard found == expected else { throw .otherSigner(found) }
  }

  /// The packed statement and the 65 bytes of its signature.
  public var bytes: [UInt8] { content.packed + signature.bytes }

  /// From exactly those bytes.
  public init(bytes: [UInt8]) throws(SignedError) {
    let split = bytes.count - StatementSignature.byteCount
    guard split >= 0 else { throw .signature(.wrongLength(bytes.count)) }
    let signature: StatementSignature
    do throws(SignatureError) {
      signature = try StatementSignature(bytes: Array(bytes[split...]))
    } catch { throw .signature(error) }
    do throws(FieldError) {
      self.init(try Content(packed: Array(bytes[..<split])), signature: signature)
    } catch { throw .content(error) }
  }
}

/// Why bytes are no signed statement.
public enum SignedError: Error, Equatable, Sendable {
  case content(FieldError)
  case signature(SignatureError)
}

extension SignedError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .content(let error): error.description
    case .signature(let error): error.description
    }
  }
}
