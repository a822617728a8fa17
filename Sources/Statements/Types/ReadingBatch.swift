import ChainTypes

/// A batch of records (readings and gaps) of one instrument, signed by the instrument's key, or by
/// the board's where none is delegated.
public struct ReadingBatch: Statement {
  public var lane: Lane
  /// `RecordID.instrument`; for a contract an opaque name.
  public var instrument: Hash
  /// Counts the instrument's batches of this term, from 0.
  public var number: UInt64
  /// `DigestTree.root` of the records' struct hashes.
  public var root: Hash
  /// Records in the batch, at least 1: it fixes the shape of the tree.
  public var count: UInt32
  /// The digest of this instrument's batch before, zero for the first of the term.
  public var previous: Hash
  /// The agent's version: ASCII, zeros behind it.
  public var agent: Hash
  /// The digest of the configuration that the board ran.
  public var configuration: Hash

  public init(
    lane: Lane,
    instrument: Hash,
    number: UInt64,
    root: Hash,
    count: UInt32,
    previous: Hash,
    agent: Hash,
    configuration: Hash
  ) {
    self.lane = lane
    self.instrument = instrument
    self.number = number
    self.root = root
    self.count = count
    self.previous = previous
    self.agent = agent
    self.configuration = configuration
  }
}

extension ReadingBatch {
  public static var kind: StatementKind { .readingBatch }

  public func write<Sink: FieldSink>(to sink: inout Sink) {
    lane.write(to: &sink)
    sink.append(instrument)
    sink.append(number)
    sink.append(root)
    sink.append(count)
    sink.append(previous)
    sink.append(agent)
    sink.append(configuration)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    self.init(
      lane: try Lane(from: &reader),
      instrument: try reader.hash(),
      number: try reader.uint64(),
      root: try reader.hash(),
      count: try reader.uint32(),
      previous: try reader.hash(),
      agent: try reader.hash(),
      configuration: try reader.hash())
  }
}
