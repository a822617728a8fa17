import ChainTypes

/// A board asks to be taken into the fleet.
public struct Enrolment: Statement {
  public var lane: Lane
  /// Of the lane's block 0.
  public var genesisHash: Hash
  /// What people call it: UTF-8, zeros behind it.
  public var label: Hash
  /// What the operator gave, or zero.
  public var challenge: Hash

  public init(
    lane: Lane,
    genesisHash: Hash,
    label: Hash,
    challenge: Hash
  ) {
    self.lane = lane
    self.genesisHash = genesisHash
    self.label = label
    self.challenge = challenge
  }
}

extension Enrolment {
  public static var kind: StatementKind { .enrolment }

  public func write<Sink: FieldSink>(to sink: inout Sink) {
    lane.write(to: &sink)
    sink.append(genesisHash)
    sink.append(label)
    sink.append(challenge)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    self.init(
      lane: try Lane(from: &reader),
      genesisHash: try reader.hash(),
      label: try reader.hash(),
      challenge: try reader.hash())
  }
}
