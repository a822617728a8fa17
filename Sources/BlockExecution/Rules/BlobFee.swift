import ChainTypes
import EVM

/// The market of blob gas: EIP-4844, with EIP-7691 and EIP-7918.
public enum BlobFee {
  public static let gasPerBlob: UInt64 = 1 << 17

  /// e^(excess / fraction), by the series of EIP-4844's `fake_exponential`.
  public static func baseFee(excessBlobGas: UInt64, schedule: BlobSchedule) -> Word {
    let numerator = Word(excessBlobGas)
    let denominator = Word(schedule.updateFraction)
    var output = Word.zero
    var term = denominator
    var i: UInt64 = 1
    while !term.isZero {
      let (sum, overflow) = output.addingReportingOverflow(term)
      // 2^256 Wei for a unit of blob gas: nobody can pay more than that.
      if overflow { return .max }
      output = sum
      let product = term.multipliedFullWidth(by: numerator)
      guard product.high.isZero else { return .max }
      term = product.low.divided(by: denominator &* Word(i))
      i += 1
    }
    return output.divided(by: denominator)
  }

  /// The excess that the child of `parent` must have.
  public static func excess(
    after parent: BlockHeader, schedule: BlobSchedule, fork: Fork
  ) -> UInt64 {
    let excess = parent.excessBlobGas ?? 0
    let used = parent.blobGasUsed ?? 0
    let target = schedule.target * gasPerBlob
    let (sum, overflow) = excess.addingReportingOverflow(used)
    if overflow { return .max }
    if sum < target { return 0 }
    if fork >= .osaka, isReserveBinding(excess, parent.baseFee ?? .zero, schedule) {
      let share = used.multipliedFullWidth(by: schedule.max - schedule.target)
      return excess &+ schedule.max.dividingFullWidth(share).quotient
    }
    return sum - target
  }

  /// EIP-7918: whether executing a blob's transaction costs more than the blob.
  private static func isReserveBinding(
    _ excess: UInt64, _ baseFee: Word, _ schedule: BlobSchedule
  ) -> Bool {
    let blobPrice = BlobFee.baseFee(excessBlobGas: excess, schedule: schedule)
    let blob = blobPrice.multipliedFullWidth(by: Word(gasPerBlob))
    let reserve = baseFee.multipliedFullWidth(by: Word(1 << 13))
    return blob.high == reserve.high ? blob.low < reserve.low : blob.high < reserve.high
  }
}
