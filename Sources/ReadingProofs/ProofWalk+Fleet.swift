import ChainTypes
import FleetManifest
import Statements

extension ProofWalk {
  mutating func checkFleet(_ trusted: Address?) throws(ProofFailure) {
    guard let trusted else {
      return absent(.fleetKey, "no key was given to trust: give it with --fleet-key")
    }
    guard file.fleetKey == trusted else {
      throw ProofFailure(.fleetKey, "the file is of the fleet of \(file.fleetKey), not \(trusted)")
    }
    holds(.fleetKey, "the fleet of \(trusted), which you trust")
  }

  mutating func checkManifests() throws(ProofFailure) {
    guard let last = file.manifests.last else { return checkAlone() }
    var previous: Signed<ManifestVersion>?
    for entry in file.manifests {
      try check(.manifests, entry.statement, by: file.fleetKey, "the fleet's key")
      if let previous { try checkLink(entry.statement.content, behind: previous.content) }
      previous = entry.statement
      let hash = entry.statement.content.digest(in: domain)
      versions.append(hash)
      guard let bytes = entry.bytes else { continue }
      let manifest: SignedManifest
      do throws(ManifestError) {
        manifest = try SignedManifest(entry.statement, content: bytes, using: recovery)
      } catch { throw ProofFailure(.manifests, error.description) }
      newest = manifest
      contents[hash] = manifest.manifest
    }
    guard let newest, last.bytes != nil else {
      throw ProofFailure(.manifests, "the newest version has no content")
    }
    if file.manifests.contains(where: { $0.bytes != nil && !isOfUse($0) }) {
      throw ProofFailure(.manifests, "content that no statement names")
    }
    let count = file.manifests.count
    holds(
      .manifests,
      "manifest version \(newest.version) is signed by the fleet's key"
        + (count > 1 ? ", and so are the \(count - 1) before it" : ""))
  }

  private func isOfUse(_ entry: ProvedManifest) -> Bool {
    let hash = entry.statement.content.digest(in: domain)
    return hash == versions.last || hash == file.seal.content.manifestHash
      || file.cosignatures.contains { $0.content.manifestHash == hash }
      || file.receipts.contains { $0.content.manifestHash == hash }
      || file.checkpoint?.statement.content.manifestHash == hash
  }

  /// A board whose own key is the fleet's needs nobody to say that it belongs to it.
  private mutating func checkAlone() {
    if lane.board == file.fleetKey {
      report.isMember = true
      holds(.manifests, "none: the board's own key is the fleet's")
    } else {
      absent(.manifests, "no manifest says that the board belongs to the fleet")
    }
  }

  private func checkLink(
    _ next: ManifestVersion, behind previous: ManifestVersion
  ) throws(ProofFailure) {
    guard next.version == previous.version &+ 1, next.previous == previous.digest(in: domain)
    else {
      throw ProofFailure(
        .manifests, "version \(next.version) does not follow version \(previous.version)")
    }
  }

  mutating func checkSeal() throws(ProofFailure) {
    let seal = file.seal.content
    try check(.seal, file.seal, by: lane.board, "the board")
    if !seal.manifestHash.isZero { try checkVersion(.seal, seal.manifestHash) }
    if let newest {
      guard let member = newest.manifest.member(lane) else {
        throw ProofFailure(.seal, "\(lane.text) is no lane of the fleet")
      }
      guard newest.manifest.counts(lane, height: seal.height, blockHash: seal.blockHash) else {
        throw ProofFailure(.seal, "the fleet ended the lane before block \(seal.height)")
      }
      report.isMember = true
      let label = ManifestLabel.text(member.label).map { " \"\($0)\"" } ?? ""
      holds(
        .seal,
        "block \(seal.height) is sealed by board\(label) \(lane.board), a member, term "
          + "\(lane.term)")
    } else {
      holds(.seal, "block \(seal.height) is sealed by board \(lane.board), term \(lane.term)")
    }
  }
}
