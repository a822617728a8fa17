import ChainTypes
import FleetManifest
import KeyCustody
import StateStore
import Statements
import SyncProtocol

/// The versions of the fleet's manifest, from the first, as they are durable here. The newest one
/// is in memory with its content. A version that was skipped while this node was away is there
/// without content, but signed like the others.
public final class ManifestShelf {
  public private(set) var versions: [Signed<ManifestVersion>] = []
  public private(set) var current: SignedManifest
  private let store: LinkStore

  /// What is stored, and what a file has beyond it. Refuses a fleet other than `fleet`.
  public init(
    _ store: LinkStore, file: [SignedManifest], fleet: Hash?
  ) throws(LinkFailure) {
    self.store = store
    let stored: [[UInt8]]
    do throws(StoreError) { stored = try store.allManifests() } catch { throw .store(error) }
    var newest: SignedManifest?
    var chain: [Signed<ManifestVersion>] = []
    for bytes in stored {
      guard let statement = ManifestShelf.statement(bytes) else {
        throw .malformed(file: store.store.folder, "a stored manifest cannot be read")
      }
      chain.append(statement)
      newest = bytes.count > SignedManifest.headBytes ? ManifestShelf.whole(bytes) : nil
    }
    guard let first = newest ?? file.first else {
      throw .settings(
        "there is no manifest of the fleet. Put the operator's \(FleetFile.name) into the data "
          + "folder.")
    }
    if let fleet, fleet != first.manifest.fleet {
      throw .settings(
        "the manifest is of the fleet \(first.manifest.fleet.hex), the lane of \(fleet.hex)")
    }
    current = first
    versions = chain
    if chain.isEmpty {
      guard first.version == 1 else {
        throw .settings("the fleet's file has to begin with the first version of the manifest")
      }
      versions = [first.statement]
      try write([(1, first.bytes)])
    }
    for next in file where next.version > current.version {
      let offer = ManifestOffer(versions: [next.statement], content: next.content)
      guard take(offer) else {
        throw .settings("version \(next.version) of the fleet's file does not follow the others")
      }
    }
  }

  private static func statement(_ bytes: [UInt8]) -> Signed<ManifestVersion>? {
    guard bytes.count >= SignedManifest.headBytes else { return nil }
    return try? Signed(bytes: Array(bytes[..<SignedManifest.headBytes]))
  }

  private static func whole(_ bytes: [UInt8]) -> SignedManifest? {
    try? SignedManifest(bytes: bytes, using: LibraryRecovery())
  }

  private func write(_ list: [(version: UInt64, bytes: [UInt8])]) throws(LinkFailure) {
    do throws(StoreError) { try store.put(manifests: list) } catch { throw .store(error) }
  }
}

extension ManifestShelf {
  public var fleetKey: Address { current.manifest.fleetKey }
  public var domain: FleetDomain { current.manifest.domain }
  public var version: UInt64 { current.version }

  /// Takes what goes on from the current version, and makes it durable; false when it does not, or
  /// is not signed by the fleet's key throughout.
  public func take(_ offer: ManifestOffer) -> Bool {
    var chain: [Signed<ManifestVersion>] = []
    var last = current.statement
    for statement in offer.versions where statement.content.version > current.version {
      guard statement.content.version == last.content.version + 1,
        statement.content.previous == last.content.digest(in: domain),
        (try? statement.verify(by: fleetKey, in: domain, using: LibraryRecovery())) != nil
      else { return false }
      chain.append(statement)
      last = statement
    }
    guard !chain.isEmpty,
      let next = try? SignedManifest(last, content: offer.content, using: LibraryRecovery()),
      next.manifest.fleetKey == fleetKey,
      (try? next.manifest.checkFollows(current.manifest)) != nil
    else { return false }
    var rows = chain.map { (version: $0.content.version, bytes: $0.bytes) }
    rows[rows.count - 1].bytes = next.bytes
    guard (try? write(rows)) != nil else { return false }
    versions += chain
    current = next
    return true
  }

  /// All of it, for who has less.
  public var offer: ManifestOffer { ManifestOffer(versions: versions, content: current.content) }

  /// The versions with content, oldest first; those that were skipped are missing.
  public var whole: [SignedManifest] {
    guard let stored = try? store.allManifests() else { return [current] }
    return stored.compactMap { bytes in
      bytes.count > SignedManifest.headBytes ? ManifestShelf.whole(bytes) : nil
    }
  }

  /// As the protocol sees it.
  public var view: FleetView {
    let manifest = current.manifest
    let domain = domain
    let lanes = manifest.lanes.map { entry in
      LaneEntry(
        lane: entry.lane, genesisHash: entry.genesisHash,
        witnesses: entry.witnesses.compactMap { address in
          manifest.witness(address).map { WitnessEntry(address: address, term: $0.term) }
        }, threshold: Int(entry.threshold), faults: Int(entry.faulty),
        senders: manifest.senders.filter { $0.board.isZero || $0.board == entry.lane.board }
          .map { $0.sender },
        ending: manifest.ending(entry.lane).map {
          BlockPoint(height: $0.height, hash: $0.blockHash)
        })
    }
    return FleetView(
      domain: domain, fleetKey: manifest.fleetKey, delegates: manifest.delegates,
      versions: versions.map { $0.content.digest(in: domain) }, lanes: lanes,
      aggregators: manifest.aggregators.map { $0.address })
  }
}
