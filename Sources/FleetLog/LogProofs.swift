import ChainTypes
import Statements

/// Proofs about a log: that an entry is in it, and that one size of it is the begin of another (RFC
/// 6962, sections 2.1.1 and 2.1.2, over the tree of `DigestTree`).
public enum LogProof {
  /// The path of an entry in the log of a size, as `includes` takes it; nil when there is no such
  /// entry or a node is missing. It reads at most two nodes a level.
  public static func inclusion<Source: LogNodeSource>(
    of index: UInt64, size: UInt64, from source: borrowing Source
  ) throws(Source.Failure) -> [Hash]? {
    guard index < size, size <= LogLimits.size else { return nil }
    var path: [Hash] = []
    var range = Range(start: 0, count: size)
    while range.count > 1 {
      let (left, right) = range.halves
      let isLeft = index < right.start
      guard let hash = try root(of: isLeft ? right : left, source) else { return nil }
      path.append(hash)
      range = isLeft ? left : right
    }
    path.reverse()
    return path
  }

  /// What proves that the log of size `old` is the begin of the log of size `new`; nil when it is
  /// not, or a node is missing.
  public static func consistency<Source: LogNodeSource>(
    from old: UInt64, to new: UInt64, from source: borrowing Source
  ) throws(Source.Failure) -> [Hash]? {
    guard old > 0, old <= new, new <= LogLimits.size else { return nil }
    var path: [Hash] = []
    var range = Range(start: 0, count: new)
    // The old log ends in `range`; it is a subtree of the new one as long as only left halves were
    // taken.
    var isOldRoot = true
    while range.start + range.count != old {
      let (left, right) = range.halves
      let isLeft = old <= right.start
      guard let hash = try root(of: isLeft ? right : left, source) else { return nil }
      path.append(hash)
      if !isLeft { isOldRoot = false }
      range = isLeft ? left : right
    }
    if !isOldRoot {
      guard let hash = try root(of: range, source) else { return nil }
      path.append(hash)
    }
    path.reverse()
    return path
  }

  /// Leaves in a row: `start` is a multiple of the power of two that `count` does not exceed.
  private struct Range {
    var start: UInt64
    var count: UInt64

    /// The left one has the largest power of two below the count.
    var halves: (left: Range, right: Range) {
      let half: UInt64 = 1 << UInt64(63 - (count - 1).leadingZeroBitCount)
      return (
        Range(start: start, count: half), Range(start: start + half, count: count - half)
      )
    }
  }

  private static func root<Source: LogNodeSource>(
    of range: Range, _ source: borrowing Source
  ) throws(Source.Failure) -> Hash? {
    var hashes: [Hash] = []
    var rest = range
    while true {
      let isComplete = rest.count & (rest.count - 1) == 0
      let part = isComplete ? rest : rest.halves.left
      let level = UInt8(part.count.trailingZeroBitCount)
      guard let hash = try source.node(LogPlace(level: level, index: part.start >> UInt64(level)))
      else { return nil }
      hashes.append(hash)
      if isComplete { break }
      rest = rest.halves.right
    }
    var root = hashes.removeLast()
    while let left = hashes.popLast() { root = DigestTree.node(left, root) }
    return root
  }
}

extension LogProof {
  /// True when the entry stands at this index of the log of this size and root.
  public static func includes(
    _ digest: Hash, at index: UInt64, size: UInt64, root: Hash, path: [Hash]
  ) -> Bool {
    guard index < size, size <= LogLimits.size, path.count <= LogLimits.path else { return false }
    var hash = DigestTree.leaf(digest)
    var (place, left, used) = (index, size, 0)
    while left > 1 {
      if place & 1 == 1 || place + 1 < left {
        guard used < path.count else { return false }
        hash =
          place & 1 == 1 ? DigestTree.node(path[used], hash) : DigestTree.node(hash, path[used])
        used += 1
      }
      place >>= 1
      left = left >> 1 + left & 1
    }
    return used == path.count && hash == root
  }

  /// True when the log of the new size and root begins with the log of the old ones (RFC 9162,
  /// section 2.1.4.2).
  public static func extends(
    old: (size: UInt64, root: Hash), new: (size: UInt64, root: Hash), path: [Hash]
  ) -> Bool {
    guard old.size > 0, old.size <= new.size, new.size <= LogLimits.size,
      path.count <= LogLimits.consistency
    else { return false }
    if old.size == new.size { return path.isEmpty && old.root == new.root }
    var hashes = path
    if old.size & (old.size - 1) == 0 { hashes.insert(old.root, at: 0) }
    guard let first = hashes.first else { return false }
    var (place, last) = (old.size - 1, new.size - 1)
    while place & 1 == 1 {
      place >>= 1
      last >>= 1
    }
    var (before, after) = (first, first)
    for hash in hashes.dropFirst() {
      guard last != 0 else { return false }
      if place & 1 == 1 || place == last {
        before = DigestTree.node(hash, before)
        after = DigestTree.node(hash, after)
        while place & 1 == 0, place != 0 {
          place >>= 1
          last >>= 1
        }
      } else {
        after = DigestTree.node(after, hash)
      }
      place >>= 1
      last >>= 1
    }
    return before == old.root && after == new.root && last == 0
  }
}
