import Attestation
import BlockExecution
import BoardConfig
import ChainTypes
import ControlSocket
import EVM
import FleetLink
import KeyCustody
import Lanes
import Ledger
import LinuxIO
import PendingTransactions
import RPCMethods
import Readings
import SensorInputs
import Signing
import Statements

/// What an agent is put together from.
struct AgentParts {
  let settings: BoardSettings
  let folder: AgentFolder
  let log: AgentLog
  let identity: LaneIdentity
  let chain: LaneChain
  let keys: BoardKeys
  let inputs: InputRunner
  let instrumentNames: [String]
  let intake: MessageIntake?
}

extension Agent {
  /// What the agent states of itself in each batch.
  public struct Version: Sendable {
    public var text: String
    /// The digest of the configuration that it runs.
    public var configuration: Hash

    public init(text: String, configuration: Hash) {
      self.text = text
      self.configuration = configuration
    }
  }

  /// Opens everything that the settings name. Call it on the process's first thread before it has
  /// others: they inherit which signals wait to be read.
  public static func open(
    _ settings: BoardSettings, version: Version, world: AgentWorld = AgentWorld()
  ) throws(AgentFailure) -> Agent {
    let signals = try made { () throws(SystemError) in try SignalReader() }
    SignalReader.ignoreBrokenPipes()
    let parts = try parts(settings)
    let boot = try boot()
    let pipeline = try pipeline(parts, version, boot)
    let clock = try clock(parts, boot, world.clock(Agent.now))
    let socket = settings.control.socket ?? parts.folder.socket
    let control = try made { () throws(SystemError) in
      try ControlServer(
        path: socket, mode: UInt32(settings.control.mode), firstToken: AgentLimits.controlToken,
        limits: ControlLimits(connections: settings.control.connections))
    }
    let rpc = RPCServer(chain: parts.chain, clientVersion: "Cairn/\(version.text)")
    let agent = Agent(
      parts, pipeline: pipeline, rpc: rpc, control: control, signals: signals, clock: clock,
      world: world)
    agent.fleet = try FleetMembership.open(parts)
    agent.letIn()
    agent.addMethods()
    return agent
  }

  private static func parts(_ settings: BoardSettings) throws(AgentFailure) -> AgentParts {
    let folder = AgentFolder(settings.board.dataFolder)
    let key = try loadKey(settings, folder)
    let threads = try made { () throws(SystemError) in try LaneThreads() }
    let (ledger, identity) = try LaneOpening.open(
      folder,
      settings: LedgerSettings(
        flushInterval: UInt64(settings.store.flushBlocks),
        retention: .bytes(UInt64(settings.store.size)),
        keepSeconds: settings.store.keepDays.map { UInt64($0) * 86_400 }),
      mapSize: mapSize(settings), runner: threads.parts)
    guard key.address == identity.lane.board else {
      throw .otherBoard(key: key.address, lane: identity.lane.board)
    }
    let inputs = InputSet(settings, root: InputFolder(settings.board.root))
    let names = instrumentNames(inputs.sensors)
    let keys = BoardKeys(key, identity: identity, instruments: names)
    let own = Set([keys.address] + names.indices.map { keys.address(of: $0) })
    let pool = TransactionPool(
      fork: .latest, senders: senders(settings.control.senders), own: own)
    return AgentParts(
      settings: settings, folder: folder, log: AgentLog(level: settings.log.level),
      identity: identity,
      chain: LaneChain(
        ledger, execution: LaneExecution(threads, crypto: keys.signed.crypto), pool: pool),
      keys: keys,
      inputs: try made { () throws(SystemError) in try InputRunner(inputs) },
      instrumentNames: names,
      intake: try MessageIntake.open(settings, board: keys.address.hex, inputs.messages))
  }

  private static func loadKey(
    _ settings: BoardSettings, _ folder: AgentFolder
  ) throws(AgentFailure) -> SigningKey {
    do throws(KeyError) {
      return try KeyVault.load(try KeyLocation(settings.keys.board ?? "file:\(folder.key)"))
    } catch {
      throw .key(error)
    }
  }

  /// The map has room for the database, its pages that wait to be used again, and growth; on 32
  /// bits it is what the address space bears.
  private static func mapSize(_ settings: BoardSettings) -> Int {
    let wanted = max(settings.store.size, 64 << 20) * 2
    return Int(clamping: min(wanted, Int64(Int.bitWidth == 32 ? 512 << 20 : 1 << 40)))
  }

  /// Who opens the socket may send, unless the file names who. In a fleet the manifest says.
  private static func senders(_ named: [Address]?) -> TransactionPool.Senders {
    named.map { .only(Set($0)) } ?? .everyone
  }

  /// In the order in which sensors name them.
  private static func instrumentNames(_ sensors: [SensorSettings]) -> [String] {
    var names: [String] = []
    for sensor in sensors where !names.contains(sensor.instrument) {
      names.append(sensor.instrument)
    }
    return names
  }

  private static func pipeline(
    _ parts: AgentParts, _ version: Version, _ boot: UInt128
  ) throws(AgentFailure) -> AttestationPipeline {
    let context = AttestationContext(
      identity: parts.identity, boot: boot,
      agent: Hash(label: "cairn \(version.text)"), configuration: version.configuration)
    let plans = try parts.inputs.inputs.sensors.map {
      (sensor) throws(AgentFailure) in try SensorPlan(sensor, parts.instrumentNames)
    }
    var failure: AgentFailure?
    let ledger = parts.chain.ledger
    do throws(FieldError) {
      let pipeline = try AttestationPipeline(
        context, sensors: plans,
        instruments: parts.instrumentNames.map { InstrumentPlan(name: $0) }
      ) { name in
        do throws(LaneLedger.Failure) { return try ledger.value(name) } catch {
          failure = .ledger(error)
          return nil
        }
      }
      if failure != nil { throw FieldError.truncated(at: 0) }
      return pipeline
    } catch {
      if let failure { throw failure }
      throw .malformed(file: parts.folder.ledger, "a stored sequence cannot be read: \(error)")
    }
  }

  private static func boot() throws(AgentFailure) -> UInt128 {
    let boot = try made { () throws(SystemError) in try BootIdentity.read() }
    return boot.reduce(0 as UInt128) { $0 << 8 | UInt128($1) }
  }

  /// The clock as an earlier run of this boot left it, else a new one.
  private static func clock(
    _ parts: AgentParts, _ boot: UInt128, _ sample: ClockSample
  ) throws(AgentFailure) -> ClockModel {
    let head = parts.chain.ledger.head.timestamp &* 1_000
    let new = ClockModel(first: sample, lastBlockTime: head)
    let stored: [UInt8]?
    do throws(LaneLedger.Failure) {
      stored = try parts.chain.ledger.value(Agent.clockName)
    } catch {
      throw .ledger(error)
    }
    guard let stored else { return new }
    do throws(FieldError) {
      return try ClockModel(bytes: stored, boot: boot, now: sample, lastBlockTime: head) ?? new
    } catch {
      throw .malformed(file: parts.folder.ledger, "the stored clock cannot be read: \(error)")
    }
  }

  private static func made<R: ~Copyable>(
    _ body: () throws(SystemError) -> R
  ) throws(AgentFailure) -> R {
    do throws(SystemError) { return try body() } catch { throw .system(error) }
  }
}
