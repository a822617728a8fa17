import ChainTypes
import Statements

/// A version of the manifest as it travels: the 72 bytes of `ManifestVersion`, the 65 of its
/// signature, and the content. Its hash, which other statements name, is the statement's digest.
public struct SignedManifest: Hashable, Sendable {
  public let manifest: Manifest
  /// The canonical bytes of the manifest.
  public let content: [UInt8]
  public let statement: Signed<ManifestVersion>
  /// The `manifestHash` of other statements.
  public let hash: Hash
}

extension SignedManifest {
  /// Bytes in front of the content.
  public static var headBytes: Int { 72 + StatementSignature.byteCount }

  public var version: UInt64 { statement.content.version }
  public var previous: Hash { statement.content.previous }
  public var bytes: [UInt8] { statement.bytes + content }

  /// Refuses what is not a manifest, not of its own fleet, or not signed by its fleet's key.
  /// Whether that fleet is the right one, its caller knows.
  public init<Recovery: SignatureRecovery>(
    bytes: [UInt8], using recovery: Recovery
  ) throws(ManifestError) {
    guard bytes.count > Self.headBytes else { throw .tooShort(bytes.count) }
    guard bytes.count <= Self.headBytes + ManifestLimits.bytes else {
      throw .malformed(.inputTooLong(length: bytes.count, limit: ManifestLimits.bytes))
    }
    let statement: Signed<ManifestVersion>
    do throws(SignedError) {
      statement = try Signed(bytes: Array(bytes[..<Self.headBytes]))
    } catch { throw .statement(error) }
    try self.init(statement, content: Array(bytes[Self.headBytes...]), using: recovery)
  }

  public init<Recovery: SignatureRecovery>(
    _ statement: Signed<ManifestVersion>, content: [UInt8], using recovery: Recovery
  ) throws(ManifestError) {
    let manifest = try Manifest(content: content)
    guard Keccak256.hash(content) == statement.content.content else { throw .otherContent }
    guard statement.content.version > 0,
      (statement.content.version == 1) == statement.content.previous.isZero
    else { throw .notFirst }
    do throws(SignatureError) {
      try statement.verify(by: manifest.fleetKey, in: manifest.domain, using: recovery)
    } catch { throw .signature(error) }
    self.init(manifest, content, statement)
  }

  /// The version behind `previous`, signed by the fleet's key.
  public init<Signer: StatementSigner & ~Copyable>(
    signing manifest: Manifest, after previous: SignedManifest?, by signer: borrowing Signer
  ) throws(ManifestSigningError<Signer.Failure>) {
    do throws(ManifestProblem) {
      try manifest.check()
      if let previous { try manifest.checkFollows(previous.manifest) }
    } catch { throw .manifest(.rule(error)) }
    let key = manifest.fleetKey
    guard previous == nil || previous?.manifest.fleetKey == key else {
      throw .manifest(.otherFleet(key))
    }
    guard signer.address == key else { throw .manifest(.signature(.otherSigner(signer.address))) }
    let content = manifest.content
    let version = ManifestVersion(
      version: (previous?.version ?? 0) + 1, previous: previous?.hash ?? .zero,
      content: Keccak256.hash(content))
    do throws(Signer.Failure) {
      self.init(manifest, content, try Signed(version, in: manifest.domain, by: signer))
    } catch { throw .signer(error) }
  }

  private init(_ manifest: Manifest, _ content: [UInt8], _ statement: Signed<ManifestVersion>) {
    self.manifest = manifest
    self.content = content
    self.statement = statement
    hash = statement.content.digest(in: manifest.domain)
  }
}

/// Why a manifest was not signed.
public enum ManifestSigningError<Failure: Error>: Error {
  case manifest(ManifestError)
  case signer(Failure)
}
