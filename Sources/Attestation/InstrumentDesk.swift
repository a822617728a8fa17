import ChainTypes
import Contracts
import Readings
import Statements

/// One instrument: the chain of its batches, and which sensors are its.
struct InstrumentDesk {
  let name: String
  /// As in the last committed block.
  var chain: InstrumentChain
  let sensors: [Int]
}

/// A batch on its way into a block.
public struct AttestedBatch: Sendable {
  /// The instrument's place.
  public let instrument: Int
  public let batch: RecordBatch
  public let signature: StatementSignature
  /// What the reading log is called with.
  public let call: [UInt8]
  /// How many records of which sensor, with the mark behind the last of them.
  let taken: [(sensor: Int, count: Int, mark: SequenceMark)]
  /// The instrument's chain behind the batch.
  let chain: InstrumentChain

  public var recordCount: Int { batch.records.count }
}

/// Records of one sensor in a row, with one unit and one calibration.
struct RecordRun {
  var sensor: Int
  var group: RecordGroup
  var records: [SensorRecord]
}

extension SensorDesk {
  /// The waiting records from `start` on in runs, until they fill the room.
  func runs(_ place: Int, from start: Int, _ room: inout CallRoom) -> [RecordRun] {
    var runs: [RecordRun] = []
    for record in waiting[start...] {
      guard let word = record.word else { break }
      let unit = record.unit ?? runs.last?.group.unit ?? Hash(self.unit?.word ?? .zero)
      let calibration = record.calibration ?? runs.last?.group.calibration ?? calibrationDigest
      let last = runs.count - 1
      if last >= 0, runs[last].group.unit == unit, runs[last].group.calibration == calibration {
        guard room.takeRecord() else { break }
        runs[last].group.records.append(word)
        runs[last].records.append(record)
      } else {
        guard room.takeGroup() else { break }
        let group = RecordGroup(
          sensor: id, unit: unit, calibration: calibration, records: [word])
        runs.append(RecordRun(sensor: place, group: group, records: [record]))
      }
    }
    return runs
  }
}

/// What still fits into a call.
struct CallRoom {
  private var records = AttestationLimits.callRecords
  private var words = AttestationLimits.callWords

  mutating func takeRecord() -> Bool { take(words: 1) }

  /// Room for the group's own words and its first record.
  mutating func takeGroup() -> Bool { take(words: AttestationLimits.groupWords + 1) }

  private mutating func take(words count: Int) -> Bool {
    guard records >= 1, words >= count else { return false }
    records -= 1
    words -= count
    return true
  }
}

extension SensorRecord {
  /// As the reading log takes it; nil beyond 48 bits of counter or time.
  fileprivate var word: RecordWord? {
    switch self {
    case .reading(let reading):
      RecordWord(
        mantissa: reading.value.mantissa, exponent: reading.value.exponent,
        counter: reading.sequence.counter, clock: RecordWord.Clock(reading.clock),
        flags: reading.flags.rawValue)
    case .gap(let gap):
      RecordWord(
        first: gap.first, last: gap.last, reason: gap.reason.rawValue,
        clock: RecordWord.Clock(gap.clock))
    }
  }

  /// Nil for a gap, which has none.
  fileprivate var unit: Hash? {
    if case .reading(let reading) = self { Hash(reading.unit.word) } else { nil }
  }

  fileprivate var calibration: Hash? {
    if case .reading(let reading) = self { reading.calibration } else { nil }
  }
}

extension RecordWord.Clock {
  fileprivate init(_ stamp: ClockStamp) {
    self.init(
      time: stamp.time, quality: stamp.quality.rawValue, uncertainty: stamp.uncertainty,
      segment: stamp.segment)
  }
}
