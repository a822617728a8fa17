import ChainTypes
import Statements

/// A complete subtree of the log: the leaves from `index << level` on, `1 << level` of them. Once
/// there, it never changes.
public struct LogPlace: Hashable, Sendable {
  public var level: UInt8
  public var index: UInt64

  public init(level: UInt8, index: UInt64) {
    self.level = level
    self.index = index
  }

  /// As a key of a table: the level and the index, most significant byte first.
  public var key: [UInt8] {
    var writer = PackedWriter()
    writer.append(level)
    writer.append(index)
    return writer.bytes
  }
}

/// A subtree's hash, to be stored under its place.
public struct LogNode: Hashable, Sendable {
  public let place: LogPlace
  public let hash: Hash
}

/// What an append-only log needs in memory to go on: its size and the roots of its complete
/// subtrees, one for each bit of the size. The tree is that of `DigestTree` (RFC 6962 with Keccak).
public struct LogFrontier: Hashable, Sendable {
  public private(set) var size: UInt64 = 0
  /// From the largest subtree, at the left, to the smallest.
  private var peaks: [Hash] = []

  public init() {}
}

extension LogFrontier {
  /// Appends an entry's digest. The subtrees that are complete now have to be stored, in the commit
  /// that makes the entry durable; nil when the log is full.
  public mutating func append(_ digest: Hash) -> [LogNode]? {
    guard size < LogLimits.size else { return nil }
    var node = LogNode(
      place: LogPlace(level: 0, index: size), hash: DigestTree.leaf(digest))
    var made = [node]
    var rest = size
    while rest & 1 == 1, let left = peaks.popLast() {
      let place = LogPlace(level: node.place.level + 1, index: node.place.index >> 1)
      node = LogNode(place: place, hash: DigestTree.node(left, node.hash))
      made.append(node)
      rest >>= 1
    }
    peaks.append(node.hash)
    size += 1
    return made
  }

  /// The root over all entries; nil of an empty log, which has none.
  public var root: Hash? {
    guard var root = peaks.last else { return nil }
    for peak in peaks.dropLast().reversed() { root = DigestTree.node(peak, root) }
    return root
  }

  /// Size and subtrees, for durable storage.
  public var bytes: [UInt8] {
    var writer = PackedWriter()
    writer.append(size)
    for peak in peaks { writer.append(peak) }
    return writer.bytes
  }

  public init(bytes: [UInt8]) throws(FieldError) {
    var reader = FieldReader(bytes)
    size = try reader.uint64()
    guard size <= LogLimits.size else { throw reader.invalid("the log's size") }
    for _ in 0..<size.nonzeroBitCount { peaks.append(try reader.hash()) }
    try reader.finish()
  }

  /// From stored nodes alone: the state of the log at a size; nil when one is missing.
  public init?<Source: LogNodeSource>(
    size: UInt64, from source: borrowing Source
  ) throws(Source.Failure) {
    guard size <= LogLimits.size else { return nil }
    self.size = size
    var start: UInt64 = 0
    for level in (0...UInt8(LogLimits.path)).reversed() where size >> UInt64(level) & 1 == 1 {
      let place = LogPlace(level: level, index: start >> UInt64(level))
      guard let hash = try source.node(place) else { return nil }
      peaks.append(hash)
      start += 1 << UInt64(level)
    }
  }
}

/// Where the complete subtrees are stored.
public protocol LogNodeSource: ~Copyable {
  associatedtype Failure: Error
  /// The hash of a subtree; nil when it is not there.
  func node(_ place: LogPlace) throws(Failure) -> Hash?
}
