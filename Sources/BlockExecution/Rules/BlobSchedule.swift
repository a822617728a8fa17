/// How many blobs a block aims at and may have, and how fast their price moves (EIP-4844,
/// EIP-7840).
public struct BlobSchedule: Sendable, Equatable {
  public var target: UInt64
  public var max: UInt64
  public var updateFraction: UInt64

  public init(target: UInt64, max: UInt64, updateFraction: UInt64) {
    self.target = target
    self.max = max
    self.updateFraction = updateFraction
  }

  public static let cancun = BlobSchedule(target: 3, max: 6, updateFraction: 3_338_477)
  /// EIP-7691; Osaka starts with the same.
  public static let prague = BlobSchedule(target: 6, max: 9, updateFraction: 5_007_716)
}
