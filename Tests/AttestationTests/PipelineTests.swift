import ChainTypes
import Contracts
import Lanes
import Readings
import Statements
import Testing

@testable import Attestation

@Suite("From measurements to batches that the lane takes")
struct PipelineTests {
  let world: LaneWorld
  let store = ValueStore()

  init() throws { world = try LaneWorld() }

  /// What would be in the ledger.
  final class ValueStore {
    var values: [[UInt8]: [UInt8]] = [:]
    func set(_ new: [StoredValue]) { for value in new { values[value.name] = value.value } }
  }

  static let plans = [
    SensorPlan(name: "air/temperature"), SensorPlan(name: "air/humidity"),
    SensorPlan(name: "meter/energy", instrument: 1),
  ]

  func pipeline(boot: UInt128 = 1, plans: [SensorPlan] = plans) throws -> AttestationPipeline {
    let context = AttestationContext(
      identity: world.identity, boot: boot, agent: Hash(label: "cairn 0.1"),
      configuration: Hash(Word(9)))
    var made = try AttestationPipeline(
      context, sensors: plans,
      instruments: [InstrumentPlan(name: "air"), InstrumentPlan(name: "meter")],
      stored: { store.values[$0] })
    store.set(made.reservations)
    made.didReserve()
    return made
  }

  static func clock(_ time: UInt64) -> ClockStamp {
    ClockStamp(
      time: 1_700_000_000_000 + time, quality: .synchronised, uncertainty: 5, segment: 0)
  }

  func measure(_ pipeline: inout AttestationPipeline, _ sensor: Int, _ value: Int64, _ time: UInt64)
  {
    pipeline.take(
      Measurement(DecimalValue(value), .celsius), from: sensor, at: time, clock: Self.clock(time))
  }

  func batches(_ pipeline: inout AttestationPipeline, _ time: UInt64) -> [AttestedBatch] {
    pipeline.makeBatches(clock: Self.clock(time)) { (_, digest) throws(Never) in
      world.sign(digest)
    }
  }

  /// Brings everything that waits to the lane and makes it durable.
  func seal(_ pipeline: inout AttestationPipeline, _ time: UInt64) throws {
    let batches = batches(&pipeline, time)
    for batch in batches { #expect(try world.record(batch.call) == nil) }
    store.set(pipeline.values(for: batches))
    pipeline.didCommit(batches)
  }

  private func firstMissed() throws -> RecordWord {
    let log = try #require(
      world.logs.first { $0.topics[0] == ReadingLogContract.Missed.topic })
    return RecordWord(try #require(Word(bigEndianBytes: log.data)))
  }

  private func count(_ topic: Hash) -> Int { world.logs.filter { $0.topics[0] == topic }.count }

  @Test func `each reading of each instrument is recorded once`() throws {
    var pipeline = try pipeline()
    for time in 0..<20 as Range<UInt64> {
      for sensor in 0..<3 { measure(&pipeline, sensor, Int64(time) * 3, time) }
    }
    #expect(pipeline.waitingCount == 60)
    try seal(&pipeline, 20)
    #expect(pipeline.waitingCount == 0)
    #expect(count(ReadingLogContract.Recorded.topic) == 60)
    #expect(count(ReadingLogContract.Batch.topic) == 2)
    #expect(pipeline.counters(of: 0).sealed == 20)
  }

  @Test func `more than a call holds goes into several batches of one block`() throws {
    var pipeline = try pipeline()
    for time in 0..<600 as Range<UInt64> { measure(&pipeline, 0, 1, time) }
    let batches = batches(&pipeline, 600)
    #expect(batches.map { $0.recordCount } == [256, 256, 88])
    try seal(&pipeline, 600)
    #expect(count(ReadingLogContract.Recorded.topic) == 600)
  }

  @Test func `a block that was not committed can be made again`() throws {
    var pipeline = try pipeline()
    measure(&pipeline, 0, 1, 0)
    let first = batches(&pipeline, 1)
    measure(&pipeline, 0, 2, 2)
    #expect(first.count == 1 && pipeline.waitingCount == 2)
    try seal(&pipeline, 3)
    #expect(count(ReadingLogContract.Recorded.topic) == 2)
    #expect(pipeline.chain(of: 0).next == 1)
  }

  @Test func `what comes while a block is being committed waits for the next`() throws {
    var pipeline = try pipeline()
    measure(&pipeline, 0, 1, 0)
    let batches = batches(&pipeline, 1)
    measure(&pipeline, 0, 2, 2)
    for batch in batches { #expect(try world.record(batch.call) == nil) }
    store.set(pipeline.values(for: batches))
    pipeline.didCommit(batches)
    #expect(pipeline.waitingCount == 1)
    try seal(&pipeline, 3)
    #expect(count(ReadingLogContract.Recorded.topic) == 2)
  }

  @Test func `an orderly stop leaves no gap, a crash leaves one of what was reserved`() throws {
    var pipeline = try pipeline()
    measure(&pipeline, 0, 1, 0)
    try seal(&pipeline, 1)
    store.set(pipeline.closingValues)
    pipeline = try self.pipeline(boot: 2)
    measure(&pipeline, 0, 2, 2)
    try seal(&pipeline, 3)
    #expect(count(ReadingLogContract.Missed.topic) == 0)
    // Measured and lost: it was in no block.
    measure(&pipeline, 0, 3, 4)
    pipeline = try self.pipeline(boot: 3)
    measure(&pipeline, 0, 4, 5)
    try seal(&pipeline, 6)
    // Each sensor says so, at the latest with its first batch.
    #expect(count(ReadingLogContract.Missed.topic) == 3)
    #expect(count(ReadingLogContract.Recorded.topic) == 3)
  }

  @Test func `a silent sensor's missed values are told without waiting for it`() throws {
    var pipeline = try pipeline()
    pipeline.miss(4, from: 1, because: .sensorSilent)
    try seal(&pipeline, 1)
    let word = try firstMissed()
    #expect(word.counter == 0 && word.last == 3 && word.reason == GapReason.sensorSilent.rawValue)
  }

  @Test func `values beyond what is reserved are counted and told, never dropped silently`() throws
  {
    var pipeline = try pipeline()
    let reserve = ReadingsLimits.reservedCounters
    for time in 0..<reserve + 10 { measure(&pipeline, 0, 1, time) }
    #expect(pipeline.counters(of: 0).refused == 10)
    try seal(&pipeline, 5_000)
    measure(&pipeline, 0, 1, 5_001)
    try seal(&pipeline, 5_002)
    let word = try firstMissed()
    #expect(word.reason == GapReason.overload.rawValue && word.last - word.counter == 9)
  }

  @Test func `calibration and range are applied and named`() throws {
    let calibration = try #require(
      Calibration.linear(id: "lab-7", date: 1_700_000_000, scale: 2, offset: 1, exponent: 0))
    let plan = SensorPlan(
      name: "air/temperature", calibration: calibration, range: 0...DecimalValue(10))
    var pipeline = try pipeline(plans: [plan])
    let good = pipeline.take(
      Measurement(4, .celsius), from: 0, at: 0, clock: Self.clock(0))
    #expect(good?.value == 9 && good?.flags == .good && good?.calibration == calibration.digest)
    let high = pipeline.take(
      Measurement(5, .celsius), from: 0, at: 1, clock: Self.clock(1))
    #expect(high?.value == 11 && high?.flags == .outOfRange)
    try seal(&pipeline, 2)
  }

  @Test func `a unit that changes begins a new group of the same sensor`() throws {
    var pipeline = try pipeline()
    measure(&pipeline, 0, 1, 0)
    pipeline.take(Measurement(2, .percent), from: 0, at: 1, clock: Self.clock(1))
    try seal(&pipeline, 2)
    #expect(count(ReadingLogContract.Recorded.topic) == 2)
  }

  @Test func `a stored value that is none is refused`() throws {
    let id = RecordID.sensor(board: world.identity.lane.board, name: "air/temperature")
    store.values[ValueName.sequence(id)] = [1, 2, 3]
    #expect(throws: FieldError.self) { try pipeline() }
  }

  /// Kills the board at random moments, also between commit and what follows it.
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `whatever happens, counters have no hole and none is used twice`(seed: UInt64) throws {
    var draws = Draws(seed)
    var pipeline = try pipeline(boot: 1)
    var boot: UInt128 = 1
    var sealed: UInt64 = 0
    for time in 0..<300 as Range<UInt64> {
      switch draws.below(24) {
      case 0:
        boot += 1
        pipeline = try self.pipeline(boot: boot)
      case 1:
        // The commit is durable and nobody is told any more.
        let batches = batches(&pipeline, time)
        for batch in batches {
          #expect(try world.record(batch.call) == nil, "seed \(seed)")
          sealed += UInt64(batch.recordCount)
        }
        store.set(pipeline.values(for: batches))
        boot += 1
        pipeline = try self.pipeline(boot: boot)
      case 2: try seal(&pipeline, time)
      case 3: _ = batches(&pipeline, time)
      case 4: pipeline.miss(draws.below(3), from: Int(draws.below(3)), because: .sensorSilent)
      case 5:
        try seal(&pipeline, time)
        store.set(pipeline.closingValues)
        pipeline = try self.pipeline(boot: boot)
      default: measure(&pipeline, Int(draws.below(3)), Int64(draws.below(100)), time)
      }
    }
    try seal(&pipeline, 300)
    // The contract itself refuses holes, repeats and broken chains: every call was taken.
    #expect(pipeline.waitingCount == 0, "seed \(seed)")
  }
}
