import ChainTypes

/// The fleet ends a lane, or a witness's term, at a block, and names what follows.
public struct Succession: Statement {
  public var old: Lane
  public var height: UInt64
  public var blockHash: Hash
  public var new: Lane
  /// 0: the lane of a board. 1: a witness, whose lane the old one is.
  public var role: UInt8
  public var manifestHash: Hash

  public init(
    old: Lane,
    height: UInt64,
    blockHash: Hash,
    new: Lane,
    role: UInt8,
    manifestHash: Hash
  ) {
    self.old = old
    self.height = height
    self.blockHash = blockHash
    self.new = new
    self.role = role
    self.manifestHash = manifestHash
  }
}

extension Succession {
  public static var kind: StatementKind { .succession }

  public func write<Sink: FieldSink>(to sink: inout Sink) {
    old.write(to: &sink)
    sink.append(height)
    sink.append(blockHash)
    new.write(to: &sink)
    sink.append(role)
    sink.append(manifestHash)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    self.init(
      old: try Lane(from: &reader),
      height: try reader.uint64(),
      blockHash: try reader.hash(),
      new: try Lane(from: &reader),
      role: try reader.uint8(),
      manifestHash: try reader.hash())
  }
}
