import ChainTypes

/// What a lane's first block is made of. The same plan gives the same block, on any machine.
public struct LanePlan: Sendable, Equatable {
  public var identity: LaneIdentity
  /// Unix seconds.
  public var time: UInt64
  /// Who sets rules and installs contracts: the fleet's owner, or the board itself.
  public var owner: Address
  /// Length of the metering interval of the energy meter, in seconds, and where intervals begin.
  public var meterSeconds: UInt64
  public var meterOffset: Int64
  /// The digest of the signed succession that this lane begins with; zero for a board's first.
  public var succession: Hash

  public init(
    identity: LaneIdentity, time: UInt64, owner: Address, meterSeconds: UInt64 = 900,
    meterOffset: Int64 = 0, succession: Hash = .zero
  ) {
    self.identity = identity
    self.time = time
    self.owner = owner
    self.meterSeconds = meterSeconds
    self.meterOffset = meterOffset
    self.succession = succession
  }
}
