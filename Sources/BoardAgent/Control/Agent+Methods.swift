import Attestation
import BlockExecution
import BoardConfig
import ChainTypes
import FleetLink
import Lanes
import Ledger
import LinuxIO
import PendingTransactions
import RPCMethods
import ReadingProofs
import Readings
import SensorInputs
import Statements

extension Agent {
  /// The agent's own methods, beside Ethereum's. They hold the agent, so `stop` takes them out:
  /// Embedded Swift has neither weak nor unowned references.
  func addMethods() {
    rpc.add("cairn_status") { [self] (_) throws(RPCError) in status }
    rpc.add("cairn_sensors") { [self] (_) throws(RPCError) in .array(sensorList) }
    rpc.add("cairn_readings") { [self] (_) throws(RPCError) in .array(readingList) }
    // The sensor's name, the counter or null for the newest, the fleet's key or null.
    rpc.add("cairn_prove", parameters: 1...3) { [self] (parameters) throws(RPCError) in
      try prove(parameters)
    }
  }

  private func prove(_ parameters: RPCParameters) throws(RPCError) -> JSONValue {
    let sensor = try parameters.string(0)
    let counter = parameters.optional(1) == nil ? nil : try parameters.quantity(1)
    let key = parameters.optional(2) == nil ? nil : try parameters.address(2)
    fleet?.link.keep(identity.lane)
    let proofs = BoardProofs(
      chain.ledger, identity: identity, manifests: fleet?.link.manifests)
    do throws(AgentFailure) {
      return try proofs.prove(sensor, counter: counter, fleetKey: key).json
    } catch { throw .failed(error.text) }
  }

  private var status: JSONValue {
    let ledger = chain.ledger
    return .object([
      ("board", .string(identity.lane.board.hex)),
      ("name", settings.board.name.map { .string($0) } ?? .null),
      ("fleet", .string(identity.fleet.hex)),
      ("term", .integer(Int64(clamping: identity.lane.term))),
      ("chainId", .integer(Int64(clamping: identity.chainID))),
      ("head", .integer(Int64(clamping: head.number))),
      ("headHash", .string(ledger.headHash.hex)),
      ("headTime", .integer(Int64(clamping: head.timestamp))),
      ("flushed", .integer(Int64(clamping: ledger.flushedHeight))),
      ("uptime", .integer(Int64(clamping: (Agent.now - statistics.started) / 1_000))),
      ("blocks", .integer(Int64(clamping: statistics.blocks))),
      ("records", .integer(Int64(clamping: statistics.readings))),
      ("waiting", .integer(Int64(pipeline.waitingCount))),
      ("pool", .integer(Int64(chain.pool.count))),
      ("storeFailures", .integer(Int64(clamping: statistics.storeFailures))),
      ("problem", problem.map { .string($0) } ?? .null),
      ("broker", brokerStatus),
      ("link", fleetStatus),
      ("execution", chain.execution.status),
      ("clock", clockStatus), ("instruments", .array(instrumentList)),
      ("sensors", .array(sensorList)),
    ])
  }

  /// The connection of sensors that read messages; null when there are none.
  private var brokerStatus: JSONValue {
    guard let intake else { return .null }
    return .object([
      ("isConnected", .bool(intake.isConnected)),
      ("problem", intake.problem.map { .string($0) } ?? .null),
      ("received", .integer(Int64(clamping: intake.received))),
      ("ignored", .integer(Int64(clamping: intake.ignored))),
    ])
  }

  private var clockStatus: JSONValue {
    let stamp = clock.stamp(monotonic: Agent.now)
    let isKnown = stamp.uncertainty != ClockStamp.unknownUncertainty
    return .object([
      ("quality", .string(stamp.quality.text)),
      ("uncertainty_ms", isKnown ? .integer(Int64(stamp.uncertainty)) : .null),
      ("steps", .integer(Int64(clamping: clock.steps))),
      ("segment", .integer(Int64(clock.segment))),
      ("corrections", .integer(Int64(corrections.count))),
    ])
  }

  private var instrumentList: [JSONValue] {
    instruments.indices.map { place in
      .object([
        ("name", .string(instruments[place].name)),
        ("key", .string(keys.address(of: place).hex)),
        ("batches", .integer(Int64(clamping: pipeline.chain(of: place).next))),
        ("refusal", instruments[place].refusal.map { .string($0) } ?? .null),
      ])
    }
  }

  private var sensorList: [JSONValue] {
    inputs.inputs.sensors.indices.map { place in
      let sensor = inputs.inputs.sensors[place]
      let status = inputs.status(of: place)
      let counters = pipeline.counters(of: place)
      return .object([
        ("name", .string(sensor.name)), ("instrument", .string(sensor.instrument)),
        ("state", .string(status.text)), ("isGood", .bool(status.state == .good)),
        ("failures", .integer(Int64(status.failures))),
        ("missed", .integer(Int64(clamping: status.missed))),
        ("readings", .integer(Int64(clamping: counters.readings))),
        ("sealed", .integer(Int64(clamping: counters.sealed))),
        ("refused", .integer(Int64(clamping: counters.refused))),
        ("newest", newest[place].map { $0.json } ?? .null),
      ])
    }
  }

  private var readingList: [JSONValue] {
    inputs.inputs.sensors.indices.map { place in
      .object([
        ("sensor", .string(inputs.inputs.sensors[place].name)),
        ("reading", newest[place].map { $0.json } ?? .null),
      ])
    }
  }
}

extension Reading {
  var json: JSONValue {
    .object([
      ("value", .string(value.text)), ("unit", .string(unit.symbol)),
      ("time", .integer(Int64(clamping: clock.time))), ("clock", .string(clock.quality.text)),
      ("counter", .integer(Int64(clamping: sequence.counter))), ("flags", .string(flags.text)),
    ])
  }
}
