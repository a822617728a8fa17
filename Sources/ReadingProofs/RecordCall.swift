import ChainTypes
import Contracts
import Readings
import Statements

/// A call of the reading log's `record`, taken apart.
struct RecordCall {
  var instrument: Hash
  var boot: UInt128
  var agent: Hash
  var configuration: Hash
  var signature: StatementSignature
  var words: [Word]
}

extension RecordCall {
  /// Nil for bytes that are another call, or this one in another form.
  init?(_ data: [UInt8]) {
    guard data.count >= 4 + 9 * 32 else { return nil }
    var reader = ABIReader(Array(data[4...]))
    guard let instrument = reader.hash(), let boot = reader.word(), let agent = reader.hash(),
      let configuration = reader.hash(), let v = reader.uint64(), let r = reader.word(),
      let s = reader.word(), reader.word() != nil, let count = reader.uint64(),
      count <= UInt64(ContractsLimits.recordWords)
    else { return nil }
    var words: [Word] = []
    for _ in 0..<count {
      guard let word = reader.word() else { return nil }
      words.append(word)
    }
    do throws(SignatureError) {
      guard v == 27 || v == 28 else { return nil }
      signature = try StatementSignature(r: r, s: s, yIsOdd: v == 28)
    } catch { return nil }
    self.instrument = instrument
    self.boot = UInt128(boot.limb3) << 64 | UInt128(boot.limb2)
    self.agent = agent
    self.configuration = configuration
    self.words = words
    let again = ReadingLogContract.record(
      instrument: instrument, boot: self.boot, agent: agent, configuration: configuration, v: v,
      r: r, s: s, records: words)
    guard again == data else { return nil }
  }

  /// One record with what its group says of it.
  struct Entry: Equatable {
    var sensor: Hash
    var unit: Hash
    var calibration: Hash
    var word: RecordWord
  }

  /// The records in the order of the batch's leaves; nil where the groups are cut off.
  var entries: [Entry]? {
    var entries: [Entry] = []
    var place = 0
    while place < words.count {
      guard words.count - place > 3 else { return nil }
      let count = Int(words[place + 1].limb0 & 0xffff)
      var unit = words[place + 1]
      unit.limb0 &= ~0xffff
      let (sensor, calibration) = (Hash(words[place]), Hash(words[place + 2]))
      place += 3
      guard count > 0, words.count - place >= count else { return nil }
      for _ in 0..<count {
        entries.append(
          Entry(
            sensor: sensor, unit: Hash(unit), calibration: calibration,
            word: RecordWord(words[place])))
        place += 1
      }
    }
    return entries
  }
}

extension RecordCall.Entry {
  /// What a reading looks like in a call; nil beyond 48 bits of counter or time.
  init?(_ reading: Reading) {
    let clock = RecordWord.Clock(
      time: reading.clock.time, quality: reading.clock.quality.rawValue,
      uncertainty: reading.clock.uncertainty, segment: reading.clock.segment)
    let made = RecordWord(
      mantissa: reading.value.mantissa, exponent: reading.value.exponent,
      counter: reading.sequence.counter, clock: clock, flags: reading.flags.rawValue)
    guard let word = made else { return nil }
    self.init(
      sensor: reading.sensor, unit: Hash(reading.unit.word), calibration: reading.calibration,
      word: word)
  }

  /// The signed record that stands behind another of its sensor; nil for a word that is none.
  func record(term: UInt64, behind previous: Hash, boot: UInt128) -> SensorRecord? {
    guard let quality = ClockQuality(rawValue: word.clock.quality) else { return nil }
    let clock = ClockStamp(
      time: word.clock.time, quality: quality, uncertainty: word.clock.uncertainty,
      segment: word.clock.segment)
    if word.isGap {
      guard let reason = GapReason(rawValue: word.reason), word.counter <= word.last else {
        return nil
      }
      return .gap(
        GapRecord(
          sensor: sensor, term: term, first: word.counter, last: word.last, previous: previous,
          reason: reason, clock: clock, boot: boot))
    }
    guard word.isReading,
      let value = DecimalValue(exactly: word.mantissa, exponent: Int(word.exponent)),
      let unit = SenMLUnit(word: unit.word)
    else { return nil }
    return .reading(
      Reading(
        sensor: sensor, sequence: SequenceNumber(term: term, counter: word.counter),
        previous: previous, value: value, unit: unit, clock: clock, boot: boot,
        flags: StatusFlags(rawValue: word.flags), calibration: calibration))
  }
}
