import ChainTypes

/// What the board learnt later about its clock: the readings of this boot and clock segment were
/// taken at their time plus `offset`. Signed records are never rewritten.
public struct ClockCorrection: Statement {
  public var lane: Lane
  /// The boot id, most significant byte first.
  public var boot: UInt128
  /// The clock segment of the readings.
  public var segment: UInt32
  /// Milliseconds to add.
  public var offset: Int64
  /// Milliseconds that may be wrong in either direction after it.
  public var uncertainty: UInt32

  public init(
    lane: Lane,
    boot: UInt128,
    segment: UInt32,
    offset: Int64,
    uncertainty: UInt32
  ) {
    self.lane = lane
    self.boot = boot
    self.segment = segment
    self.offset = offset
    self.uncertainty = uncertainty
  }
}

extension ClockCorrection {
  public static var kind: StatementKind { .correction }

  public func write<Sink: FieldSink>(to sink: inout Sink) {
    lane.write(to: &sink)
    sink.append(boot)
    sink.append(segment)
    sink.append(offset)
    sink.append(uncertainty)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    self.init(
      lane: try Lane(from: &reader),
      boot: try reader.uint128(),
      segment: try reader.uint32(),
      offset: try reader.int64(),
      uncertainty: try reader.uint32())
  }
}
