import ChainTypes
import Lanes
import Readings
import Statements

/// Everything between sensors and transactions, without clock, disk and keys: measurements go in,
/// signed batches come out, and what is in a committed block is told back. Until then nothing is
/// forgotten, so that a block that was not committed can be made again.
public struct AttestationPipeline: Sendable {
  public let context: AttestationContext
  var sensors: [SensorDesk]
  var instruments: [InstrumentDesk]

  /// `stored` gives the durable values of an earlier run, by the names of `values`.
  public init(
    _ context: AttestationContext, sensors plans: [SensorPlan], instruments: [InstrumentPlan],
    stored: (_ name: [UInt8]) -> [UInt8]?
  ) throws(FieldError) {
    precondition(plans.allSatisfy { instruments.indices.contains($0.instrument) })
    self.context = context
    let lane = context.identity.lane
    sensors = []
    for plan in plans {
      let id = RecordID.sensor(board: lane.board, name: plan.name)
      var mark = SequenceMark.new(sensor: id, term: lane.term)
      if let bytes = stored(ValueName.sequence(id)) { mark = try SequenceMark(bytes: bytes) }
      sensors.append(SensorDesk(plan, mark: mark))
    }
    self.instruments = []
    for (place, plan) in instruments.enumerated() {
      let id = RecordID.instrument(board: lane.board, name: plan.name)
      var chain = InstrumentChain(lane: lane, instrument: id)
      if let bytes = stored(ValueName.chain(id)) {
        chain = try InstrumentChain(lane: lane, instrument: id, bytes: bytes)
      }
      self.instruments.append(
        InstrumentDesk(
          name: plan.name, chain: chain,
          sensors: plans.indices.filter { plans[$0].instrument == place }))
    }
  }
}

/// Names of the small values that are durable together with blocks.
public enum ValueName {
  static func sequence(_ sensor: Hash) -> [UInt8] { Array("seq/".utf8) + sensor.bytes }
  static func chain(_ instrument: Hash) -> [UInt8] { Array("batch/".utf8) + instrument.bytes }
}

/// A small value that has to be durable together with a block, or, where it says so, at once.
public struct StoredValue: Sendable, Equatable {
  public var name: [UInt8]
  public var value: [UInt8]

  init(_ name: [UInt8], _ value: [UInt8]) {
    self.name = name
    self.value = value
  }
}
