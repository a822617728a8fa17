import ChainTypes
import Statements

/// Why a manifest is refused.
public enum ManifestError: Error, Equatable, Sendable {
  case malformed(RLPError)
  /// Fewer bytes than the signed statement has.
  case tooShort(Int)
  case statement(SignedError)
  case rule(ManifestProblem)
  /// Bytes of another content than the statement names.
  case otherContent
  /// Its fleet key is another one.
  case otherFleet(Address)
  /// The fleet's key did not sign.
  case signature(SignatureError)
  /// A newer version is known.
  case older(version: UInt64, known: UInt64)
  /// The fleet's key signed two manifests of this version: evidence against it.
  case forked(version: UInt64)
  /// Versions between are missing; they are to be had first.
  case gap(next: UInt64, found: UInt64)
  /// It follows another version than the one that is known.
  case otherPrevious
  /// Versions count from 1, and the first has no predecessor.
  case notFirst
  case tooManyVersions
}

extension ManifestError: CustomStringConvertible {
  public var description: String { "manifest: " + reason }

  private var reason: String {
    switch self {
    case .malformed(let error): error.description
    case .tooShort(let count): "\(count) bytes are too few for a signed manifest"
    case .statement(let error): error.description
    case .rule(let problem): problem.description
    case .otherContent: "the signed statement is about other content"
    case .otherFleet(let key): "it is of the fleet with the key \(key)"
    case .signature(let error): "not signed by the fleet's key: " + error.description
    case .older(let version, let known): "version \(version) is older than \(known), which is known"
    case .forked(let version): "the fleet's key signed two different versions \(version)"
    case .gap(let next, let found): "version \(found) came where \(next) is next"
    case .otherPrevious: "it follows another version than the one that is known"
    case .notFirst: "versions count from 1, and the first follows none"
    case .tooManyVersions: "more than \(ManifestLimits.versions) versions"
    }
  }
}
