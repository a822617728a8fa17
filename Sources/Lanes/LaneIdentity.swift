import ChainTypes
import Statements

/// Which lane a chain is: whose board, which of its terms, in which fleet.
public struct LaneIdentity: Hashable, Sendable {
  /// The fleet's id.
  public var fleet: Hash
  public var lane: Lane

  public init(fleet: Hash, lane: Lane) {
    self.fleet = fleet
    self.lane = lane
  }

  public var domain: FleetDomain { FleetDomain(fleet: fleet) }
}

extension LaneIdentity {
  /// Chain ids begin here: smaller ones belong to other chains.
  public static let smallestChainID: UInt64 = 1 << 40
  /// And end here: wallets compute 2 × id + 36 in 53 bits (EIP-155 in JavaScript's numbers).
  public static let largestChainID: UInt64 = 4_503_599_627_370_476

  /// The chain id, from the Keccak hash of a label, fleet, board and term: a transaction of one
  /// lane is valid on no other. The hash's first eight bytes are reduced to the range; what that
  /// favours is one in four thousand.
  public var chainID: UInt64 {
    let text = Array("cairn chain".utf8)
    let term = Word(lane.term).bytes[24...]
    let hash = Keccak256.hash(text + fleet.bytes + lane.board.bytes + term)
    let span = LaneIdentity.largestChainID - LaneIdentity.smallestChainID + 1
    return LaneIdentity.smallestChainID + hash.word.limb3 % span
  }
}
