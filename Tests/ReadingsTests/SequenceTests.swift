import ChainTypes
import Readings
import Statements
import Testing

struct SequenceTests {
  static let sensor = RecordID.sensor(board: Address(high: 1, middle: 2, low: 3), name: "t")
  static let clock = ClockStamp(
    time: 1_700_000_000_000, quality: .synchronised, uncertainty: 5, segment: 0)

  static func started(reserve: UInt64 = 4) -> SensorSequence {
    var sequence = SensorSequence(
      recovering: .new(sensor: sensor, term: 7), reserve: reserve)
    sequence.didCommit(sequence.reservation)
    return sequence
  }

  func step(_ sequence: inout SensorSequence, _ value: Int64 = 1) throws -> SequenceStep {
    try sequence.append(
      Measurement(DecimalValue(value), .celsius), clock: Self.clock, boot: 9)
  }

  @Test func `records count from 0 and each names the one before`() throws {
    var sequence = Self.started()
    var chain = SensorChain(sensor: Self.sensor, term: 7)
    for counter in 0..<4 as Range<UInt64> {
      let step = try step(&sequence)
      #expect(step.gap == nil)
      #expect(step.reading.sequence == SequenceNumber(term: 7, counter: counter))
      try chain.accept(.reading(step.reading))
    }
    #expect(chain.head == sequence.head)
  }

  @Test func `nothing is made beyond what is reserved`() throws {
    var fresh = SensorSequence(recovering: .new(sensor: Self.sensor, term: 7), reserve: 4)
    #expect(throws: SequenceError.reservationUsed) { try step(&fresh) }
    var sequence = Self.started()
    for _ in 0..<4 { _ = try step(&sequence) }
    #expect(throws: SequenceError.reservationUsed) { try step(&sequence) }
    sequence.didCommit(sequence.reservation)
    let fifth = try step(&sequence)
    #expect(fifth.reading.sequence.counter == 4)
  }

  @Test func `missed readings become one gap in front of the next`() throws {
    var sequence = Self.started(reserve: 10)
    _ = try step(&sequence)
    sequence.miss(2, because: .sensorSilent)
    sequence.miss(1, because: .overload)
    sequence.miss(0, because: .overload)
    let next = try step(&sequence)
    let gap = try #require(next.gap)
    #expect((gap.first, gap.last, gap.reason) == (1, 3, .sensorSilent))
    #expect(next.reading.sequence.counter == 4)
    #expect(next.reading.previous == gap.structHash)
    let none = try sequence.appendGap(clock: Self.clock, boot: 9)
    #expect(none == nil)
    sequence.miss(because: .sensorSilent)
    let later = try sequence.appendGap(clock: Self.clock, boot: 9)
    #expect(later?.first == 5)
  }

  @Test func `an orderly stop leaves no gap, another one does`() throws {
    var sequence = Self.started()
    for _ in 0..<3 { _ = try step(&sequence) }
    var orderly = SensorSequence(recovering: sequence.closingMark)
    orderly.didCommit(orderly.reservation)
    let resumed = try step(&orderly)
    #expect(resumed.gap == nil && resumed.reading.sequence.counter == 3)
    #expect(resumed.reading.previous == sequence.head)

    var crashed = SensorSequence(recovering: sequence.durable)
    crashed.didCommit(crashed.reservation)
    let behind = try step(&crashed)
    let gap = try #require(behind.gap)
    #expect((gap.first, gap.last, gap.reason) == (0, 3, .interrupted))
    #expect(behind.reading.sequence.counter == 4)
  }

  @Test func `abandoned records become a gap and their counters stay used`() throws {
    var sequence = Self.started(reserve: 8)
    let kept = try step(&sequence).reading
    sequence.didCommit(sequence.mark(after: .reading(kept)))
    _ = try step(&sequence)
    _ = try step(&sequence)
    sequence.abandon(because: .overload)
    let behind = try step(&sequence)
    let gap = try #require(behind.gap)
    #expect((gap.first, gap.last, gap.reason) == (1, 2, .overload))
    #expect(gap.previous == kept.structHash)
  }

  @Test func `marks come back from their bytes, and torn ones are refused`() throws {
    let mark = SequenceMark(sensor: Self.sensor, term: 7, next: 5, head: Hash(9), ceiling: 12)
    #expect(mark.bytes.count == SequenceMark.byteCount)
    #expect(try SequenceMark(bytes: mark.bytes) == mark)
    for count in 0..<mark.bytes.count {
      #expect(throws: FieldError.self) { try SequenceMark(bytes: Array(mark.bytes.prefix(count))) }
    }
    var wrong = mark.bytes
    wrong[mark.bytes.count - 1] = 4
    #expect(throws: FieldError.self) { try SequenceMark(bytes: wrong) }
  }

  /// A disk that keeps the last mark and the records of committed blocks, a process that may die
  /// between any two steps, and a world that has seen every record from the moment it was made.
  @Test func `killed anywhere, no counter is used twice and the chain has no unexplained hole`()
    throws
  {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      var stored = SequenceMark.new(sensor: Self.sensor, term: 7)
      var blocks: [SensorRecord] = []
      var seen: UInt64?
      for life in 0..<6 as Range<UInt64> {
        var sequence = SensorSequence(recovering: stored, reserve: 5)
        var pending: [SensorRecord] = []
        // The commit of a block: durable at once, told to the process later or never.
        func commit(_ mark: SequenceMark) { stored = mark }
        if random.next() % 8 == 0 { continue }
        commit(sequence.reservation)
        if random.next() % 8 == 0 { continue }
        sequence.didCommit(stored)
        for _ in 0..<random.next() % 40 {
          switch random.next() % 6 {
          case 0: sequence.miss(random.next() % 3, because: .sensorSilent)
          case 1 where !pending.isEmpty:
            let count = Int(random.next() % UInt64(pending.count)) + 1
            let mark = sequence.mark(after: pending[count - 1])
            commit(mark)
            blocks += pending.prefix(count)
            pending.removeFirst(count)
            // Killed between the commit and its answer.
            if random.next() % 8 == 0 { break }
            sequence.didCommit(mark)
          default:
            guard let step = try? step(&sequence, Int64(life)) else { continue }
            let gap = step.gap.map { [SensorRecord.gap($0)] } ?? []
            for record in gap + [.reading(step.reading)] {
              pending.append(record)
              // A gap may stand for records that were seen and lost; a reading never does.
              if case .reading(let reading) = record {
                #expect(
                  seen.map { reading.sequence.counter > $0 } ?? true,
                  "seed \(seed): counter \(reading.sequence.counter) is used twice")
              }
              seen = max(seen ?? 0, record.counters.upperBound)
            }
          }
        }
      }
      var chain = SensorChain(sensor: Self.sensor, term: 7)
      for record in blocks { try chain.accept(record) }
      #expect(chain.next == stored.next && chain.head == stored.head, "seed \(seed)")
    }
  }

  @Test func `a chain refuses repeats, holes, forks and strangers`() throws {
    var sequence = Self.started(reserve: 10)
    let records = try (0..<4).map { _ in SensorRecord.reading(try step(&sequence).reading) }
    var chain = SensorChain(sensor: Self.sensor, term: 7)
    try chain.accept(records[0])
    #expect(throws: ChainError.wrongCounter(expected: 1, found: 0)) { try chain.accept(records[0]) }
    #expect(throws: ChainError.wrongCounter(expected: 1, found: 2)) { try chain.accept(records[2]) }
    guard case .reading(var fork) = records[1] else { return }
    fork.previous = Hash(1)
    #expect(throws: ChainError.wrongPrevious(expected: records[0].digest, found: Hash(1))) {
      try chain.accept(.reading(fork))
    }
    fork.sequence.term = 8
    #expect(throws: ChainError.otherTerm(8)) { try chain.accept(.reading(fork)) }
    fork.sensor = Hash(2)
    #expect(throws: ChainError.otherSensor) { try chain.accept(.reading(fork)) }
    let endless = GapRecord(
      sensor: Self.sensor, term: 7, first: 1, last: .max, previous: records[0].digest,
      reason: .overload, clock: Self.clock, boot: 9)
    #expect(throws: ChainError.self) { try chain.accept(.gap(endless)) }
    try chain.accept(records[1])
  }
}
