import ChainTypes

/// This block is the one at this height of this lane.
public struct Seal: Statement {
  public var lane: Lane
  public var height: UInt64
  public var blockHash: Hash
  /// Of the block's access list with values, so that verifiers may use it.
  public var accessListHash: Hash
  /// The digest of the manifest version under which the board works.
  public var manifestHash: Hash

  public init(
    lane: Lane,
    height: UInt64,
    blockHash: Hash,
    accessListHash: Hash,
    manifestHash: Hash
  ) {
    self.lane = lane
    self.height = height
    self.blockHash = blockHash
    self.accessListHash = accessListHash
    self.manifestHash = manifestHash
  }
}

extension Seal {
  public static var kind: StatementKind { .seal }

  public func write<Sink: FieldSink>(to sink: inout Sink) {
    lane.write(to: &sink)
    sink.append(height)
    sink.append(blockHash)
    sink.append(accessListHash)
    sink.append(manifestHash)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    self.init(
      lane: try Lane(from: &reader),
      height: try reader.uint64(),
      blockHash: try reader.hash(),
      accessListHash: try reader.hash(),
      manifestHash: try reader.hash())
  }
}
