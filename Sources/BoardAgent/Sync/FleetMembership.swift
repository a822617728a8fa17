import BoardConfig
import BrokerClient
import ChainTypes
import FleetLink
import FleetManifest
import KeyCustody
import Lanes
import Ledger
import LinuxIO
import Readings
import Signing
import Statements
import SyncProtocol

/// A board's place in its fleet: its link, and what it has heard there.
final class FleetMembership {
  let link: LinkedNode
  /// The last block of the own lane that an aggregator receipted, and that enough witnesses
  /// cosigned, and that a checkpoint covers.
  var delivered: UInt64 = 0
  var final: UInt64 = 0
  var covered: UInt64 = 0
  /// The digest of the last checkpoint that covered the lane.
  var checkpoint: Hash = .zero
  /// The last alerts, the newest at the end.
  var alerts: [String] = []
  /// Lanes whose states are on their way.
  var arriving: [Lane: StateNews] = [:]
  /// Monotonic milliseconds.
  var lastStatus: UInt64 = 0
  var isMember: Bool

  private init(_ link: LinkedNode, isMember: Bool) {
    self.link = link
    self.isMember = isMember
  }
}

extension FleetMembership {
  /// Nil for a board that has no broker, or no manifest of a fleet: it works by itself.
  static func open(_ parts: AgentParts) throws(AgentFailure) -> FleetMembership? {
    guard let broker = parts.settings.broker else { return nil }
    let folder = parts.folder
    let hasFile = Folder.kind(folder.fleet) != nil
    guard hasFile || Folder.kind(folder.own) != nil else {
      parts.log.info(
        "alone", "note=\"there is no \(folder.fleet): blocks stay on this board\"")
      return nil
    }
    do throws(LinkFailure) {
      let store = try LinkStore(folder: folder.own)
      let file = hasFile ? try FleetFile.read(folder.fleet) : []
      let manifests = try ManifestShelf(store, file: file, fleet: parts.identity.fleet)
      var settings = try BrokerClient.BrokerSettings(
        link: broker, clientID: parts.identity.lane.board.plain)
      // Without certificate or password the broker knows nothing else of who we are.
      if settings.userName == nil, settings.tls == nil {
        settings.userName = parts.identity.lane.board.plain
      }
      var linkParts = LinkParts(
        key: try key(parts), store: store, manifests: manifests,
        own: LaneBook(parts.identity.lane, parts.chain.ledger), origin: origin(folder),
        lanesFolder: folder.lanes, retention: .bytes(LinkLimits.boardLaneBytes),
        settings: SyncSettings(
          follows: predecessors(manifests.current.manifest, parts.identity.lane),
          assembledBytes: 2 << 20, snapshotDistance: UInt64(parts.settings.catchUp.stateAfter),
          givesSnapshots: parts.settings.catchUp.givesStates), broker: settings)
      linkParts.execution = parts.chain.execution
      let link = try LinkedNode(linkParts)
      let isMember = manifests.current.manifest.member(parts.identity.lane) != nil
      let membership = FleetMembership(link, isMember: isMember)
      link.tell(.tick)
      if !isMember { membership.enrol(parts) }
      return membership
    } catch {
      throw .configuration(error.text)
    }
  }

  /// Boards whose lanes ended in favour of this one: they have its label (`Manifest.succeeding`).
  /// What they left is fetched from whoever has it.
  private static func predecessors(_ manifest: Manifest, _ lane: Lane) -> [Address] {
    guard let own = manifest.member(lane), !own.label.isZero else { return [] }
    return manifest.endings.filter {
      $0.reason == .succeeded && $0.lane != lane && manifest.member($0.lane)?.label == own.label
    }.map { $0.lane.board }
  }

  private static func key(_ parts: AgentParts) throws(LinkFailure) -> FleetKey {
    do throws(KeyError) {
      return FleetKey(
        try KeyVault.load(
          try KeyLocation(parts.settings.keys.board ?? "file:\(parts.folder.key)")))
    } catch {
      throw .key(error)
    }
  }

  private static func origin(_ folder: AgentFolder) -> LaneOrigin? {
    guard let text = try? WholeFile.read(folder.genesis, limit: AgentLimits.genesisBytes) else {
      return nil
    }
    return LaneOrigin(genesis: text)
  }

  /// Asks to be taken in, until the manifest has the lane.
  private func enrol(_ parts: AgentParts) {
    let request = Enrolment(
      lane: parts.identity.lane, genesisHash: parts.chain.ledger.genesisHash,
      label: Hash(label: parts.settings.board.name ?? ""), challenge: .zero)
    let signature = parts.keys.sign(request.digest(in: parts.identity.domain))
    link.tell(.enrol(Signed(request, signature: signature), text: []))
    parts.log.info(
      "enrol", "board=\(parts.identity.lane.board.hex) note=\"waiting to be admitted\"")
  }

  /// The digest of the manifest under which the board works.
  var manifestHash: Hash { link.view.manifestHash }
}

extension AgentFolder {
  /// The fleet's manifest, from the operator.
  public var fleet: String { path + "/" + FleetFile.name }
  /// Manifests and the protocol's values.
  var own: String { path + "/own" }
  /// Lanes of other boards.
  var lanes: String { path + "/lanes" }
}
