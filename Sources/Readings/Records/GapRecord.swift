import ChainTypes
import Statements

/// Why counters have no reading.
public enum GapReason: UInt8, CaseIterable, Sendable {
  /// The board stopped without having made these counters durable (power, crash).
  case interrupted = 1
  /// The sensor gave nothing: absent, broken, hanging.
  case sensorSilent = 2
  /// More readings than the board could take: back-pressure, counted.
  case overload = 3
  /// The disk was full.
  case storageFull = 4
  /// Switched off by the operator.
  case disabled = 5
  /// The state before was lost; a succession tells the rest.
  case stateLost = 6
}

/// Counters of a sensor that stand for no reading, said aloud. It takes the place of all of them:
/// the record behind it has counter `last` + 1 and this record's digest as `previous`.
///
///     digest = keccak256(abi.encode(
///       TYPE_HASH, bytes32 sensor, uint64 term, uint64 first, uint64 last, bytes32 previous,
///       uint8 reason, uint64 time, uint8 clock, uint32 uncertainty, uint32 segment, bytes16 boot))
///
/// 12 words. `first` to `last` inclusive; `previous`, time, clock and boot as in a reading, of the
/// moment at which the gap was noticed.
public struct GapRecord: TypedRecord {
  public var sensor: Hash
  public var term: UInt64
  public var first: UInt64
  public var last: UInt64
  public var previous: Hash
  public var reason: GapReason
  public var clock: ClockStamp
  public var boot: UInt128

  public init(
    sensor: Hash, term: UInt64, first: UInt64, last: UInt64, previous: Hash, reason: GapReason,
    clock: ClockStamp, boot: UInt128
  ) {
    precondition(first <= last, "a gap has at least one counter")
    self.sensor = sensor
    self.term = term
    self.first = first
    self.last = last
    self.previous = previous
    self.reason = reason
    self.clock = clock
    self.boot = boot
  }
}

extension GapRecord {
  public static var typeText: String {
    "Gap(bytes32 sensor,uint64 term,uint64 first,uint64 last,bytes32 previous,uint8 reason,"
      + "uint64 time,uint8 clock,uint32 uncertainty,uint32 segment,bytes16 boot)"
  }

  public func write<Sink: FieldSink>(to sink: inout Sink) {
    sink.append(sensor)
    sink.append(term)
    sink.append(first)
    sink.append(last)
    sink.append(previous)
    sink.append(reason.rawValue)
    sink.append(clock.time)
    sink.append(clock.quality.rawValue)
    sink.append(clock.uncertainty)
    sink.append(clock.segment)
    sink.append(boot)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    sensor = try reader.hash()
    term = try reader.uint64()
    first = try reader.uint64()
    last = try reader.uint64()
    guard first <= last else { throw reader.invalid("the gap's end") }
    previous = try reader.hash()
    guard let reason = GapReason(rawValue: try reader.uint8()) else {
      throw reader.invalid("the reason")
    }
    self.reason = reason
    let time = try reader.uint64()
    guard let quality = ClockQuality(rawValue: try reader.uint8()) else {
      throw reader.invalid("the clock quality")
    }
    clock = ClockStamp(
      time: time, quality: quality, uncertainty: try reader.uint32(), segment: try reader.uint32())
    boot = try reader.uint128()
  }
}

/// One link of a sensor's chain.
public enum SensorRecord: Hashable, Sendable {
  case reading(Reading)
  case gap(GapRecord)
}

extension SensorRecord {
  public var digest: Hash {
    switch self {
    case .reading(let reading): reading.structHash
    case .gap(let gap): gap.structHash
    }
  }

  public var sensor: Hash {
    switch self {
    case .reading(let reading): reading.sensor
    case .gap(let gap): gap.sensor
    }
  }

  /// The digest of the sensor's record before.
  public var previous: Hash {
    switch self {
    case .reading(let reading): reading.previous
    case .gap(let gap): gap.previous
    }
  }

  public var term: UInt64 {
    switch self {
    case .reading(let reading): reading.sequence.term
    case .gap(let gap): gap.term
    }
  }

  /// The counters that the record stands for.
  public var counters: ClosedRange<UInt64> {
    switch self {
    case .reading(let reading): reading.sequence.counter...reading.sequence.counter
    case .gap(let gap): gap.first...gap.last
    }
  }

  /// A byte for the kind (0 reading, 1 gap) and the packed record.
  public var bytes: [UInt8] {
    switch self {
    case .reading(let reading): [0] + reading.packed
    case .gap(let gap): [1] + gap.packed
    }
  }

  /// From exactly those bytes.
  public init(bytes: [UInt8]) throws(FieldError) {
    switch bytes.first {
    case 0: self = .reading(try Reading(packed: Array(bytes[1...])))
    case 1: self = .gap(try GapRecord(packed: Array(bytes[1...])))
    case nil: throw .truncated(at: 0)
    default: throw .invalid("the kind of record", endingAt: 1)
    }
  }
}
