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
    guard let address = recovery.signer(of: recovery.digest(of: content, in: domain), signature),
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
  public var bytes: [UInt8] {
    var writer = PackedWriter()
    write(to: &writer)
    return writer.bytes
  }

  /// Appends those bytes.
  public func append(to bytes: inout [UInt8]) {
    var writer = PackedWriter(continuing: &bytes)
    write(to: &writer)
    writer.finish(into: &bytes)
  }

  private func write(to writer: inout PackedWriter) {
    content.write(to: &writer)
    writer.append(Hash(signature.r))
    writer.append(Hash(signature.s))
    writer.append(signature.v)
  }

  /// From exactly those bytes.
  public init(bytes: [UInt8]) throws(SignedError) {
    try self.init(bytes: bytes, within: bytes.indices)
  }

  /// From exactly the bytes of a range, without a copy of them.
  public init(bytes: [UInt8], within range: Range<Int>) throws(SignedError) {
    let split = range.upperBound - StatementSignature.byteCount
    guard split >= range.lowerBound else { throw .signature(.wrongLength(range.count)) }
    let signature: StatementSignature
    do throws(SignatureError) {
      signature = try StatementSignature(bytes: bytes, at: split)
    } catch { throw .signature(error) }
    do throws(FieldError) {
      var reader = FieldReader(bytes, within: range.lowerBound..<split)
      let content = try Content(from: &reader)
      try reader.finish()
      self.init(content, signature: signature)
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
