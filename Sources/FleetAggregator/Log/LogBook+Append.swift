import ChainTypes
import FleetLink
import FleetLog
import StateStore
import Statements

extension LogBook {
  /// Appends entries, in the order of heights for each lane, and makes them durable with the
  /// checkpoint over them. Nil when there was nothing to append, or the log is full.
  public func append(
    _ list: [LogEntry],
    sign: (_ size: UInt64, _ root: Hash, _ previous: Hash) -> Signed<Checkpoint>,
    domain: FleetDomain
  ) throws(StoreError) -> Signed<Checkpoint>? {
    guard !list.isEmpty else { return nil }
    var next = frontier
    var lanes = logged
    var transaction = try store.beginWriting()
    for entry in list {
      let index = next.size
      guard let made = next.append(entry.digest) else { return nil }
      for node in made { try transaction.put(node.place.key, node.hash.bytes, in: nodes) }
      try transaction.put(LinkStore.key(index), entry.packed, in: entries)
      try transaction.put(
        LogKey.place(entry.lane, entry.height), LinkStore.key(index), in: places)
      lanes[entry.lane] = entry.height
      try transaction.put(LogKey.lane(entry.lane), LinkStore.key(entry.height), in: heads)
    }
    guard let root = next.root else { return nil }
    let checkpoint = sign(next.size, root, last?.content.digest(in: domain) ?? .zero)
    try transaction.put(LinkStore.key(next.size), checkpoint.bytes, in: checkpoints)
    try transaction.commit()
    frontier = next
    logged = lanes
    last = checkpoint
    return checkpoint
  }

  /// Where a block stands in the log; nil when it is not there.
  public func index(of lane: Lane, height: UInt64) throws(StoreError) -> UInt64? {
    try store.beginReading().get(LogKey.place(lane, height), in: places).map { LogKey.number($0) }
  }

  public func entry(_ index: UInt64) throws(StoreError) -> LogEntry? {
    guard let bytes = try store.beginReading().get(LinkStore.key(index), in: entries) else {
      return nil
    }
    return try? LogEntry(packed: bytes)
  }

  /// The newest checkpoint with the path of a block in its tree.
  public func cover(_ lane: Lane, height: UInt64) throws(StoreError) -> LogCover? {
    guard let last, let index = try index(of: lane, height: height),
      let entry = try entry(index),
      let path = try LogProof.inclusion(
        of: index, size: last.content.size, from: LogNodes(store: store, table: nodes))
    else { return nil }
    return LogCover(entry: entry, index: index, path: path)
  }

  /// Shows that one size of the log is the beginning of another.
  public func consistency(from old: UInt64, to new: UInt64) throws(StoreError) -> [Hash]? {
    try LogProof.consistency(from: old, to: new, from: LogNodes(store: store, table: nodes))
  }
}
