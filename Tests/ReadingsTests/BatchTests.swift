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
