import BrokerClient
import Ledger
import Statements
import SyncProtocol

/// What a node of a fleet is put together from.
public struct LinkParts {
  public var key: FleetKey
  public var store: LinkStore
  public var manifests: ManifestShelf
  /// The own lane with what it begins with; nil for who has none.
  public var own: LaneBook?
  public var origin: LaneOrigin?
  /// Where the stores of others' lanes are.
  public var lanesFolder: String
  public var retention: LedgerSettings.Retention
  public var settings: SyncSettings
  /// Without will: the protocol knows its own.
  public var broker: BrokerSettings
  /// Threads that execute and store the blocks of others' lanes; none is a board's way.
  public var threads = 0
  /// Threads that help with a block of another's lane while they are idle; nil for none.
  public var execution: LaneExecution?

  public init(
    key: FleetKey, store: LinkStore, manifests: ManifestShelf, own: LaneBook?,
    origin: LaneOrigin?, lanesFolder: String, retention: LedgerSettings.Retention,
    settings: SyncSettings, broker: BrokerSettings
  ) {
    self.key = key
    self.store = store
    self.manifests = manifests
    self.own = own
    self.origin = origin
    self.lanesFolder = lanesFolder
    self.retention = retention
    self.settings = settings
    self.broker = broker
  }
}
