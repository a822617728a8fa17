import ChainTypes

/// Which transactions of a batch probably depend on each other, and who should execute which. Only
/// an advice: whatever it says, results are compared by value before they are used.
///
/// A lane is a set of transactions that share keys (senders, receivers of value, slots that they
/// are likely to write). Its transactions are executed by one thread, in order.
final class LanePlan {
  /// What a transaction costs the committer who executes it, a worker who executes it ahead, and
  /// the committer who takes that over, as far as one waits for it.
  struct Costs {
    var here: UInt64 = 4
    var ahead: UInt64 = 5
    var taking: UInt64 = 1
  }

  /// The transaction before and behind in the same lane; -1 at the ends.
  private(set) var previous: [Int32] = []
  private(set) var next: [Int32] = []
  /// Who should execute: 0 is the committer.
  private(set) var owner: [UInt8] = []
  /// Transactions that workers own.
  private(set) var ahead = 0
  private var starts: [Bool] = []
  private var parent: [Int32] = []
  private var last: [Int32] = []
  private var size: [Int32] = []
  /// How many of a lane the committer has begun before the plan.
  private var begun: [Int32] = []
  private var keys: [UInt64] = []
  private var holders: [Int32] = []
  private var load: [UInt64] = []
  private var costs = Costs()

  /// Begins a plan of so many transactions.
  func begin(_ count: Int) {
    parent.removeAll(keepingCapacity: true)
    for i in 0..<count { parent.append(Int32(truncatingIfNeeded: i)) }
    var places = 64
    while places < count * 8 { places *= 2 }
    reset(&keys, places, 0)
    reset(&holders, places, -1)
    reset(&previous, count, -1)
    reset(&next, count, -1)
    reset(&owner, count, 0)
    reset(&last, count, -1)
    reset(&starts, count, false)
    reset(&size, count, 0)
    reset(&begun, count, 0)
  }

  private func reset<T>(_ array: inout [T], _ count: Int, _ value: T) {
    array.removeAll(keepingCapacity: true)
    array.append(contentsOf: repeatElement(value, count: count))
  }

  /// Says that a transaction uses a key. Keys that are equal by chance only make a lane longer.
  func use(_ key: UInt64, by transaction: Int) {
    let key = key == 0 ? 1 : key
    let mask = keys.count - 1
    var place = Int(truncatingIfNeeded: key ^ key >> 32) & mask
    while keys[place] != key {
      if keys[place] == 0 {
        keys[place] = key
        holders[place] = Int32(truncatingIfNeeded: transaction)
        return
      }
      place = (place + 1) & mask
    }
    join(Int(holders[place]), transaction)
  }

  private func join(_ a: Int, _ b: Int) {
    let (x, y) = (root(a), root(b))
    // The earlier one is the root, so that a lane has its first transaction's number.
    if x < y { parent[y] = Int32(truncatingIfNeeded: x) }
    if y < x { parent[x] = Int32(truncatingIfNeeded: y) }
  }

  private func root(_ i: Int) -> Int {
    var i = i
    while Int(parent[i]) != i {
      parent[i] = parent[Int(parent[i])]
      i = Int(parent[i])
    }
    return i
  }

  /// Shares the lanes that begin at `start` or later among so many participants, the committer
  /// among them: it has to apply what the others execute. `favour`
  /// is work that the committer has beside. A lane of which the committer has executed up to
  /// `repeated` goes to a worker as well, who executes them again for himself.
  func share(
    from start: Int, among participants: Int, costs: Costs, favour: Int = 0, repeated: Int = 0,
    isWorth: (Int) -> Bool
  ) {
    let count = parent.count
    for i in 0..<count {
      let lane = root(i)
      let before = last[lane]
      previous[i] = before
      if before >= 0 { next[Int(before)] = Int32(truncatingIfNeeded: i) }
      last[lane] = Int32(truncatingIfNeeded: i)
      size[lane] += 1
      if i < start { begun[lane] += 1 }
    }
    load.removeAll(keepingCapacity: true)
    load.append(contentsOf: repeatElement(0, count: participants))
    self.costs = costs
    load[0] = UInt64(favour) * costs.here
    ahead = 0
    for i in start..<count {
      let before = Int(previous[i])
      if before >= start {
        owner[i] = owner[before]
      } else if before < 0 {
        guard isWorth(i) else { continue }
        starts[i] = true
        owner[i] = assign(Int(size[i]))
      } else {
        let lane = root(i)
        let rest = Int(size[lane] - begun[lane])
        guard begun[lane] <= repeated, rest >= 4 * Int(begun[lane]), isWorth(i) else { continue }
        owner[i] = assign(rest)
      }
      if owner[i] != 0 { ahead += 1 }
    }
  }

  /// Whether others of its lane come before or behind.
  func isInLane(_ index: Int) -> Bool { previous[index] >= 0 || next[index] >= 0 }

  /// Whether a lane begins here that is worth executing ahead.
  func mayStart(_ index: Int) -> Bool { starts[index] }

  private func assign(_ size: Int) -> UInt8 {
    var best = 0
    for participant in load.indices where load[participant] < load[best] { best = participant }
    load[best] += UInt64(size) * (best == 0 ? costs.here : costs.ahead)
    if best != 0 { load[0] += UInt64(size) * costs.taking }
    return UInt8(truncatingIfNeeded: best)
  }
}
