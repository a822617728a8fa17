import ChainTypes
import FleetManifest
import Statements

/// What an operator writes down about a fleet (`configs/fleet.yaml`). Boards that were admitted by
/// their own requests need not stand in it: `manifest(fleetKey:onto:)` keeps them.
public struct FleetSettings: Hashable, Sendable {
  public var name: Hash
  /// Nil for the fleet's key.
  public var rulesOwner: Address?
  public var delegates: [Address]
  public var witnesses: [WitnessMember]
  public var aggregators: [AggregatorMember]
  public var senders: [AllowedSender]
  public var lanes: [LaneMember]
}

extension FleetSettings {
  /// The manifest that this says, behind a version that is known: what the file names is as the
  /// file has it, and lanes, endings and witnesses that it does not name stay as they were.
  public func manifest(fleetKey: Address, onto previous: Manifest?) -> Manifest {
    var manifest = Manifest(fleetKey: fleetKey, name: name, rulesOwner: rulesOwner)
    manifest.delegates = delegates.sorted()
    manifest.aggregators = aggregators.sorted { $0.address < $1.address }
    manifest.senders = senders.sorted()
    var witnesses = self.witnesses
    var lanes = self.lanes
    if let previous {
      for old in previous.witnesses where !witnesses.contains(where: { $0.address == old.address })
      { witnesses.append(old) }
      for old in previous.lanes where !lanes.contains(where: { $0.lane == old.lane }) {
        lanes.append(old)
      }
      manifest.endings = previous.endings
    }
    manifest.witnesses = witnesses.sorted { $0.address < $1.address }
    manifest.lanes = lanes.sorted { $0.lane < $1.lane }
    return manifest
  }
}
