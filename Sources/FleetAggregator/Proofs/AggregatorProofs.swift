import ChainTypes
import FleetLink
import FleetLog
import FleetManifest
import KeyCustody
import Lanes
import Ledger
import LinuxIO
import ReadingProofs
import Readings
import StateStore
import Statements

/// Makes proofs of readings from what an aggregator stored: the same file as the board makes, with
/// the checkpoint of the log in it.
public struct AggregatorProofs {
  private let log: LogBook
  private let manifests: [ProvedManifest]
  private let fleetKey: Address
  private let fleet: Hash

  init(_ log: LogBook, _ manifests: ManifestShelf) {
    self.log = log
    self.manifests = ProvedManifest.list(manifests.versions, whole: manifests.whole)
    fleetKey = manifests.fleetKey
    fleet = manifests.domain.fleet
  }

  /// Of an aggregator that does not run.
  public init(_ folder: AggregatorFolder) throws(LinkFailure) {
    guard Folder.kind(folder.own) == .folder else {
      throw .settings("\(folder.path) is no aggregator's folder, or it has never run")
    }
    let store = try LinkStore(folder: folder.own)
    let book: LogBook
    do throws(StoreError) { book = try LogBook(store) } catch { throw .store(error) }
    self.init(book, try ManifestShelf(store, file: [], fleet: nil))
  }
}

extension AggregatorProofs {
  /// The proof of a reading; the newest where no counter is given.
  public func prove(
    _ book: LaneBook, sensor: String, counter: UInt64?
  ) throws(LinkFailure) -> ProofFile {
    let identity = LaneIdentity(fleet: fleet, lane: book.lane)
    let assembler = ProofAssembler(book.ledger, identity: identity)
    let id = RecordID.sensor(board: book.lane.board, name: sensor)
    do throws(ProofAssemblyError<StoreError>) {
      let place = try assembler.locate(sensor: id, counter: counter)
      let company = try assembler.company(
        of: place.block, fleetKey: fleetKey, manifests: manifests,
        checkpoint: checkpoint(book.lane, place.block), using: LibraryRecovery())
      return try assembler.proof(
        of: place, sensor: sensor, company: company, using: LibraryRecovery())
    } catch {
      throw .settings("\(sensor): \(error.text { $0.text })")
    }
  }

  /// How the newest checkpoint covers a block; nil when it does not yet.
  private func checkpoint(_ lane: Lane, _ height: UInt64) -> ProvedCheckpoint? {
    guard let last = log.last, let cover = try? log.cover(lane, height: height) else { return nil }
    return ProvedCheckpoint(
      statement: last, height: height, index: cover.index, path: cover.path)
  }
}
