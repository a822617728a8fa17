import BlockExecution
import ChainTypes
import Contracts
import Readings
import Statements
import Testing

@Suite struct ReadingLogTests {
  @Test func `the log's chain, latest word and event are those of the signed records`() throws {
    var lane = try Lane()
    try #require(lane.send(lane.delegation()).isSuccess)
    let records = [
      lane.reading(0, 2150), lane.reading(0, -5, at: 1), lane.reading(2, 101_325, exponent: 0),
    ]
    let result = try lane.send(lane.batch(records))
    #expect(result.refusal == "")
    for (sensor, last) in [(0, records[1]), (2, records[2])] {
      let summary = try lane.summary(sensor)
      #expect(summary.chain == last.digest && summary.instrument == lane.instrument)
      #expect(summary.next == last.counters.upperBound + 1 && summary.missed == 0)
      let latest = ReadingLogContract.latestResult(
        try lane.world.ask(
          ReadingLogContract.latest(sensor: last.sensor), of: lane.readingLog))
      #expect(latest == Lane.recordWord(last).word)
    }
    let logged = events(result, ReadingLogContract.Recorded.init)
    #expect(logged.map(\.word) == records.map { Lane.recordWord($0).word })
    #expect(logged.map(\.sensor) == records.map(\.sensor))
    let batch = try #require(events(result, ReadingLogContract.Batch.init).first)
    #expect(batch.digest == lane.previous && batch.count == 3 && batch.number == 0)
    #expect(batch.root == DigestTree.root(records.map(\.digest)))
  }

  @Test func `views spell a reading out`() throws {
    var lane = try Lane()
    let record = lane.reading(0, -12_345, exponent: -3, at: 5, flags: .substituted)
    try #require(lane.send(lane.batch([record], by: lane.board)).isSuccess)
    let call = ReadingLogContract.latestReading(sensor: record.sensor)
    let fields = try #require(
      ReadingLogContract.LatestReadingResult(try lane.world.ask(call, of: lane.readingLog)))
    #expect(fields.mantissa == -12_345 && fields.exponent == -3)
    #expect(fields.time == Lane.start + 5000 && fields.counter == 0)
    #expect(fields.flags == 2 && fields.clock == 2)
    #expect(fields.uncertainty == 12 && fields.segment == 1)
    let word = Lane.recordWord(record)
    #expect(word.mantissa == -12_345 && word.exponent == -3 && word.isReading && !word.isGap)
    #expect(word.counter == 0 && word.flags == 2 && word.clock.time == Lane.start + 5000)
    #expect(word.clock.uncertainty == 12 && word.clock.segment == 1 && word.clock.quality == 2)
  }

  @Test func `a gap record closes a gap, and only its own`() throws {
    var lane = try Lane()
    let first = lane.reading(0, 1)
    let gap = lane.gap(0, count: 10)
    let second = lane.reading(0, 3)
    let result = try lane.send(lane.batch([first, gap, second], by: lane.board))
    #expect(result.refusal == "")
    let summary = try lane.summary(0)
    #expect(summary.readings == 2 && summary.missed == 10 && summary.next == 12)
    #expect(summary.chain == second.digest)
    let missed = try #require(events(result, ReadingLogContract.Missed.init).first)
    let word = RecordWord(missed.word)
    #expect(word.isGap && word.counter == 1 && word.last == 10 && word.reason == 2)
    #expect(word.clock.uncertainty == .max && word.clock.segment == .max)
    // The same gap again, one that begins too early, one that leaves a counter out.
    #expect(try lane.send(lane.batch([gap], by: lane.board)).refusal == "repeated")
    var early = lane
    early.sensors[0].counter = 11
    #expect(
      try lane.send(early.batch([early.gap(0, count: 2)], by: lane.board)).refusal == "repeated")
    var late = lane
    late.sensors[0].counter = 13
    #expect(try lane.send(late.batch([late.gap(0, count: 2)], by: lane.board)).refusal == "gap")
  }

  @Test func `a repeated batch and a left out one are refused`() throws {
    var lane = try Lane()
    let first = lane.batch([lane.reading(0, 1)], by: lane.board)
    let second = lane.batch([lane.reading(0, 2)], by: lane.board)
    let third = lane.batch([lane.reading(1, 2)], by: lane.board)
    #expect(try lane.send(second).refusal == "gap")
    #expect(try lane.send(third).refusal == "not signed by the instrument")
    #expect(try lane.send(first).refusal == "")
    #expect(try lane.send(first).refusal == "repeated")
    #expect(try lane.send(second).refusal == "")
    #expect(try lane.send(third).refusal == "")
    #expect(try lane.send(third).refusal == "repeated")
  }

  @Test func `a sensor may have several groups in a batch: its calibration changed`() throws {
    var lane = try Lane()
    let records = [
      lane.reading(0, 1), lane.reading(1, 2), lane.reading(0, 3), lane.gap(1, count: 2),
      lane.reading(0, 5),
    ]
    #expect(Lane.groups(records).count == 5)
    #expect(try lane.send(lane.batch(records, by: lane.board)).refusal == "")
    #expect(try lane.summary(0).readings == 3 && lane.summary(0).chain == records[4].digest)
    #expect(try lane.summary(1).missed == 2)
  }

  @Test func `the smallest and largest good values compare over all exponents`() throws {
    var lane = try Lane()
    let values: [(Int64, Int, StatusFlags)] = [
      (250, -1, .good), (-1, 27, .suspect), (1, 27, .outOfRange), (24, 0, .good),
      (2_501, -2, .substituted), (Int64.min, 0, .good), (Int64.min, 1, .suspect),
      (Int64.max, -27, .good), (3, 3, .good),
    ]
    let records = values.map { lane.reading(0, $0.0, exponent: $0.1, flags: $0.2) }
    try #require(lane.send(lane.batch(records, by: lane.board)).refusal == "")
    var summary = try lane.summary(0)
    #expect(summary.low == .min && summary.lowExponent == 0)
    #expect(summary.high == 3 && summary.highExponent == 3)
    let wide = [
      lane.reading(0, .min, exponent: 27), lane.reading(0, .max, exponent: 27),
      lane.reading(0, .min, exponent: -27), lane.reading(0, 0, exponent: 0),
    ]
    try #require(lane.send(lane.batch(wide, by: lane.board)).refusal == "")
    summary = try lane.summary(0)
    #expect(summary.low == .min && summary.lowExponent == 27)
    #expect(summary.high == .max && summary.highExponent == 27)
  }

  @Test func `a sensor without good values has no extremes`() throws {
    var lane = try Lane()
    let record = lane.reading(0, 85, flags: .suspect)
    try #require(lane.send(lane.batch([record], by: lane.board)).refusal == "")
    let summary = try lane.summary(0)
    #expect(summary.low == 0 && summary.lowExponent == 0 && summary.high == 0)
    #expect(summary.readings == 1)
  }

  @Test(arguments: Array(1...20) + [31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256])
  func `a batch of any size has the root of its tree`(_ count: Int) throws {
    var lane = try Lane()
    var records: [SensorRecord] = []
    for sensor in 0..<3 {
      let share = count * (sensor + 1) / 3 - count * sensor / 3
      for index in 0..<share { records.append(lane.reading(sensor, Int64(index))) }
    }
    #expect(records.count == count)
    #expect(try lane.send(lane.batch(records, by: lane.board)).refusal == "")
  }

  @Test(arguments: [1, 200, 256])
  func `one record too many is refused, in one group or in two`(_ first: Int) throws {
    var lane = try Lane()
    let records =
      (0..<first).map { lane.reading(0, Int64($0)) }
      + (first..<256).map { lane.reading(1, Int64($0)) }
    let excess = first == 256 ? lane.reading(0, 1) : lane.reading(1, 1)
    #expect(RecordGroup.words(of: Lane.groups(records + [excess])) == nil)
    var words = Lane.words(records) + [Lane.recordWord(excess).word]
    words[first == 256 ? 1 : first + 4].limb0 += 1
    let statement = lane.statement(records + [excess])
    let signature = lane.board.sign(statement.digest(in: lane.fleet))
    #expect(
      try lane.send(lane.call(statement, signature, words)).refusal == "too many records")
    #expect(try lane.send(lane.batch(records, by: lane.board)).refusal == "")
  }

  @Test func `a call of 448 words is taken, one of 449 is none`() throws {
    var lane = try Lane(sensors: 112)
    var records: [SensorRecord] = []
    for sensor in 0..<112 { records.append(lane.reading(sensor, 1)) }
    let words = Lane.words(records)
    #expect(words.count == 448)
    let statement = lane.statement(records)
    let signature = lane.board.sign(statement.digest(in: lane.fleet))
    let longer = try lane.send(lane.call(statement, signature, words + [0]))
    #expect(longer.refusal == "revert")
    #expect(try lane.send(lane.call(statement, signature, words)).refusal == "")
  }

  @Test func `a counter of 48 bits ends the sequence`() throws {
    var lane = try Lane()
    let end = UInt64(1) << 48
    let gap = lane.gap(0, count: end - 1)
    let last = lane.reading(0, 1)
    #expect(try lane.send(lane.batch([gap], by: lane.board)).refusal == "")
    #expect(try lane.summary(0).next == end - 1)
    #expect(try lane.send(lane.batch([last], by: lane.board)).refusal == "counter")
    #expect(RecordWord(first: 0, last: end - 1, reason: 1, clock: Self.clock) != nil)
    #expect(RecordWord(first: 0, last: end, reason: 1, clock: Self.clock) == nil)
    #expect(
      RecordWord(mantissa: 0, exponent: 0, counter: end, clock: Self.clock, flags: 0) == nil)
  }

  @Test func `times of more than 48 bits fit into no record`() {
    for (time, fits) in [((1 << 48) - 1, true), (1 << 48, false)] as [(UInt64, Bool)] {
      var clock = Self.clock
      clock.time = time
      let word = RecordWord(mantissa: -1, exponent: -1, counter: 9, clock: clock, flags: 7)
      #expect((word != nil) == fits && (word == nil || word?.clock == clock))
      #expect((RecordWord(first: 0, last: 1, reason: 1, clock: clock) != nil) == fits)
    }
  }

  static let clock = RecordWord.Clock(time: 1, quality: 2, uncertainty: 3, segment: 4)

  /// A batch whose words are changed before it is signed over what they were.
  private func refusal(_ change: (inout [Word]) -> Void) throws -> String {
    var lane = try Lane()
    let records = [lane.reading(0, 1), lane.reading(0, 2), lane.reading(1, 3)]
    var words = Lane.words(records)
    change(&words)
    let statement = lane.statement(records)
    let signature = lane.board.sign(statement.digest(in: lane.fleet))
    return try lane.send(lane.call(statement, signature, words)).refusal
  }

  @Test func `words that are not records are refused, each with its reason`() throws {
    #expect(try refusal { _ in } == "")
    #expect(try refusal { $0 = [] } == "no records")
    #expect(try refusal { $0.removeLast() } == "cut off")
    #expect(try refusal { $0.removeLast(3) } == "cut off")
    #expect(try refusal { $0 = Array($0.prefix(3)) } == "cut off")
    #expect(try refusal { $0[1].limb0 &= ~0xffff } == "cut off")
    #expect(try refusal { $0[1] = $0[1] &+ 60_000 } == "cut off")
    #expect(try refusal { $0[3].limb3 &= 0xff_ffff_ffff_ffff } == "kind")
    #expect(try refusal { $0[3].limb3 |= 3 << 56 } == "kind")
    #expect(try refusal { $0[3].limb3 |= 4 << 8 } == "unknown flags")
    #expect(try refusal { $0[3].limb3 |= 8 << 16 } == "unknown flags")
    for (exponent, reason) in [(27, ""), (28, "exponent"), (-27, ""), (-28, "exponent")] {
      let found = try refusal {
        $0[3].limb1 = $0[3].limb1 & ~0xff | UInt64(UInt8(bitPattern: Int8(exponent)))
      }
      // Within the bounds it is another record than the signed one.
      #expect(found == (reason.isEmpty ? "not signed by the instrument" : reason))
    }
  }

  @Test func `gaps that end before they begin, or never, are refused`() throws {
    func refusal(first: UInt64, last: UInt64) throws -> String {
      var lane = try Lane()
      if first > 0 { _ = try lane.send(lane.batch([lane.gap(0, count: first)], by: lane.board)) }
      var words = Lane.words([lane.gap(0, count: 1)])
      words[3].limb0 = last
      let statement = lane.statement([lane.gap(0, count: 1)])
      let signature = lane.board.sign(statement.digest(in: lane.fleet))
      return try lane.send(lane.call(statement, signature, words)).refusal
    }
    #expect(try refusal(first: 5, last: 4) == "gap's end")
    #expect(try refusal(first: 5, last: 6) == "not signed by the instrument")
    #expect(try refusal(first: 0, last: 1 << 48) == "gap's end")
    #expect(try refusal(first: 0, last: (1 << 48) - 1) == "gap's end")
    #expect(try refusal(first: 0, last: (1 << 48) - 2) == "not signed by the instrument")
    #expect(try refusal(first: 0, last: .max) == "gap's end")
  }
}
