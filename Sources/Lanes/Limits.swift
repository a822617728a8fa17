/// The bounds of a lane's blocks.
public enum LaneLimits {
  /// The gas limit of every block. It is at least twice the largest batch, so that a block never
  /// uses more than the target of EIP-1559, and the base fee stays at the zero that it begins with.
  public static let blockGas: UInt64 = 1 << 32
  /// The gas of the largest batch.
  public static let batchGas = blockGas / 2
  /// Transactions of the largest batch.
  public static let batchCount = 500
}
