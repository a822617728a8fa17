import ChainTypes
import Readings
import Statements
import Testing

struct BatchTests {
  let lane = Lane(board: Address(high: 1, middle: 2, low: 3), term: 7)
  let domain = FleetDomain(fleet: Hash(5))

  func records(_ count: Int) throws -> [SensorRecord] {
    var sequence = SequenceTests.started(reserve: 10_000)
    return try (0..<count).map { index in
      let measurement = Measurement(DecimalValue(Int64(index), exponent: -1), .celsius)
      return .reading(
        try sequence.append(measurement, clock: SequenceTests.clock, boot: 1).reading)
    }
  }

  @Test func `each record is proved by its path, in its batch only`() throws {
    let chain = InstrumentChain(lane: lane, instrument: Hash(8))
    let batch = chain.batch(of: try records(11), agent: Hash(label: "0.1"), configuration: Hash(2))
    #expect(RecordBatch.holds(batch.statement, batch.records))
    #expect(!RecordBatch.holds(batch.statement, Array(batch.records.dropLast())))
    #expect(!RecordBatch.holds(batch.statement, []))
    let other = chain.batch(of: try records(12), agent: .zero, configuration: .zero)
    for index in 0..<11 {
      let proof = batch.proof(of: index)
      #expect(proof.holds(in: batch.statement))
      #expect(!proof.holds(in: other.statement))
      let moved = RecordProof(
        record: proof.record, index: UInt32((index + 1) % 11), path: proof.path)
      #expect(!moved.holds(in: batch.statement))
    }
  }

  @Test func `batches of an instrument name the one before`() throws {
    var chain = InstrumentChain(lane: lane, instrument: Hash(8))
    let first = chain.batch(of: try records(2), agent: .zero, configuration: .zero).statement
    let isNext = chain.advance(behind: first, in: domain)
    #expect(isNext)
    let second = chain.batch(of: try records(3), agent: .zero, configuration: .zero).statement
    #expect(second.number == 1 && second.previous == first.digest(in: domain))
    let isNextAgain = chain.advance(behind: first, in: domain)
    #expect(!isNextAgain)
    let restored = try InstrumentChain(lane: lane, instrument: Hash(8), bytes: chain.bytes)
    #expect(restored == chain)
    #expect(throws: FieldError.self) {
      try InstrumentChain(lane: lane, instrument: Hash(8), bytes: Array(chain.bytes.dropLast()))
    }
  }

  @Test func `a reading in one word is the reading again`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let reading = Reading(
        sensor: Hash(1), sequence: SequenceNumber(term: 7, counter: random.next()),
        previous: Hash(2),
        value: DecimalValue(
          Int64(bitPattern: random.next()), exponent: Int(random.next() % 55) - 27),
        unit: .celsius,
        clock: ClockStamp(
          time: random.next() >> 16,
          quality: try #require(ClockQuality(rawValue: UInt8(random.next() % 3))),
          uncertainty: UInt32(truncatingIfNeeded: random.next()),
          segment: UInt32(random.next() % (1 << 24))),
        boot: 3, flags: StatusFlags(rawValue: UInt8(random.next() % 8)), calibration: Hash(4))
      let compact = try #require(CompactReading(reading, place: 200))
      #expect(compact.place == 200 && compact.counter == reading.sequence.counter)
      let back = compact.reading(
        sensor: Hash(1), term: 7, previous: Hash(2), unit: .celsius, boot: 3, calibration: Hash(4))
      #expect(back == reading, "seed \(seed)")
      _ = CompactReading(word: Word(random.next(), random.next(), random.next(), random.next()))
        .reading(
          sensor: .zero, term: 0, previous: .zero, unit: .celsius, boot: 0, calibration: .zero)
    }
  }

  @Test func `a compact reading has its bytes where the layout says`() throws {
    let reading = Reading(
      sensor: Hash(1), sequence: SequenceNumber(term: 7, counter: 0x0102_0304_0506_0708),
      previous: Hash(2), value: DecimalValue(-2, exponent: -3), unit: .celsius,
      clock: ClockStamp(
        time: 0x1112_1314_1516, quality: .synchronised, uncertainty: 0x2122_2324,
        segment: 0x31_3233),
      boot: 3, flags: .outOfRange)
    #expect(
      CompactReading(reading, place: 0x42)?.word.bytes
        == [UInt8](repeating: 0xff, count: 7) + [
          0xfe, 1, 2, 3, 4, 5, 6, 7, 8, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x21, 0x22, 0x23, 0x24,
          0x31, 0x32, 0x33, 0xfd, 0x24, 0x42,
        ])
    var late = reading
    late.clock.time = 1 << 48
    #expect(CompactReading(late, place: 0) == nil)
    late = reading
    late.clock.segment = 1 << 24
    #expect(CompactReading(late, place: 0) == nil)
  }

  @Test func `names of sensors and instruments never meet`() {
    let board = lane.board
    #expect(
      RecordID.sensor(board: board, name: "a") != RecordID.instrument(board: board, name: "a"))
    #expect(RecordID.isValidName("roof/bme280.temp-1_a"))
    for name in ["", " a", "a\0", "ä", String(repeating: "a", count: 65)] {
      #expect(!RecordID.isValidName(name))
    }
    #expect(RecordID.isValidName(String(repeating: "a", count: 64)))
  }
}
