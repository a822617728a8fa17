import ChainTypes

/// A request for blocks or other data of a lane; signed, so that it can be limited by asker.
public struct Want: Statement {
  public var lane: Lane
  /// What is wanted; the sync protocol numbers the kinds.
  public var kind: UInt8
  /// The first height.
  public var first: UInt64
  /// The last height, inclusive.
  public var last: UInt64
  /// What content is named by hash, else zero.
  public var hash: Hash
  /// Who asks and signs.
  public var asker: Address
  /// Rises with each want of an asker: an old one is no new request.
  public var number: UInt64

  public init(
    lane: Lane,
    kind: UInt8,
    first: UInt64,
    last: UInt64,
    hash: Hash,
    asker: Address,
    number: UInt64
  ) {
    self.lane = lane
    self.kind = kind
    self.first = first
    self.last = last
    self.hash = hash
    self.asker = asker
    self.number = number
  }
}

extension Want {
  public static var kind: StatementKind { .want }

  public func write<Sink: FieldSink>(to sink: inout Sink) {
    lane.write(to: &sink)
    sink.append(kind)
    sink.append(first)
    sink.append(last)
    sink.append(hash)
    sink.append(asker)
    sink.append(number)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    self.init(
      lane: try Lane(from: &reader),
      kind: try reader.uint8(),
      first: try reader.uint64(),
      last: try reader.uint64(),
      hash: try reader.hash(),
      asker: try reader.address(),
      number: try reader.uint64())
  }
}
