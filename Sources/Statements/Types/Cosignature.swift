import ChainTypes

/// A witness executed this block again and got the same roots.
public struct Cosignature: Statement {
  public var lane: Lane
  public var height: UInt64
  public var blockHash: Hash
  public var accessListHash: Hash
  public var manifestHash: Hash
  /// The witness's own term, which begins anew when its locks are lost.
  public var witnessTerm: UInt64

  public init(
    lane: Lane,
    height: UInt64,
    blockHash: Hash,
    accessListHash: Hash,
    manifestHash: Hash,
    witnessTerm: UInt64
  ) {
    self.lane = lane
    self.height = height
    self.blockHash = blockHash
    self.accessListHash = accessListHash
    self.manifestHash = manifestHash
    self.witnessTerm = witnessTerm
  }
}

extension Cosignature {
  public static var kind: StatementKind { .cosignature }

  public func write<Sink: FieldSink>(to sink: inout Sink) {
    lane.write(to: &sink)
    sink.append(height)
    sink.append(blockHash)
    sink.append(accessListHash)
    sink.append(manifestHash)
    sink.append(witnessTerm)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    self.init(
      lane: try Lane(from: &reader),
      height: try reader.uint64(),
      blockHash: try reader.hash(),
      accessListHash: try reader.hash(),
      manifestHash: try reader.hash(),
      witnessTerm: try reader.uint64())
  }
}
