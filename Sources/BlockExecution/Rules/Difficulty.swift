import ChainTypes
import EVM

/// The difficulty of proof-of-work blocks: the yellow paper's, EIP-2's and EIP-100's formulas.
public enum Difficulty {
  public static let minimum: Word = 131_072

  /// What stood in the header before.
  public struct Parent: Sendable {
    public var timestamp: UInt64
    public var difficulty: Word
    public var hasOmmers: Bool

    public init(timestamp: UInt64, difficulty: Word, hasOmmers: Bool) {
      self.timestamp = timestamp
      self.difficulty = difficulty
      self.hasOmmers = hasOmmers
    }
  }

  /// The difficulty that a block must have; its timestamp is later than its parent's.
  public static func next(
    number: UInt64, timestamp: UInt64, parent: Parent, fork: Fork, bombDelay: UInt64
  ) -> Word {
    let step = parent.difficulty >> 11
    let steps = adjustment(timestamp &- parent.timestamp, parent.hasOmmers, fork)
    var result =
      steps >= 0
      ? parent.difficulty &+ step &* Word(UInt64(steps))
      : subtract(step &* Word(UInt64(-steps)), from: parent.difficulty)
    let periods = (number > bombDelay ? number - bombDelay : 0) / 100_000
    if periods >= 2 { result = result &+ (Word.one << Int(min(periods - 2, 255))) }
    return result < minimum ? minimum : result
  }

  private static func adjustment(_ elapsed: UInt64, _ hasOmmers: Bool, _ fork: Fork) -> Int64 {
    if fork < .homestead { return elapsed < 13 ? 1 : -1 }
    if fork < .byzantium { return max(1 - Int64(min(elapsed / 10, 1000)), -99) }
    return max((hasOmmers ? 2 : 1) - Int64(min(elapsed / 9, 1000)), -99)
  }

  private static func subtract(_ amount: Word, from value: Word) -> Word {
    value < amount ? .zero : value &- amount
  }
}
