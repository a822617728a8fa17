import ChainTypes
import Readings

/// One sensor's way from measurement to record: calibration, policy, sequence, and the records that
/// wait for a block.
struct SensorDesk {
  let plan: SensorPlan
  let id: Hash
  let calibrationDigest: Hash
  var filter: ReportFilter
  var sequence: SensorSequence
  /// Records that are in no committed block, oldest first.
  var waiting: [SensorRecord] = []
  var counters = SensorCounters()
  /// Unit of the last reading: groups of a call have one.
  var unit: SenMLUnit?

  init(_ plan: SensorPlan, mark: SequenceMark) {
    self.plan = plan
    id = mark.sensor
    calibrationDigest = plan.calibration?.digest ?? .zero
    filter = ReportFilter(plan.report)
    sequence = SensorSequence(recovering: mark)
  }
}

/// What became of a sensor's values since the agent began.
public struct SensorCounters: Sendable, Equatable {
  /// Values that came from the sensor.
  public var values: UInt64 = 0
  /// Records made of them.
  public var readings: UInt64 = 0
  public var gaps: UInt64 = 0
  /// Values without room for a record: counted, and told in a gap.
  public var refused: UInt64 = 0
  /// Values that arithmetic could not calibrate.
  public var uncalibrated: UInt64 = 0
  /// Readings in committed blocks.
  public var sealed: UInt64 = 0
}

extension SensorDesk {
  /// Makes of a raw value what the policy wants of it. Times are monotonic milliseconds.
  mutating func take(
    _ raw: Measurement, at time: UInt64, _ clock: ClockStamp, _ boot: UInt128
  ) -> Reading? {
    counters.values += 1
    do throws(DecimalError) {
      guard let reported = try filter.push(try calibrated(raw), at: time) else { return nil }
      return append(reported, clock, boot)
    } catch {
      counters.uncalibrated += 1
      sequence.miss(because: .sensorSilent)
      return nil
    }
  }

  /// Ends a window that no value has ended.
  mutating func close(at time: UInt64, _ clock: ClockStamp, _ boot: UInt128) -> Reading? {
    guard let reported = try? filter.close(at: time) else { return nil }
    return append(reported, clock, boot)
  }

  private func calibrated(_ raw: Measurement) throws(DecimalError) -> Measurement {
    var value = raw
    if let calibration = plan.calibration { value = try calibration.apply(raw) }
    if let range = plan.range, !range.contains(value.value) { value.flags.insert(.outOfRange) }
    return value
  }

  private mutating func append(
    _ measurement: Measurement, _ clock: ClockStamp, _ boot: UInt128
  ) -> Reading? {
    do throws(SequenceError) {
      let step = try sequence.append(
        measurement, clock: clock, boot: boot, calibration: calibrationDigest)
      if let gap = step.gap { keep(gap) }
      waiting.append(.reading(step.reading))
      counters.readings += 1
      unit = measurement.unit
      return step.reading
    } catch {
      counters.refused += 1
      sequence.miss(because: .overload)
      return nil
    }
  }

  /// Tells of counters without a reading now, not with the next reading.
  mutating func tellGap(_ clock: ClockStamp, _ boot: UInt128) {
    if let gap = try? sequence.appendGap(clock: clock, boot: boot) { keep(gap) }
  }

  private mutating func keep(_ gap: GapRecord) {
    waiting.append(.gap(gap))
    counters.gaps += 1
  }

  /// The first so many records are in a committed block.
  mutating func didCommit(_ count: Int, _ mark: SequenceMark) {
    for record in waiting[..<count] {
      if case .reading = record { counters.sealed += 1 }
    }
    waiting.removeFirst(count)
    sequence.didCommit(mark)
  }
}
