import BlockExecution
import ChainTypes

/// What a lane's genesis says beyond Ethereum's, under `config.cairn`: go-ethereum ignores the key.
public struct LaneSwitches: Sendable, Equatable {
  /// A block may have its parent's timestamp.
  public var equalTimestamps: Bool
  /// The fleet that the lane belongs to.
  public var fleet: Hash?
  /// The board whose lane it is.
  public var lane: Address?
  /// Which life of the board's state it is, counted from 1.
  public var term: UInt64?

  public init(
    equalTimestamps: Bool = true, fleet: Hash? = nil, lane: Address? = nil, term: UInt64? = nil
  ) {
    self.equalTimestamps = equalTimestamps
    self.fleet = fleet
    self.lane = lane
    self.term = term
  }
}

extension LaneSwitches {
  init(_ reader: GenesisReader) throws(GenesisError) {
    try reader.knows(["equalTimestamps", "fleet", "lane", "term"])
    equalTimestamps = try reader.optional("equalTimestamps")?.bool() ?? false
    fleet = try reader.optional("fleet")?.hash()
    lane = try reader.optional("lane")?.address()
    term = try reader.optional("term")?.number()
    if term == 0, let field = try reader.optional("term")?.field {
      throw .value(.outOfRange(field.path))
    }
  }
}
