import BoardConfig
import BrokerClient
import ChainTypes
import ControlSocket
import FleetLink
import FleetManifest
import KeyCustody
import Ledger
import LinuxIO
import StateStore
import Statements
import SyncProtocol
import WebServer

/// An aggregator at work: it follows the lanes of its shards, stores what it verified, signs
/// receipts, keeps the log, and knows who is silent, behind or lying. All of it happens on the
/// thread that runs it.
public final class AggregatorService {
  public let settings: AggregatorSettings
  public let folder: AggregatorFolder
  public let link: LinkedNode
  /// Helps with a lane's block while processors are idle.
  let execution: LaneExecution
  let key: FleetKey
  let log: ServiceLog
  let book: LogBook
  let control: ControlServer
  /// Nil without the setting.
  public let web: HTTPServer?
  let signals: SignalSource?
  let manager = ServiceManager()

  /// What is known of each lane beside its store.
  var lanes: [Lane: LaneFacts] = [:]
  var alerts = AlertList()
  var enrolments: [Address: PendingEnrolment] = [:]
  var lastCheckpoint: UInt64
  var lastLook: UInt64 = 0
  var lastSign: UInt64 = 0
  let started: UInt64
  var stored: UInt64 = 0
  var problem: String?
  public internal(set) var isStopping = false

  /// Opens everything that the settings name. With `signals`, call it on the process's first
  /// thread before it has others. `processors` are those whose threads work on lanes.
  public init(
    _ settings: AggregatorSettings, takesSignals: Bool = true,
    processors: Int = Processors.usable
  ) throws(LinkFailure) {
    self.settings = settings
    folder = AggregatorFolder(settings.dataFolder)
    log = ServiceLog(level: settings.log.level)
    signals =
      takesSignals
      ? SignalSource(try AggregatorService.made { () throws(SystemError) in try SignalReader() })
      : nil
    SignalReader.ignoreBrokenPipes()
    key = try AggregatorService.loadKey(settings, folder)
    let store = try LinkStore(folder: folder.own)
    do throws(StoreError) { book = try LogBook(store) } catch { throw .store(error) }
    let file = Folder.kind(folder.fleet) == nil ? [] : try FleetFile.read(folder.fleet)
    let manifests = try ManifestShelf(store, file: file, fleet: nil)
    var broker = try BrokerClient.BrokerSettings(
      link: settings.broker, clientID: key.address.plain)
    if broker.userName == nil, broker.tls == nil { broker.userName = key.address.plain }
    var parts = LinkParts(
      key: key, store: store, manifests: manifests, own: nil, origin: nil,
      lanesFolder: folder.lanes, retention: .everything,
      settings: SyncSettings(
        shards: settings.shards, givesSnapshots: true,
        verifyRun: AggregatorLimits.verifyRun), broker: broker)
    parts.threads = AggregatorService.laneThreads(processors)
    execution = LaneExecution(
      try AggregatorService.made { () throws(SystemError) in
        try LaneThreads(processors: processors)
      })
    parts.execution = execution
    link = try LinkedNode(parts)
    let path = folder.socket
    control = try AggregatorService.made { () throws(SystemError) in
      try ControlServer(path: path, firstToken: AggregatorLimits.controlToken)
    }
    if let place = settings.web {
      web = try AggregatorService.made { () throws(SystemError) in
        try HTTPServer(
          address: place.address, port: place.port, firstToken: AggregatorLimits.webToken,
          limits: WebLimits(connections: AggregatorLimits.webClients))
      }
    } else {
      web = nil
    }
    started = AggregatorService.now
    lastCheckpoint = started
  }

  /// How many threads execute and store blocks.
  public static func laneThreads(_ processors: Int) -> Int {
    min(processors * AggregatorLimits.threadsPerProcessor, AggregatorLimits.laneThreads)
  }

  /// Monotonic milliseconds.
  static var now: UInt64 { MonotonicClock.milliseconds() }

  private static func loadKey(
    _ settings: AggregatorSettings, _ folder: AggregatorFolder
  ) throws(LinkFailure) -> FleetKey {
    do throws(KeyError) {
      return FleetKey(
        try KeyVault.load(try KeyLocation(settings.key ?? "file:\(folder.key)")))
    } catch {
      throw .key(error)
    }
  }

  private static func made<R: ~Copyable>(
    _ body: () throws(SystemError) -> R
  ) throws(LinkFailure) -> R {
    do throws(SystemError) { return try body() } catch { throw .system(error) }
  }
}

/// What an aggregator remembers of a lane since it began.
struct LaneFacts {
  /// Monotonic milliseconds of the last block that was stored.
  var lastBlock: UInt64
  var isSilent = false
  var isBehind = false
  var isFrozen = false
  var final: UInt64 = 0
  /// Rules that are not `ok`, by sensor.
  var alarms: [Hash: UInt64] = [:]
}

/// A board that asks to be taken in.
struct PendingEnrolment {
  var request: Signed<Enrolment>
  var text: [UInt8]
}

/// In a class, since an optional one could not be borrowed.
final class SignalSource {
  let reader: SignalReader
  init(_ reader: consuming SignalReader) { self.reader = reader }
}
