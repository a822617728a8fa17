import ChainTypes
import Statements

/// The sequence and hash chain of one sensor, across restarts.
///
/// A counter is given once, whatever happens in between. Records get their counter when they are
/// made, before they are in a block, and may be seen by others by then; so counters are reserved
/// durably ahead (`SequenceMark.ceiling`). The rule for whoever stores marks:
///
/// 1. Start: `SensorSequence(recovering:)` with the stored mark, or `.new`. What was reserved and
///    is in no block becomes a gap of reason `interrupted`.
/// 2. Commit `reservation` before the first record.
/// 3. With each block commit `mark(after:)` the sensor's last record in that block, in the same
///    transaction; tell `didCommit` when it is durable.
/// 4. Orderly stop: with the last block commit `closingMark`.
///
/// A crash before a commit leaves the mark before it, one behind a commit the mark of it: both are
/// the states of rule 1.
public struct SensorSequence: Sendable {
  public let sensor: Hash
  public let term: UInt64
  /// What is durable.
  public private(set) var durable: SequenceMark
  /// The counter of the next record.
  public private(set) var next: UInt64
  /// The digest of the last record that was made.
  public private(set) var head: Hash
  /// Counters that stand for no reading and wait for their record.
  public private(set) var missing: (count: UInt64, reason: GapReason)?
  private let reserve: UInt64

  /// `reserve`: records that may be made between two commits.
  public init(
    recovering mark: SequenceMark, reserve: UInt64 = ReadingsLimits.reservedCounters
  ) {
    sensor = mark.sensor
    term = mark.term
    durable = mark
    next = mark.next
    head = mark.head
    self.reserve = reserve
    if mark.ceiling > mark.next { missing = (mark.ceiling - mark.next, .interrupted) }
  }
}

/// What `append` makes: at most a gap in front of the reading.
public struct SequenceStep: Hashable, Sendable {
  public let gap: GapRecord?
  public let reading: Reading
}

/// Why no record can be made now.
public enum SequenceError: Error, Equatable, Sendable {
  /// All reserved counters are used: a commit must come first.
  case reservationUsed
}

extension SequenceError: CustomStringConvertible {
  public var description: String { "sequence: all reserved counters are used; a commit must come" }
}

extension SensorSequence {
  /// Makes the next record, behind one for the missing counters if there are any.
  public mutating func append(
    _ measurement: Measurement, clock: ClockStamp, boot: UInt128, calibration: Hash = .zero
  ) throws(SequenceError) -> SequenceStep {
    guard next + (missing?.count ?? 0) < durable.ceiling else { throw .reservationUsed }
    let gap = closeGap(clock: clock, boot: boot)
    let reading = Reading(
      sensor: sensor, sequence: SequenceNumber(term: term, counter: next), previous: head,
      value: measurement.value, unit: measurement.unit, clock: clock, boot: boot,
      flags: measurement.flags, calibration: calibration)
    next += 1
    head = reading.structHash
    return SequenceStep(gap: gap, reading: reading)
  }

  /// Counts readings that should be there and are not. Other reasons than the one that waits are
  /// told by it: the first is what began the gap.
  public mutating func miss(_ count: UInt64 = 1, because reason: GapReason) {
    guard count > 0 else { return }
    missing = (count + (missing?.count ?? 0), missing?.reason ?? reason)
  }

  /// The record for the missing counters, if there are any: for a sensor that stays silent, so that
  /// its gap does not wait for its next reading.
  public mutating func appendGap(
    clock: ClockStamp, boot: UInt128
  ) throws(SequenceError) -> GapRecord? {
    guard next + (missing?.count ?? 0) <= durable.ceiling else { throw .reservationUsed }
    return closeGap(clock: clock, boot: boot)
  }

  /// Gives up all records that are in no block, as a restart would, because they can never be in
  /// one. Their counters become a gap.
  public mutating func abandon(because reason: GapReason) {
    let lost = next - durable.next
    next = durable.next
    head = durable.head
    guard lost > 0 else { return }
    missing = (lost + (missing?.count ?? 0), reason)
  }

  private mutating func closeGap(clock: ClockStamp, boot: UInt128) -> GapRecord? {
    guard let (count, reason) = missing else { return nil }
    let gap = GapRecord(
      sensor: sensor, term: term, first: next, last: next + count - 1, previous: head,
      reason: reason, clock: clock, boot: boot)
    next += count
    head = gap.structHash
    missing = nil
    return gap
  }
}

extension SensorSequence {
  /// The durable state with new counters reserved, and no more records in blocks.
  public var reservation: SequenceMark { mark(durable.next, durable.head) }

  /// The durable state once a block holds this record and all before it.
  public func mark(after record: SensorRecord) -> SequenceMark {
    precondition(record.sensor == sensor && record.term == term, "the record is of this sequence")
    return mark(record.counters.upperBound + 1, record.digest)
  }

  /// The durable state with nothing reserved, once all records are in blocks.
  public var closingMark: SequenceMark {
    SequenceMark(sensor: sensor, term: term, next: next, head: head, ceiling: next)
  }

  /// Says that a mark of this sequence is durable. An older one than the last is no news.
  public mutating func didCommit(_ mark: SequenceMark) {
    precondition(mark.sensor == sensor && mark.term == term, "the mark is of this sequence")
    guard mark.next >= durable.next else { return }
    durable = mark
  }

  private func mark(_ committed: UInt64, _ digest: Hash) -> SequenceMark {
    // Never below what is reserved already: a lower ceiling would forget records that exist.
    let wanted = next + (missing?.count ?? 0) + reserve
    return SequenceMark(
      sensor: sensor, term: term, next: committed, head: digest,
      ceiling: max(wanted, durable.ceiling))
  }
}
