import BoardConfig
import ChainTypes
import FleetManifest
import KeyCustody
import LinuxIO
import Signing
import Statements

/// What an operator does to a fleet with its key, on a file of manifests (`FleetFile`): each makes
/// the next version, signs it and writes the file anew. Nothing is written that does not hold.
public struct FleetOperator: Sendable {
  /// The file of manifests.
  public let path: String

  public init(_ path: String) { self.path = path }
}

extension FleetOperator {
  /// The versions of the file; none where there is no file yet.
  public func versions() throws(LinkFailure) -> [SignedManifest] {
    Folder.kind(path) == nil ? [] : try FleetFile.read(path)
  }

  /// Signs what a fleet's text says, as the first version or behind those that are there. Nil when
  /// the newest one says exactly this already.
  public func sign(
    _ settings: FleetSettings, by key: borrowing SigningKey
  ) throws(LinkFailure) -> SignedManifest? {
    let known = try versions()
    let manifest = settings.manifest(fleetKey: key.address, onto: known.last?.manifest)
    if manifest == known.last?.manifest { return nil }
    return try append(manifest, known, by: key)
  }

  /// Takes in a board that asks. With a succession, which its genesis has to commit to, its lane
  /// goes on from the one that is named there, with that one's witnesses.
  public func admit(
    _ request: Signed<Enrolment>, witnessedBy set: Manifest.WitnessSet = Manifest.WitnessSet(),
    succession: Signed<Succession>? = nil, by key: borrowing SigningKey
  ) throws(LinkFailure) -> SignedManifest {
    let known = try existing()
    let before = known[known.count - 1].manifest
    let next: Manifest
    do throws(ManifestEditError) {
      if let succession {
        guard succession.content.role == 0, succession.content.new == request.content.lane else {
          throw .noMember(request.content.lane)
        }
        do throws(SignatureError) {
          try request.verify(
            by: request.content.lane.board, in: before.domain, using: LibraryRecovery())
        } catch { throw .request(error) }
        next = try before.succeeding(
          succession, genesisHash: request.content.genesisHash, using: LibraryRecovery())
      } else {
        next = try before.admitting(request, witnessedBy: set, using: LibraryRecovery())
      }
    } catch { throw .settings("not admitted: \(error.description)") }
    return try append(next, known, by: key)
  }

  /// Ends a lane at a block.
  public func revoke(
    _ lane: Lane, height: UInt64, blockHash: Hash, by key: borrowing SigningKey
  ) throws(LinkFailure) -> SignedManifest {
    let known = try existing()
    let next: Manifest
    do throws(ManifestEditError) {
      next = try known[known.count - 1].manifest.revoking(
        lane, height: height, blockHash: blockHash)
    } catch { throw .settings("not revoked: \(error.description)") }
    return try append(next, known, by: key)
  }

  /// Lets a witness that lost its locks begin its next term.
  public func renew(
    witness address: Address, by key: borrowing SigningKey
  ) throws(LinkFailure) -> SignedManifest {
    let known = try existing()
    var next = known[known.count - 1].manifest
    guard let place = next.witnesses.firstIndex(where: { $0.address == address }) else {
      throw .settings("\(address) is no witness of the fleet")
    }
    next.witnesses[place].term += 1
    return try append(next, known, by: key)
  }

  /// Signs that a lane ends at a block and which lane follows, for a board whose card or state is
  /// lost. The new lane's genesis commits to it; the manifest changes when that board is admitted.
  public func succession(
    of old: Lane, height: UInt64, blockHash: Hash, new: Lane, by key: borrowing SigningKey
  ) throws(LinkFailure) -> Signed<Succession> {
    let newest = try existing()
    let manifest = newest[newest.count - 1].manifest
    guard manifest.maySucceed(key.address) else {
      throw .settings("\(key.address) is neither the fleet's key nor one of its delegates")
    }
    guard manifest.member(old) != nil, manifest.ending(old) == nil else {
      throw .settings("\(old.text) is no running lane of the fleet")
    }
    guard manifest.member(new) == nil, new.board != old.board || new.term > old.term else {
      throw .settings("\(new.text) cannot follow on \(old.text)")
    }
    let content = Succession(
      old: old, height: height, blockHash: blockHash, new: new, role: 0,
      manifestHash: newest[newest.count - 1].hash)
    return Signed(content, in: manifest.domain, by: key)
  }

  private func existing() throws(LinkFailure) -> [SignedManifest] {
    let known = try versions()
    guard !known.isEmpty else {
      throw .settings("there is no manifest at \(path); sign a fleet.yaml first")
    }
    return known
  }

  private func append(
    _ manifest: Manifest, _ known: [SignedManifest], by key: borrowing SigningKey
  ) throws(LinkFailure) -> SignedManifest {
    let signed: SignedManifest
    do throws(ManifestSigningError<Never>) {
      signed = try SignedManifest(signing: manifest, after: known.last, by: key)
    } catch {
      switch error {
      case .manifest(let reason): throw .settings("the manifest is refused: \(reason.description)")
      }
    }
    do throws(SystemError) {
      try WholeFile.write(Array(FleetFile.text(known + [signed]).utf8), to: path)
    } catch { throw .system(error) }
    return signed
  }
}
