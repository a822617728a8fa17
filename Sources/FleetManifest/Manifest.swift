import ChainTypes
import Statements

/// Who belongs to a fleet and what each may do, as the fleet's key signed it.
///
/// Every list is strictly ascending by what its members are found by, so that one manifest has one
/// encoding and one hash. Members are never taken out: whoever checks an old reading needs the old
/// lanes. What ends a lane is an entry of `endings`.
public struct Manifest: Hashable, Sendable {
  /// Signs the versions; the fleet's id, and so the domain of every statement, follows from it.
  public var fleetKey: Address
  /// What people call the fleet: UTF-8, zeros behind it.
  public var name: Hash
  /// Who sets rules and installs contracts on the lanes.
  public var rulesOwner: Address
  /// By board, then term.
  public var lanes: [LaneMember] = []
  /// By address.
  public var witnesses: [WitnessMember] = []
  /// By address.
  public var aggregators: [AggregatorMember] = []
  /// By sender, then board.
  public var senders: [AllowedSender] = []
  /// Who may sign successions beside the fleet's key; by address.
  public var delegates: [Address] = []
  /// By lane.
  public var endings: [LaneEnding] = []

  public init(fleetKey: Address, name: Hash = .zero, rulesOwner: Address? = nil) {
    self.fleetKey = fleetKey
    self.name = name
    self.rulesOwner = rulesOwner ?? fleetKey
  }
}

/// A lane of the fleet with those who cosign its blocks.
public struct LaneMember: Hashable, Sendable {
  public var lane: Lane
  /// Of its block 0, whose extra data is the fleet's id.
  public var genesisHash: Hash
  /// What people call the board.
  public var label: Hash
  /// Addresses of members of `Manifest.witnesses`, ascending.
  public var witnesses: [Address]
  /// Cosignatures that make a block final; 0 where there are no witnesses: then none ever is.
  public var threshold: UInt32
  /// Witnesses that may lie without harm to finality: 2 × threshold > witnesses + faulty.
  public var faulty: UInt32

  public init(
    lane: Lane, genesisHash: Hash, label: Hash = .zero, witnesses: [Address] = [],
    threshold: UInt32 = 0, faulty: UInt32 = 0
  ) {
    self.lane = lane
    self.genesisHash = genesisHash
    self.label = label
    self.witnesses = witnesses
    self.threshold = threshold
    self.faulty = faulty
  }
}

/// Who cosigns, in which of its terms: a witness that lost its locks begins a new one.
public struct WitnessMember: Hashable, Sendable {
  public var address: Address
  public var term: UInt64
  public var label: Hash

  public init(address: Address, term: UInt64 = 1, label: Hash = .zero) {
    self.address = address
    self.term = term
    self.label = label
  }
}

/// Who verifies, stores and keeps the log.
public struct AggregatorMember: Hashable, Sendable {
  public var address: Address
  /// A bit for each first hexadecimal digit of the lanes' boards that it follows.
  public var shards: UInt16
  public var label: Hash

  public init(address: Address, shards: UInt16 = .max, label: Hash = .zero) {
    self.address = address
    self.shards = shards
    self.label = label
  }
}

/// Whose transactions lanes take.
public struct AllowedSender: Hashable, Sendable {
  public var sender: Address
  /// On whose lanes; zero for all.
  public var board: Address

  public init(sender: Address, board: Address = .zero) {
    self.sender = sender
    self.board = board
  }
}

/// The last block of a lane that counts. What comes behind it is not the fleet's.
public struct LaneEnding: Hashable, Sendable {
  public enum Reason: UInt8, Sendable {
    /// The board is not trusted any more.
    case revoked = 0
    /// Another lane goes on, by a signed succession.
    case succeeded = 1
  }

  public var lane: Lane
  public var height: UInt64
  public var blockHash: Hash
  public var reason: Reason

  public init(lane: Lane, height: UInt64, blockHash: Hash, reason: Reason) {
    self.lane = lane
    self.height = height
    self.blockHash = blockHash
    self.reason = reason
  }
}
