import ChainTypes

/// The aggregator verified and durably stored the lane up to this height.
public struct StorageReceipt: Statement {
  public var lane: Lane
  public var height: UInt64
  public var blockHash: Hash
  public var manifestHash: Hash
  /// When, in Unix milliseconds.
  public var time: UInt64

  public init(
    lane: Lane,
    height: UInt64,
    blockHash: Hash,
    manifestHash: Hash,
    time: UInt64
  ) {
    self.lane = lane
    self.height = height
    self.blockHash = blockHash
    self.manifestHash = manifestHash
    self.time = time
  }
}

extension StorageReceipt {
  public static var kind: StatementKind { .receipt }

  public func write<Sink: FieldSink>(to sink: inout Sink) {
    lane.write(to: &sink)
    sink.append(height)
    sink.append(blockHash)
    sink.append(manifestHash)
    sink.append(time)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    self.init(
      lane: try Lane(from: &reader),
      height: try reader.uint64(),
      blockHash: try reader.hash(),
      manifestHash: try reader.hash(),
      time: try reader.uint64())
  }
}
