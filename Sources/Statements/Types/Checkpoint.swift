import ChainTypes

/// The head of the aggregator's append-only log of (lane, height, block hash).
public struct Checkpoint: Statement {
  /// The aggregator's address.
  public var log: Address
  /// Entries of the log.
  public var size: UInt64
  /// `DigestTree.root` of the entries.
  public var root: Hash
  /// The digest of the checkpoint before, zero for the first.
  public var previous: Hash
  /// When, in Unix milliseconds.
  public var time: UInt64
  public var manifestHash: Hash

  public init(
    log: Address,
    size: UInt64,
    root: Hash,
    previous: Hash,
    time: UInt64,
    manifestHash: Hash
  ) {
    self.log = log
    self.size = size
    self.root = root
    self.previous = previous
    self.time = time
    self.manifestHash = manifestHash
  }
}

extension Checkpoint {
  public static var kind: StatementKind { .checkpoint }

  public func write<Sink: FieldSink>(to sink: inout Sink) {
    sink.append(log)
    sink.append(size)
    sink.append(root)
    sink.append(previous)
    sink.append(time)
    sink.append(manifestHash)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    self.init(
      log: try reader.address(),
      size: try reader.uint64(),
      root: try reader.hash(),
      previous: try reader.hash(),
      time: try reader.uint64(),
      manifestHash: try reader.hash())
  }
}
