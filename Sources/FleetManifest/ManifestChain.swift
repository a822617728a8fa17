import ChainTypes
import Statements

/// The versions of one fleet's manifest, each naming the one before, and the highest that was seen.
///
/// It takes the next version and no other: an older one is refused, since it might still name a
/// member that was revoked, and two of one version are evidence against the fleet's key. Its owner
/// makes `mark` durable together with the version's bytes before it acts on it, and gives the mark
/// back after a restart, so that nobody who replaces files can turn the fleet's clock back.
public struct ManifestChain: Sendable {
  public let fleetKey: Address
  public let domain: FleetDomain
  /// Every version from the first that was given, oldest first.
  public private(set) var links: [ManifestLink] = []
  /// The newest versions with their content, oldest first.
  public private(set) var recent: [SignedManifest] = []
  /// Below this, nothing is taken as the current version.
  public private(set) var floor: ManifestMark
  private let kept: Int

  /// `floor` is the highest version that was durable before; `kept` says of how many versions the
  /// content stays in memory.
  public init(
    fleetKey: Address, floor: ManifestMark = ManifestMark(), kept: Int = ManifestLimits.kept
  ) {
    self.fleetKey = fleetKey
    domain = FleetDomain(fleet: FleetDomain.id(ofFleetKey: fleetKey))
    self.floor = floor
    self.kept = max(1, kept)
  }
}

/// A version without its content.
public struct ManifestLink: Hashable, Sendable {
  public let statement: Signed<ManifestVersion>
  public let hash: Hash

  public var version: UInt64 { statement.content.version }
}

/// The highest version that was seen: what has to be durable. Version 0 stands for none.
public struct ManifestMark: Hashable, Sendable {
  public var version: UInt64
  public var hash: Hash

  public init(version: UInt64 = 0, hash: Hash = .zero) {
    self.version = version
    self.hash = hash
  }

  /// Version and hash, most significant byte first.
  public var bytes: [UInt8] {
    var writer = PackedWriter()
    writer.append(version)
    writer.append(hash)
    return writer.bytes
  }

  public init(bytes: [UInt8]) throws(FieldError) {
    var reader = FieldReader(bytes)
    self.init(version: try reader.uint64(), hash: try reader.hash())
    try reader.finish()
  }
}

extension ManifestChain {
  /// What became of a version that was given.
  public enum Outcome: Hashable, Sendable {
    /// It is the current one now.
    case taken
    /// It was known.
    case known
  }

  /// The newest version; nil before the first, and while the versions up to `floor` are missing:
  /// an older one than was seen is not to be followed.
  public var current: SignedManifest? {
    guard let last = recent.last, last.version >= floor.version else { return nil }
    return last
  }

  /// What has to be durable.
  public var mark: ManifestMark {
    guard let last = links.last, last.version >= floor.version else { return floor }
    return ManifestMark(version: last.version, hash: last.hash)
  }

  /// Takes the next version, or tells why not. The first that is given may have any version that is
  /// not below `floor`, for its signature is all that a newcomer can check; or version 1, from
  /// which the way up to `floor` is checked.
  public mutating func append(_ next: SignedManifest) throws(ManifestError) -> Outcome {
    guard next.manifest.fleetKey == fleetKey else { throw .otherFleet(next.manifest.fleetKey) }
    if next.version == floor.version, next.hash != floor.hash {
      throw .forked(version: next.version)
    }
    if let last = links.last {
      if next.version <= last.version { return try known(next, last.version) }
      guard next.version == last.version + 1 else {
        throw .gap(next: last.version + 1, found: next.version)
      }
      guard next.previous == last.hash else { throw .otherPrevious }
      guard links.count < ManifestLimits.versions else { throw .tooManyVersions }
      if let before = recent.last {
        do throws(ManifestProblem) { try next.manifest.checkFollows(before.manifest) } catch {
          throw .rule(error)
        }
      }
    } else if next.version != 1, next.version < floor.version {
      throw .older(version: next.version, known: floor.version)
    }
    links.append(ManifestLink(statement: next.statement, hash: next.hash))
    recent.append(next)
    if recent.count > kept { recent.removeFirst() }
    if next.version > floor.version {
      floor = ManifestMark(version: next.version, hash: next.hash)
    }
    return .taken
  }

  /// As above, from bytes that came from anywhere.
  public mutating func append<Recovery: SignatureRecovery>(
    bytes: [UInt8], using recovery: Recovery
  ) throws(ManifestError) -> Outcome {
    try append(try SignedManifest(bytes: bytes, using: recovery))
  }

  private func known(
    _ manifest: SignedManifest, _ last: UInt64
  ) throws(ManifestError) -> Outcome {
    guard let link = link(manifest.version) else {
      throw .older(version: manifest.version, known: last)
    }
    guard link.hash == manifest.hash else { throw .forked(version: manifest.version) }
    guard manifest.version == last else {
      throw .older(version: manifest.version, known: last)
    }
    return .known
  }

  public func link(_ version: UInt64) -> ManifestLink? {
    guard let first = links.first, version >= first.version, version - first.version < links.count
    else { return nil }
    return links[Int(version - first.version)]
  }

  /// The version that a statement names.
  public func find(_ hash: Hash) -> ManifestLink? {
    links.last { $0.hash == hash }
  }

  /// The version that a statement names, when its content is at hand.
  public func manifest(_ hash: Hash) -> SignedManifest? {
    recent.last { $0.hash == hash }
  }
}
