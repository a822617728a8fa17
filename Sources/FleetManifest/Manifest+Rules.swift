import ChainTypes
import Statements

/// What makes a manifest one that nobody should follow.
public enum ManifestProblem: Error, Hashable, Sendable {
  case zeroAddress(String)
  case tooMany(String, limit: Int)
  /// The list is not strictly ascending: something stands twice or in another's place.
  case order(String)
  case noGenesis(Lane)
  /// The lane's witness is none of the fleet's.
  case strangeWitness(Lane, Address)
  /// A board cannot witness itself.
  case ownWitness(Lane)
  /// 2 × threshold > witnesses + faulty does not hold, or the threshold is beyond the witnesses.
  case threshold(Lane, witnesses: Int, threshold: UInt32, faulty: UInt32)
  /// A board has two lanes at once.
  case twoLanes(Address)
  /// Something that is no lane of the fleet ended.
  case strangeEnding(Lane)
  /// A lane of the version before is missing, or has another genesis.
  case lostLane(Lane)
  /// An ending of the version before is missing or another one.
  case lostEnding(Lane)
  /// A witness of the version before is missing or in an older term.
  case lostWitness(Address)
}

extension Manifest {
  /// Everything that has to hold for a manifest by itself.
  public func check() throws(ManifestProblem) {
    if fleetKey.isZero { throw .zeroAddress("the fleet key") }
    if rulesOwner.isZero { throw .zeroAddress("the owner of the rules") }
    try checkCounts()
    try checkOrder()
    for entry in witnesses where entry.address.isZero { throw .zeroAddress("a witness") }
    for entry in aggregators where entry.address.isZero { throw .zeroAddress("an aggregator") }
    for entry in senders where entry.sender.isZero { throw .zeroAddress("a sender") }
    for entry in delegates where entry.isZero { throw .zeroAddress("a delegate") }
    for entry in lanes { try check(entry) }
    for entry in endings where member(entry.lane) == nil { throw .strangeEnding(entry.lane) }
    for (index, entry) in lanes.enumerated().dropFirst() {
      let before = lanes[index - 1]
      if before.lane.board == entry.lane.board, ending(before.lane) == nil {
        throw .twoLanes(entry.lane.board)
      }
    }
  }

  private func checkCounts() throws(ManifestProblem) {
    try ManifestProblem.bound(lanes.count, ManifestLimits.lanes, "lanes")
    try ManifestProblem.bound(witnesses.count, ManifestLimits.witnesses, "witnesses")
    try ManifestProblem.bound(aggregators.count, ManifestLimits.aggregators, "aggregators")
    try ManifestProblem.bound(senders.count, ManifestLimits.senders, "senders")
    try ManifestProblem.bound(delegates.count, ManifestLimits.delegates, "delegates")
    try ManifestProblem.bound(endings.count, ManifestLimits.lanes, "endings")
  }

  private func checkOrder() throws(ManifestProblem) {
    guard lanes.ascends({ $0.lane < $1.lane }) else { throw .order("lanes") }
    guard witnesses.ascends({ $0.address < $1.address }) else { throw .order("witnesses") }
    guard aggregators.ascends({ $0.address < $1.address }) else { throw .order("aggregators") }
    guard senders.ascends({ $0 < $1 }) else { throw .order("senders") }
    guard delegates.ascends({ $0 < $1 }) else { throw .order("delegates") }
    guard endings.ascends({ $0.lane < $1.lane }) else { throw .order("endings") }
  }

  private func check(_ entry: LaneMember) throws(ManifestProblem) {
    if entry.lane.board.isZero { throw .zeroAddress("a board") }
    if entry.genesisHash.isZero { throw .noGenesis(entry.lane) }
    let count = entry.witnesses.count
    try ManifestProblem.bound(count, ManifestLimits.laneWitnesses, "witnesses of a lane")
    guard entry.witnesses.ascends({ $0 < $1 }) else { throw .order("witnesses of a lane") }
    for address in entry.witnesses {
      if address == entry.lane.board { throw .ownWitness(entry.lane) }
      if witness(address) == nil { throw .strangeWitness(entry.lane, address) }
    }
    let isNone = count == 0 && entry.threshold == 0 && entry.faulty == 0
    // In 64 bits nothing overflows. Any two sets of t witnesses then have more than f in common.
    let (n, t, f) = (UInt64(count), UInt64(entry.threshold), UInt64(entry.faulty))
    guard isNone || (2 * t > n + f && t <= n) else {
      throw .threshold(
        entry.lane, witnesses: count, threshold: entry.threshold, faulty: entry.faulty)
    }
  }

  /// What has to hold for the version behind another: nothing is forgotten.
  public func checkFollows(_ previous: Manifest) throws(ManifestProblem) {
    for old in previous.lanes {
      guard let new = member(old.lane), new.genesisHash == old.genesisHash else {
        throw .lostLane(old.lane)
      }
    }
    for old in previous.endings where ending(old.lane) != old { throw .lostEnding(old.lane) }
    for old in previous.witnesses {
      guard let new = witness(old.address), new.term >= old.term else {
        throw .lostWitness(old.address)
      }
    }
  }
}

extension ManifestProblem {
  fileprivate static func bound(
    _ count: Int, _ limit: Int, _ what: String
  ) throws(ManifestProblem) {
    if count > limit { throw .tooMany(what, limit: limit) }
  }
}

extension Array {
  fileprivate func ascends(_ isBefore: (Element, Element) -> Bool) -> Bool {
    for index in indices.dropFirst() where !isBefore(self[index - 1], self[index]) {
      return false
    }
    return true
  }
}

extension ManifestProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .zeroAddress(let what): "\(what) is the zero address"
    case .tooMany(let what, let limit): "more than \(limit) \(what)"
    case .order(let what): "the \(what) are not strictly ascending"
    case .noGenesis(let lane): "\(lane.text) has no genesis hash"
    case .strangeWitness(let lane, let address):
      "\(lane.text) is witnessed by \(address), which is no witness of the fleet"
    case .ownWitness(let lane): "\(lane.text) is witnessed by its own board"
    case .threshold(let lane, let count, let threshold, let faulty):
      "\(lane.text): with \(count) witnesses of which \(faulty) may lie, a threshold of "
        + "\(threshold) makes nothing final (2 × threshold > witnesses + faulty has to hold, "
        + "and threshold at most witnesses)"
    case .twoLanes(let board): "\(board) has two lanes and none has ended"
    case .strangeEnding(let lane): "\(lane.text) ended, and is no lane of the fleet"
    case .lostLane(let lane):
      "\(lane.text) was in the version before, and is missing or has another genesis"
    case .lostEnding(let lane):
      "\(lane.text) ended in the version before, and now not, or elsewhere"
    case .lostWitness(let address):
      "witness \(address) was in the version before, and is missing or in an older term"
    }
  }
}
