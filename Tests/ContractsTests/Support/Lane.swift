import BlockExecution
import ChainTypes
import Contracts
import Readings
import Statements
import Testing

/// A board's lane with a registry and a reading log in use, and the instrument that writes into it.
struct Lane {
  static let owner = Address(0x0a1)
  static let relay = Address(0x0e1)
  static let boot: UInt128 = 0xb007_0000_0000_0000_0000_0000_0000_0001
  static let start: UInt64 = 1_800_000_000_000

  let world: World
  let board: TestKey
  let key: TestKey
  let fleet: FleetDomain
  let term: UInt64
  let instrument: Hash
  let registry: Address
  let readingLog: Address
  var sensors: [SensorState] = []
  var number: UInt64 = 0
  var previous = Hash.zero

  /// What the agent remembers of a sensor.
  struct SensorState {
    var id: Hash
    var counter: UInt64 = 0
    var chain = Hash.zero
  }

  init(_ world: World = World(), sensors count: Int = 3, term: UInt64 = 7) throws {
    self.world = world
    board = TestKey(0xb0a2d)
    key = TestKey(0x1257)
    fleet = FleetDomain(fleet: FleetDomain.id(ofFleetKey: Self.owner))
    self.term = term
    instrument = RecordID.instrument(board: board.address, name: "weather")
    registry = try world.deploy(RegistryContract.creation(owner: Self.owner), from: Self.owner)
    readingLog = try world.deploy(
      ReadingLogContract.creation(
        registry: registry, board: board.address, term: term, fleet: fleet.fleet,
        predecessor: .zero), from: Self.owner)
    for index in 0..<count {
      let id = RecordID.sensor(board: board.address, name: "sensor-\(index)")
      sensors.append(SensorState(id: id))
    }
    try install(readingLog, "ReadingLog")
  }

  func install(_ address: Address, _ title: String) throws {
    let result = try world.send(
      RegistryContract.install(name: name(title), installed: address), to: registry,
      from: Self.owner)
    guard result.isSuccess else { throw Refused(reason: result.refusal) }
  }

  /// The board's delegation of the instrument's key.
  func delegation(
    index: UInt32 = 0, to address: Address? = nil, by signer: TestKey? = nil
  )
    -> [UInt8]
  {
    let statement = Delegation(
      lane: Statements.Lane(board: board.address, term: term), instrument: instrument,
      index: index, key: address ?? key.address)
    let signature = (signer ?? board).sign(statement.digest(in: fleet))
    return ReadingLogContract.delegate(
      instrument: instrument, index: UInt64(index), key: address ?? key.address, v: signature.v,
      r: signature.r, s: signature.s)
  }

  @discardableResult
  func send(_ call: [UInt8], gas: UInt64 = 15_000_000) throws -> TransactionResult {
    try world.send(call, to: readingLog, from: Self.relay, gas: gas)
  }
}

// MARK: Records

extension Lane {
  /// The next reading of a sensor, as the agent would make it.
  mutating func reading(
    _ sensor: Int, _ mantissa: Int64, exponent: Int = -2, at seconds: UInt64 = 0,
    flags: StatusFlags = .good
  ) -> SensorRecord {
    let state = sensors[sensor]
    let reading = Reading(
      sensor: state.id, sequence: SequenceNumber(term: term, counter: state.counter),
      previous: state.chain, value: DecimalValue(mantissa, exponent: exponent),
      unit: SenMLUnit("Cel")!,
      clock: ClockStamp(
        time: Self.start + seconds * 1000, quality: .synchronised, uncertainty: 12, segment: 1),
      boot: Self.boot, flags: flags, calibration: Hash(0xca1))
    sensors[sensor].counter += 1
    sensors[sensor].chain = reading.structHash
    return .reading(reading)
  }

  /// The next counters of a sensor, given up.
  mutating func gap(_ sensor: Int, count: UInt64) -> SensorRecord {
    let state = sensors[sensor]
    let gap = GapRecord(
      sensor: state.id, term: term, first: state.counter, last: state.counter + count - 1,
      previous: state.chain, reason: .sensorSilent,
      clock: ClockStamp(
        time: Self.start, quality: .holdover, uncertainty: .max, segment: .max),
      boot: Self.boot)
    sensors[sensor].counter += count
    sensors[sensor].chain = gap.structHash
    return .gap(gap)
  }

  /// The call that brings the next batch. Records of one sensor must stand together.
  mutating func batch(_ records: [SensorRecord], by signer: TestKey? = nil) -> [UInt8] {
    let statement = statement(records)
    let digest = statement.digest(in: fleet)
    let signature = (signer ?? key).sign(digest)
    number += 1
    previous = digest
    return call(statement, signature, Self.words(records))
  }

  func statement(_ records: [SensorRecord]) -> ReadingBatch {
    ReadingBatch(
      lane: Statements.Lane(board: board.address, term: term), instrument: instrument,
      number: number, root: DigestTree.root(records.map(\.digest)), count: UInt32(records.count),
      previous: previous, agent: name("cairn 0.1"), configuration: Hash(0xc0f))
  }

  func call(_ statement: ReadingBatch, _ signature: TestSignature, _ words: [Word]) -> [UInt8] {
    ReadingLogContract.record(
      instrument: statement.instrument, boot: Self.boot, agent: statement.agent,
      configuration: statement.configuration, v: signature.v, r: signature.r, s: signature.s,
      records: words)
  }

  /// The records as the contract takes them.
  static func words(_ records: [SensorRecord]) -> [Word] {
    RecordGroup.words(of: groups(records))!
  }

  static func groups(_ records: [SensorRecord]) -> [RecordGroup] {
    var groups: [RecordGroup] = []
    for record in records {
      let word = recordWord(record)
      if groups.last?.sensor == record.sensor {
        groups[groups.count - 1].records.append(word)
      } else {
        groups.append(
          RecordGroup(
            sensor: record.sensor, unit: Hash(SenMLUnit("Cel")!.word), calibration: Hash(0xca1),
            records: [word]))
      }
    }
    return groups
  }

  static func recordWord(_ record: SensorRecord) -> RecordWord {
    func clock(_ stamp: ClockStamp) -> RecordWord.Clock {
      RecordWord.Clock(
        time: stamp.time, quality: stamp.quality.rawValue, uncertainty: stamp.uncertainty,
        segment: stamp.segment)
    }
    switch record {
    case .reading(let reading):
      return RecordWord(
        mantissa: reading.value.mantissa, exponent: reading.value.exponent,
        counter: reading.sequence.counter, clock: clock(reading.clock),
        flags: reading.flags.rawValue)!
    case .gap(let gap):
      return RecordWord(
        first: gap.first, last: gap.last, reason: gap.reason.rawValue, clock: clock(gap.clock))!
    }
  }

  func summary(
    _ sensor: Int, of contract: Address? = nil
  ) throws
    -> ReadingLogContract
    .SummaryResult
  {
    try #require(
      ReadingLogContract.SummaryResult(
        try world.ask(
          ReadingLogContract.summary(sensor: sensors[sensor].id), of: contract ?? readingLog)))
  }
}
