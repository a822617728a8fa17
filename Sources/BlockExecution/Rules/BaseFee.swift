import ChainTypes

/// EIP-1559.
public enum BaseFee {
  public static let initial: Word = 1_000_000_000

  /// The base fee of the child of `parent`, which has one.
  public static func next(after parent: BlockHeader) -> Word {
    next(
      gasLimit: parent.gasLimit, gasUsed: parent.gasUsed, baseFee: parent.baseFee ?? initial)
  }

  /// The base fee after a block with these.
  public static func next(gasLimit: UInt64, gasUsed: UInt64, baseFee: Word) -> Word {
    let target = gasLimit / 2
    if gasUsed == target || target == 0 { return baseFee }
    if gasUsed > target {
      let change = delta(baseFee, gasUsed - target, target)
      return baseFee &+ (change.isZero ? .one : change)
    }
    return baseFee &- delta(baseFee, target - gasUsed, target)
  }

  private static func delta(_ baseFee: Word, _ gas: UInt64, _ target: UInt64) -> Word {
    (baseFee &* Word(gas)).divided(by: Word(target)).divided(by: 8)
  }
}
