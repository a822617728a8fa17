import ChainTypes

/// The fleet lets a frozen lane go on behind this head.
public struct Thaw: Statement {
  public var lane: Lane
  public var height: UInt64
  public var blockHash: Hash
  /// The hash of the evidence that froze it.
  public var evidence: Hash
  public var manifestHash: Hash

  public init(
    lane: Lane,
    height: UInt64,
    blockHash: Hash,
    evidence: Hash,
    manifestHash: Hash
  ) {
    self.lane = lane
    self.height = height
    self.blockHash = blockHash
    self.evidence = evidence
    self.manifestHash = manifestHash
  }
}

extension Thaw {
  public static var kind: StatementKind { .thaw }

  public func write<Sink: FieldSink>(to sink: inout Sink) {
    lane.write(to: &sink)
    sink.append(height)
    sink.append(blockHash)
    sink.append(evidence)
    sink.append(manifestHash)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    self.init(
      lane: try Lane(from: &reader),
      height: try reader.uint64(),
      blockHash: try reader.hash(),
      evidence: try reader.hash(),
      manifestHash: try reader.hash())
  }
}
