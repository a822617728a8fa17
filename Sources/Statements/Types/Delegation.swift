import ChainTypes

/// The board lets a key of its own sign batches of one instrument in this lane.
public struct Delegation: Statement {
  public var lane: Lane
  public var instrument: Hash
  /// Of the derivation; a higher one replaces the lower ones.
  public var index: UInt32
  /// The instrument's address.
  public var key: Address

  public init(
    lane: Lane,
    instrument: Hash,
    index: UInt32,
    key: Address
  ) {
    self.lane = lane
    self.instrument = instrument
    self.index = index
    self.key = key
  }
}

extension Delegation {
  public static var kind: StatementKind { .delegation }

  public func write<Sink: FieldSink>(to sink: inout Sink) {
    lane.write(to: &sink)
    sink.append(instrument)
    sink.append(index)
    sink.append(key)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    self.init(
      lane: try Lane(from: &reader),
      instrument: try reader.hash(),
      index: try reader.uint32(),
      key: try reader.address())
  }
}
