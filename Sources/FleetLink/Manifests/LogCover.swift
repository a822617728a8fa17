import ChainTypes
import FleetLog
import Statements

/// Shows that a checkpoint covers a block, and so all blocks before it: the entry, its place in the
/// log, and the path from it to the checkpoint's root. The checkpoint stands beside it.
public struct LogCover: Hashable, Sendable {
  public var entry: LogEntry
  public var index: UInt64
  public var path: [Hash]

  public init(entry: LogEntry, index: UInt64, path: [Hash]) {
    self.entry = entry
    self.index = index
    self.path = path
  }
}

extension LogCover {
  /// The kind of what stands beside a block under the aggregator's address: the checkpoint's bytes,
  /// then those of the cover.
  public static let besideKind: UInt8 = 3

  public var bytes: [UInt8] {
    var writer = PackedWriter()
    entry.write(to: &writer)
    writer.append(index)
    for hash in path { writer.append(hash) }
    return writer.bytes
  }

  /// Nil for bytes that are none.
  public init?(bytes: [UInt8]) {
    var reader = FieldReader(bytes)
    do throws(FieldError) {
      entry = try LogEntry(from: &reader)
      index = try reader.uint64()
      path = []
      let rest = bytes.count - entry.packed.count - 8
      guard rest >= 0, rest % 32 == 0, rest / 32 <= LogLimits.path else { return nil }
      for _ in 0..<rest / 32 { path.append(try reader.hash()) }
      try reader.finish()
    } catch {
      return nil
    }
  }

  /// Whether it shows what it says of a checkpoint whose signature was checked.
  public func holds(under checkpoint: Checkpoint) -> Bool {
    LogProof.includes(
      entry.digest, at: index, size: checkpoint.size, root: checkpoint.root, path: path)
  }
}
