/// Where one way of computing gives way to another, by measurement.
enum Limits {
  /// From how many points on a sum of multiples gathers them in buckets: where the two ways cross
  /// on x86-64 (G1 of BLS12-381 at 48 points and two parts each, G2 at 14 points and four parts).
  static func smallestBucketSum(parts: Int) -> Int { parts == 2 ? 48 : 15 }
  /// Bits of a bucket's window at most: 2^(bits − 1) buckets have to fit the caches of small
  /// boards.
  static let widestWindow = 12
}
