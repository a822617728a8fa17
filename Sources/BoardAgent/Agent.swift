import Attestation
import BlockExecution
import BoardConfig
import ChainTypes
import ControlSocket
import Lanes
import Ledger
import LinuxIO
import PendingTransactions
import RPCMethods
import Readings
import SensorInputs

/// One board at work: reads its sensors, seals what they said into its lane, and answers on its
/// control socket. Everything of the lane happens on the thread that runs it; sensors are read on
/// threads of their own.
public final class Agent {
  let settings: BoardSettings
  let folder: AgentFolder
  let log: AgentLog
  let identity: LaneIdentity
  let chain: LaneChain
  let keys: BoardKeys
  let inputs: InputRunner
  let service: ServiceManager
  let signals: SignalReader
  let control: ControlServer
  let rpc: RPCServer<LaneChain>
  let batchRule: BatchRule
  let intake: MessageIntake?
  let reader: SettingsReader?
  let clockSource: ClockSource

  var pipeline: AttestationPipeline
  var clock: ClockModel
  /// What is known now of times in earlier segments, and stands in no block yet.
  var corrections: [SegmentCorrection] = []
  /// Monotonic milliseconds.
  var lastClockLook: UInt64
  /// When memory is given back next.
  var settleDue: UInt64
  /// When systemd last got a sign of life.
  var lastSign: UInt64 = 0
  var lastBlock: UInt64
  /// When the oldest record that waits was made.
  var firstWaiting: UInt64?
  /// A block that was executed and could not be stored yet.
  var unstored: PendingBlock?
  /// Nothing is sealed before: the last attempt found no room, or failed.
  var notBefore: UInt64 = 0
  var instruments: [InstrumentState]
  /// The newest reading of each sensor.
  var newest: [Reading?]
  var statistics = AgentStatistics()
  var problem: String?
  /// Why the loop ends; nil while it works.
  var end: AgentEnd?
  /// Nil for a board that works by itself.
  var fleet: FleetMembership?

  init(
    _ parts: AgentParts, pipeline: AttestationPipeline, rpc: RPCServer<LaneChain>,
    control: ControlServer, signals: consuming SignalReader, clock: ClockModel,
    world: AgentWorld
  ) {
    settings = parts.settings
    folder = parts.folder
    log = parts.log
    identity = parts.identity
    chain = parts.chain
    keys = parts.keys
    inputs = parts.inputs
    intake = parts.intake
    reader = world.settings
    clockSource = world.clock
    service = ServiceManager()
    self.signals = signals
    self.control = control
    self.rpc = rpc
    self.pipeline = pipeline
    batchRule = BatchRule(
      interval: UInt64(parts.settings.readings.batchInterval),
      count: parts.settings.readings.batchCount, gas: LaneLimits.batchGas / 2,
      heartbeat: UInt64(parts.settings.readings.heartbeat))
    let now = Agent.now
    self.clock = clock
    // What was stored is compared with the clock of now in the loop's first turn.
    lastClockLook = now &- AgentLimits.clockInterval
    settleDue = now + AgentLimits.settleAfter
    lastBlock = now
    instruments = parts.instrumentNames.map { InstrumentState(name: $0) }
    newest = parts.inputs.inputs.sensors.map { _ in nil }
  }

  /// Milliseconds of the clock that never steps.
  static var now: UInt64 { MonotonicClock.milliseconds() }
}

/// What the loop remembers of an instrument beside its records.
struct InstrumentState {
  let name: String
  /// Whether the lane knows its key.
  var isDelegated = false
  /// Why the lane refused its last batch, how often in a row, and for how many blocks it rests.
  var refusal: String?
  var refusals = 0
  var rest = 0

  init(name: String) { self.name = name }
}

/// What an agent has done since it began.
struct AgentStatistics {
  var blocks: UInt64 = 0
  var readings: UInt64 = 0
  var transactions: UInt64 = 0
  var storeFailures: UInt64 = 0
  var started = Agent.now
}
