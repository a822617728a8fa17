import ChainTypes
import Statements
import SyncProtocol

/// The operator: the fleet's key and every version of the manifest.
struct Fleet {
  let key = CheapCrypto(node: 1_000_000)
  let domain: FleetDomain
  var versions: [Signed<ManifestVersion>] = []
  var views: [FleetView] = []
  var offers: [ManifestOffer] = []

  var view: FleetView { views[views.count - 1] }
  var offer: ManifestOffer { offers[offers.count - 1] }

  init(_ plan: SimulationPlan) {
    domain = FleetDomain(fleet: FleetDomain.id(ofFleetKey: key.address))
    let boards = (0..<plan.boards).map { CheapCrypto(node: $0).address }
    var view = FleetView(domain: domain, fleetKey: key.address, versions: [])
    for (index, board) in boards.enumerated() {
      let lane = Lane(board: board, term: 1)
      let witnesses = (1...3).map { (index + $0) % plan.boards }.filter { $0 != index }
      var seen: [Int] = []
      for witness in witnesses where !seen.contains(witness) { seen.append(witness) }
      view.lanes.append(
        LaneEntry(
          lane: lane, genesisHash: CheapBlock.genesisHash(lane),
          witnesses: seen.map { WitnessEntry(address: boards[$0], term: 1) },
          threshold: seen.isEmpty ? 0 : seen.count / 2 + 1, faults: 0, senders: boards))
    }
    view.aggregators = (0..<plan.aggregators).map {
      CheapCrypto(node: plan.boards + $0).address
    }
    publish(view)
  }

  /// Signs a new version.
  mutating func publish(_ next: FleetView) {
    var view = next
    let number = UInt64(versions.count) + 1
    let content = Array("version \(number)".utf8)
    let version = ManifestVersion(
      version: number, previous: views.last?.manifestHash ?? .zero,
      content: Keccak256.hash(content))
    versions.append(key.signed(version, domain))
    view.versions = (views.last?.versions ?? []) + [version.digest(in: domain)]
    views.append(view)
    offers.append(ManifestOffer(versions: versions, content: content))
  }

  func view(of offer: ManifestOffer) -> FleetView? {
    guard let number = offer.versions.last?.content.version, number >= 1,
      number <= UInt64(views.count)
    else { return nil }
    return views[Int(number) - 1]
  }

  /// A board's card is lost: its lane ends where an aggregator has it, and it begins a new term, as
  /// a board and as a witness.
  mutating func succeed(_ board: Address, at ending: BlockPoint) {
    var next = view
    guard let index = next.lanes.lastIndex(where: { $0.lane.board == board && $0.ending == nil })
    else { return }
    next.lanes[index].ending = ending
    var entry = next.lanes[index]
    entry.lane.term += 1
    entry.ending = nil
    entry.genesisHash = CheapBlock.genesisHash(entry.lane)
    next.lanes.append(entry)
    for lane in next.lanes.indices {
      for witness in next.lanes[lane].witnesses.indices
      where next.lanes[lane].witnesses[witness].address == board {
        next.lanes[lane].witnesses[witness].term += 1
      }
    }
    publish(next)
  }
}
