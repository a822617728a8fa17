import ChainTypes

/// The Merkle tree over digests: of a batch's records, and of the aggregator's log. This comment is
/// the rule; contracts and verifiers in other languages follow it byte for byte.
///
///     leaf(d)    = keccak256(0x00 ‖ d)             33 bytes; d is a struct hash of 32 bytes
///     node(l, r) = keccak256(0x01 ‖ l ‖ r)         65 bytes
///
/// A level of n hashes becomes the level above by pairing (0, 1), (2, 3), …; where n is odd, the
/// last one has no partner and *is carried up unchanged*, neither doubled nor hashed again. The one
/// hash of the top level is the root. The root of one leaf is leaf(d); no tree is empty. (This is
/// the tree of RFC 6962, section 2.1, with Keccak-256.)
///
/// A path is the list of partners from the leaf's level to the top, without entries for the levels
/// at which the hash has none. To check digest d at `index` of `count` (both are bound: count by
/// the signature, index by the shape):
///
///     require index < count
///     h = leaf(d);  i = index;  n = count;  k = 0
///     while n > 1:
///         if i is odd:        h = node(path[k], h);  k += 1
///         else if i + 1 < n:  h = node(h, path[k]);  k += 1
///         (else: the last one of an odd level: nothing)
///         i = i / 2;  n = (n + 1) / 2          (rounded down)
///     require k == length of path  and  h == root
///
/// Leaves and nodes have different first bytes and lengths, so none can stand for the other, and a
/// tree of another count has another path for each index. The path of a batch of at most 4,096
/// records has at most 12 hashes.
public enum DigestTree {}

extension DigestTree {
  public static func leaf(_ digest: Hash) -> Hash {
    var sponge = Keccak256()
    sponge.update(0 as UInt8)
    sponge.update(digest.word)
    return sponge.finalize()
  }

  public static func node(_ left: Hash, _ right: Hash) -> Hash {
    var sponge = Keccak256()
    sponge.update(1 as UInt8)
    sponge.update(left.word)
    sponge.update(right.word)
    return sponge.finalize()
  }

  /// The root over at least one digest. `digests` is used as working space and holds nothing of
  /// use afterwards, so that a caller who keeps the array allocates nothing.
  public static func root(consuming digests: inout [Hash]) -> Hash {
    precondition(!digests.isEmpty, "a tree has at least one leaf")
    for index in digests.indices { digests[index] = leaf(digests[index]) }
    var count = digests.count
    while count > 1 { count = raise(&digests, count) }
    return digests[0]
  }

  /// The root over at least one digest.
  public static func root(_ digests: [Hash]) -> Hash {
    var level = digests
    return root(consuming: &level)
  }

  /// The path of one digest.
  public static func path(of index: Int, in digests: [Hash]) -> [Hash] {
    precondition(digests.indices.contains(index), "the digest is one of the tree's")
    var level = digests.map { leaf($0) }
    var (count, place) = (level.count, index)
    var path: [Hash] = []
    while count > 1 {
      if let partner = partner(of: UInt64(place), count: UInt64(count)) {
        path.append(level[Int(partner)])
      }
      place /= 2
      count = raise(&level, count)
    }
    return path
  }

  /// The root that a digest and its path give; nil when the path is not one for this index and
  /// count.
  public static func root(of digest: Hash, index: UInt64, count: UInt64, path: [Hash]) -> Hash? {
    guard index < count, path.count <= StatementsLimits.pathLength else { return nil }
    var hash = leaf(digest)
    var (place, left, used) = (index, count, 0)
    while left > 1 {
      if partner(of: place, count: left) != nil {
        guard used < path.count else { return nil }
        hash = place % 2 == 1 ? node(path[used], hash) : node(hash, path[used])
        used += 1
      }
      place /= 2
      left = left / 2 + left % 2
    }
    return used == path.count ? hash : nil
  }

  /// True when the digest stands at this index of the tree of `count` leaves with this root.
  public static func verify(
    _ digest: Hash, index: UInt64, count: UInt64, path: [Hash], root expected: Hash
  ) -> Bool {
    root(of: digest, index: index, count: count, path: path) == expected
  }

  private static func partner(of place: UInt64, count: UInt64) -> UInt64? {
    if place % 2 == 1 { return place - 1 }
    return place + 1 < count ? place + 1 : nil
  }

  /// Writes the level above over the first `count` hashes and returns how many it has.
  private static func raise(_ level: inout [Hash], _ count: Int) -> Int {
    for pair in 0..<count / 2 { level[pair] = node(level[2 * pair], level[2 * pair + 1]) }
    if count % 2 == 1 { level[count / 2] = level[count - 1] }
    return count / 2 + count % 2
  }
}
