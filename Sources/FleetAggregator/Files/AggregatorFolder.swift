import FleetLink

/// Where an aggregator's files are, below its data folder.
public struct AggregatorFolder: Sendable, Equatable {
  public let path: String

  public init(_ path: String) {
    self.path = path.hasSuffix("/") && path.utf8.count > 1 ? String(path.dropLast()) : path
  }

  /// The aggregator's own key, unless the configuration names another place.
  public var key: String { path + "/aggregator.key" }
  /// The fleet's key as `init` makes it: to be moved to where the aggregator is not.
  public var fleetKey: String { path + "/fleet.key" }
  /// The fleet's manifest, for boards.
  public var fleet: String { path + "/" + FleetFile.name }
  public var config: String { path + "/aggregator.yaml" }
  /// A folder for each lane.
  public var lanes: String { path + "/lanes" }
  /// Manifests, the protocol's values, the log.
  public var own: String { path + "/own" }
  public var socket: String { path + "/cairn-aggregator.ipc" }
}
