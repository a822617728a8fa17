import ChainTypes
import Statements

extension Reading {
  public static var typeText: String {
    "Reading(bytes32 sensor,uint64 term,uint64 counter,bytes32 previous,int64 mantissa,"
      + "int8 exponent,bytes32 unit,uint64 time,uint8 clock,uint32 uncertainty,uint32 segment,"
      + "bytes16 boot,uint8 flags,bytes32 calibration)"
  }

  public func write<Sink: FieldSink>(to sink: inout Sink) {
    sink.append(sensor)
    sequence.write(to: &sink)
    sink.append(previous)
    sink.append(value.mantissa)
    sink.append(value.exponent)
    sink.append(Hash(unit.word))
    sink.append(clock.time)
    sink.append(clock.quality.rawValue)
    sink.append(clock.uncertainty)
    sink.append(clock.segment)
    sink.append(boot)
    sink.append(flags.rawValue)
    sink.append(calibration)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    sensor = try reader.hash()
    sequence = try SequenceNumber(from: &reader)
    previous = try reader.hash()
    let mantissa = try reader.int64()
    guard let value = DecimalValue(exactly: mantissa, exponent: Int(try reader.int8())) else {
      throw reader.invalid("the exponent")
    }
    self.value = value
    guard let unit = SenMLUnit(word: try reader.hash().word) else {
      throw reader.invalid("the unit")
    }
    self.unit = unit
    let time = try reader.uint64()
    guard let quality = ClockQuality(rawValue: try reader.uint8()) else {
      throw reader.invalid("the clock quality")
    }
    clock = ClockStamp(
      time: time, quality: quality, uncertainty: try reader.uint32(), segment: try reader.uint32())
    boot = try reader.uint128()
    flags = StatusFlags(rawValue: try reader.uint8())
    guard StatusFlags.known.isSuperset(of: flags) else { throw reader.invalid("the flags") }
    calibration = try reader.hash()
  }

  /// Equal records have equal bytes: 21.5 and 21.50 are different ones.
  public static func == (a: Reading, b: Reading) -> Bool {
    a.sensor == b.sensor && a.sequence == b.sequence && a.previous == b.previous
      && a.value.isIdentical(to: b.value) && a.unit == b.unit && a.clock == b.clock
      && a.boot == b.boot && a.flags == b.flags && a.calibration == b.calibration
  }
}

extension SequenceNumber {
  public func write<Sink: FieldSink>(to sink: inout Sink) {
    sink.append(term)
    sink.append(counter)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    self.init(term: try reader.uint64(), counter: try reader.uint64())
  }
}
