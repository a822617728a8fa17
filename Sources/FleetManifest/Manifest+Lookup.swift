import ChainTypes
import Statements

extension Manifest {
  public var fleet: Hash { FleetDomain.id(ofFleetKey: fleetKey) }
  public var domain: FleetDomain { FleetDomain(fleet: fleet) }

  /// The member of a lane, ended or not.
  public func member(_ lane: Lane) -> LaneMember? {
    let place = lanes.place { $0.lane < lane }
    return place < lanes.count && lanes[place].lane == lane ? lanes[place] : nil
  }

  /// What ended a lane; nil while it runs.
  public func ending(_ lane: Lane) -> LaneEnding? {
    let place = endings.place { $0.lane < lane }
    return place < endings.count && endings[place].lane == lane ? endings[place] : nil
  }

  /// The lane on which a board writes now; nil when it has none, or its last one ended.
  public func running(_ board: Address) -> LaneMember? {
    let end = lanes.place { $0.lane.board <= board }
    guard end > 0, lanes[end - 1].lane.board == board else { return nil }
    return ending(lanes[end - 1].lane) == nil ? lanes[end - 1] : nil
  }

  public func witness(_ address: Address) -> WitnessMember? {
    let place = witnesses.place { $0.address < address }
    return place < witnesses.count && witnesses[place].address == address
      ? witnesses[place] : nil
  }

  public func aggregator(_ address: Address) -> AggregatorMember? {
    aggregators.first { $0.address == address }
  }

  /// True for a block that an ending does not cut off.
  public func counts(_ lane: Lane, height: UInt64, blockHash: Hash) -> Bool {
    guard let ending = ending(lane) else { return true }
    return height < ending.height || (height == ending.height && blockHash == ending.blockHash)
  }

  /// Whether a lane takes a transaction of this sender. Those of the board, of the owner of the
  /// rules and of the fleet's key need no entry; the keys of instruments are the board's own affair
  /// and delegated by signed statements.
  public func mayTransact(_ sender: Address, on lane: Lane) -> Bool {
    if sender == lane.board || sender == rulesOwner || sender == fleetKey { return true }
    let everywhere = AllowedSender(sender: sender)
    let here = AllowedSender(sender: sender, board: lane.board)
    let place = senders.place { $0 < everywhere }
    if place < senders.count, senders[place] == everywhere { return true }
    let own = senders.place { $0 < here }
    return own < senders.count && senders[own] == here
  }

  /// All of them.
  public func senders(on lane: Lane) -> [Address] {
    [lane.board, rulesOwner, fleetKey]
      + senders.filter { $0.board.isZero || $0.board == lane.board }.map { $0.sender }
  }

  /// Whether this signer may say which lane follows on which.
  public func maySucceed(_ signer: Address) -> Bool {
    signer == fleetKey || delegates.contains(signer)
  }
}

extension AggregatorMember {
  /// Whether it follows the lanes of this board.
  public func follows(_ board: Address) -> Bool { shards >> (board.high >> 28) & 1 == 1 }
}

extension AllowedSender: Comparable {
  public static func < (a: AllowedSender, b: AllowedSender) -> Bool {
    (a.sender, a.board) < (b.sender, b.board)
  }
}

extension Array {
  /// How many elements stand before the first that does not satisfy the test, in an array in which
  /// all that do stand first.
  func place(_ isBefore: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
