import ChainTypes
import Statements

/// What is durable of a sensor's sequence: stored with each block that holds records of it.
public struct SequenceMark: Hashable, Sendable {
  public var sensor: Hash
  public var term: UInt64
  /// The counter behind the last record of a committed block.
  public var next: UInt64
  /// The digest of that record, zero before the first.
  public var head: Hash
  /// Counters below this may have been given to records that were in no block yet. Equal to `next`
  /// after an orderly stop.
  public var ceiling: UInt64

  public init(sensor: Hash, term: UInt64, next: UInt64, head: Hash, ceiling: UInt64) {
    precondition(next <= ceiling, "what is committed was reserved")
    self.sensor = sensor
    self.term = term
    self.next = next
    self.head = head
    self.ceiling = ceiling
  }
}

extension SequenceMark {
  /// Before the first record of a sensor.
  public static func new(sensor: Hash, term: UInt64) -> SequenceMark {
    SequenceMark(sensor: sensor, term: term, next: 0, head: .zero, ceiling: 0)
  }

  public static var byteCount: Int { 88 }

  /// Sensor, term, next, head, ceiling; most significant byte first.
  public var bytes: [UInt8] {
    var writer = PackedWriter()
    writer.append(sensor)
    writer.append(term)
    writer.append(next)
    writer.append(head)
    writer.append(ceiling)
    return writer.bytes
  }

  /// From exactly those bytes.
  public init(bytes: [UInt8]) throws(FieldError) {
    var reader = FieldReader(bytes)
    sensor = try reader.hash()
    term = try reader.uint64()
    next = try reader.uint64()
    head = try reader.hash()
    ceiling = try reader.uint64()
    guard next <= ceiling else { throw reader.invalid("the ceiling") }
    try reader.finish()
  }
}
