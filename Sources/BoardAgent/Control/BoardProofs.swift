import ChainTypes
import FleetLink
import FleetManifest
import KeyCustody
import Lanes
import LinuxIO
import ReadingProofs
import Readings
import StateStore
import Statements

/// Makes proofs of a board's own readings.
public struct BoardProofs {
  let ledger: LaneLedger
  let identity: LaneIdentity
  /// The versions of the fleet's manifest that the board has; empty when it works by itself.
  let manifests: [ProvedManifest]

  init(_ ledger: LaneLedger, identity: LaneIdentity, manifests: ManifestShelf?) {
    self.ledger = ledger
    self.identity = identity
    self.manifests = manifests.map { ProvedManifest.list($0.versions, whole: $0.whole) } ?? []
  }

  /// Of a board whose agent does not run.
  public init(
    _ ledger: LaneLedger, identity: LaneIdentity, folder: AgentFolder
  ) throws(AgentFailure) {
    let hasFile = Folder.kind(folder.fleet) != nil
    guard hasFile || Folder.kind(folder.own) != nil else {
      self.init(ledger, identity: identity, manifests: nil)
      return
    }
    do throws(LinkFailure) {
      let store = try LinkStore(folder: folder.own)
      let file = hasFile ? try FleetFile.read(folder.fleet) : []
      self.init(
        ledger, identity: identity,
        manifests: try ManifestShelf(store, file: file, fleet: identity.fleet))
    } catch { throw .configuration(error.text) }
  }
}

extension BoardProofs {
  /// The proof of a sensor's reading, the newest where no counter is given. `fleetKey` has to be
  /// given only where no manifest tells it and the board is not its own fleet.
  public func prove(
    _ sensor: String, counter: UInt64?, fleetKey: Address? = nil
  ) throws(AgentFailure) -> ProofFile {
    guard let key = try self.fleetKey(fleetKey) else {
      throw .configuration(
        "which key is the fleet's is not known here: give it with --fleet-key, or put the "
          + "operator's \(FleetFile.name) into the data folder")
    }
    let assembler = ProofAssembler(ledger, identity: identity)
    let id = RecordID.sensor(board: identity.lane.board, name: sensor)
    do throws(ProofAssemblyError<StoreError>) {
      let place = try assembler.locate(sensor: id, counter: counter)
      let company = try assembler.company(
        of: place.block, fleetKey: key, manifests: manifests, using: LibraryRecovery())
      return try assembler.proof(
        of: place, sensor: sensor, company: company, using: LibraryRecovery())
    } catch {
      throw .proof(sensor: sensor, error.text { $0.text })
    }
  }

  /// The fleet's id binds its key, so that a wrong one is found at once.
  private func fleetKey(_ given: Address?) throws(AgentFailure) -> Address? {
    let content = manifests.last?.bytes.flatMap { try? Manifest(content: $0) }
    for key in [given, content?.fleetKey, identity.lane.board] {
      guard let key else { continue }
      if FleetDomain.id(ofFleetKey: key) == identity.fleet { return key }
      if key == given {
        throw .configuration(
          "\(key) is not the key of this board's fleet, whose id is \(identity.fleet)")
      }
    }
    return nil
  }
}
