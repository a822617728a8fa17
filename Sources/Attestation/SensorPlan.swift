import ChainTypes
import Lanes
import Readings

/// What is asked of one sensor, from the configuration.
public struct SensorPlan: Sendable {
  public var name: String
  /// Place of its instrument in the pipeline's list.
  public var instrument: Int
  public var calibration: Calibration?
  public var report: ReportPolicy
  /// Outside of these a value is flagged.
  public var range: ClosedRange<DecimalValue>?

  public init(
    name: String, instrument: Int = 0, calibration: Calibration? = nil,
    report: ReportPolicy = .every, range: ClosedRange<DecimalValue>? = nil
  ) {
    self.name = name
    self.instrument = instrument
    self.calibration = calibration
    self.report = report
    self.range = range
  }
}

/// An instrument: sensors whose records one key signs.
public struct InstrumentPlan: Sendable {
  public var name: String

  public init(name: String) { self.name = name }
}

/// What is the same for every record that one run of the agent makes.
public struct AttestationContext: Sendable {
  public var identity: LaneIdentity
  /// The boot id of records.
  public var boot: UInt128
  /// The agent's version and the digest of its configuration, which batches state.
  public var agent: Hash
  public var configuration: Hash

  public init(identity: LaneIdentity, boot: UInt128, agent: Hash, configuration: Hash) {
    self.identity = identity
    self.boot = boot
    self.agent = agent
    self.configuration = configuration
  }
}
