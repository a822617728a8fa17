import ChainTypes
import MerkleTrie

/// A store in memory: records by path, with counts of what was asked.
struct MemoryStore: NodeSource, NodeSink {
  struct Refused: Error, Equatable {}

  var records: [[UInt8]: [UInt8]] = [:]
  var verifiesNodes = true
  var loads = 0
  /// Refuses to give anything after so many loads.
  var loadLimit = Int.max

  mutating func load(
    at path: Span<UInt8>, hash: Hash?, into record: inout [UInt8]
  ) throws(Refused) -> Bool {
    loads += 1
    guard loads <= loadLimit else { throw Refused() }
    guard let found = records[path.array] else { return false }
    record = found
    return true
  }

  mutating func remove(at path: Span<UInt8>) throws(Refused) { records[path.array] = nil }

  mutating func store(_ record: Span<UInt8>, at path: Span<UInt8>) throws(Refused) {
    records[path.array] = record.array
  }
}

extension Span<UInt8> {
  var array: [UInt8] { indices.map { self[$0] } }
}

extension HexaryTrie {
  /// Flushes and makes it durable.
  func flush(to store: inout MemoryStore) throws {
    try flush(into: &store)
    didFlush()
  }
}
