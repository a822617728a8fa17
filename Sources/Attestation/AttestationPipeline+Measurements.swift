import ChainTypes
import Readings

extension AttestationPipeline {
  /// Counters reserved for the records to come: to be made durable before the first measurement.
  public var reservations: [StoredValue] {
    sensors.map { StoredValue(ValueName.sequence($0.id), $0.sequence.reservation.bytes) }
  }

  /// The reservations are durable.
  public mutating func didReserve() {
    for place in sensors.indices {
      sensors[place].sequence.didCommit(sensors[place].sequence.reservation)
    }
  }

  /// Takes a sensor's value. `time` is monotonic milliseconds, `clock` the stamp of the moment at
  /// which it was measured. What it became, if it became a reading.
  @discardableResult
  public mutating func take(
    _ measurement: Measurement, from sensor: Int, at time: UInt64, clock: ClockStamp
  ) -> Reading? {
    sensors[sensor].take(measurement, at: time, clock, context.boot)
  }

  /// Counts values that should be there and are not.
  public mutating func miss(_ count: UInt64, from sensor: Int, because reason: GapReason) {
    sensors[sensor].sequence.miss(count, because: reason)
  }

  /// Ends the windows whose time has come.
  public mutating func closeWindows(at time: UInt64, clock: ClockStamp) {
    for place in sensors.indices {
      guard let deadline = sensors[place].filter.deadline, deadline <= time else { continue }
      _ = sensors[place].close(at: time, clock, context.boot)
    }
  }

  /// When the next window ends.
  public var nextDeadline: UInt64? { sensors.compactMap { $0.filter.deadline }.min() }

  /// Records that wait for a block.
  public var waitingCount: Int { sensors.reduce(0) { $0 + $1.waiting.count } }

  public func counters(of sensor: Int) -> SensorCounters { sensors[sensor].counters }

  /// The last record of a sensor that waits, for those who look.
  public func newestReading(of sensor: Int) -> Reading? {
    for record in sensors[sensor].waiting.reversed() {
      if case .reading(let reading) = record { return reading }
    }
    return nil
  }
}
