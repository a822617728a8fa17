import ChainTypes
import Statements

/// What who relies on a log remembers of it: the last checkpoint whose whole history is that of the
/// one before. Its owner makes `last` durable before acting on it or cosigning it.
public struct LogWatch: Sendable {
  public let log: Address
  public private(set) var last: Signed<Checkpoint>?

  public init(log: Address, last: Signed<Checkpoint>? = nil) {
    self.log = log
    self.last = last
  }
}

extension LogWatch {
  /// What a checkpoint is to who knows `last`. Its signature is checked before.
  public enum Verdict: Hashable, Sendable {
    /// The log goes on with it: to be made durable.
    case advances
    case known
    /// Smaller than the last one: of no use, and no proof of anything.
    case older
    /// The proof that the log of the first size begins the other is missing or wrong. Whoever gets
    /// no right one in time raises the alarm.
    case unproved(from: UInt64, to: UInt64)
    case evidence(SplitView)
    /// Of another log, or empty.
    case strange
  }

  /// Judges a checkpoint with what is said to prove that it goes on from the last one; takes it as
  /// the last one when it advances.
  public mutating func take(_ next: Signed<Checkpoint>, consistency: [Hash] = []) -> Verdict {
    let verdict = judge(next, consistency: consistency)
    if verdict == .advances { last = next }
    return verdict
  }

  public func judge(_ next: Signed<Checkpoint>, consistency: [Hash] = []) -> Verdict {
    guard next.content.log == log, next.content.size > 0, next.content.size <= LogLimits.size
    else { return .strange }
    guard let last else { return .advances }
    if last.content == next.content { return .known }
    if let evidence = SplitView(last, next) { return .evidence(evidence) }
    if next.content.size < last.content.size { return .older }
    let (old, new) = (last.content, next.content)
    let isProved = LogProof.extends(
      old: (size: old.size, root: old.root), new: (size: new.size, root: new.root),
      path: consistency)
    return isProved ? .advances : .unproved(from: old.size, to: new.size)
  }
}
