/// When a batch is cut: by count, by gas, or when its first transaction has waited long enough.
/// With nothing to say there is a heartbeat, so that silence and absence differ. Times are
/// milliseconds of a clock that never steps.
public struct BatchRule: Sendable, Equatable {
  public var interval: UInt64
  public var count: Int
  public var gas: UInt64
  /// Zero for none.
  public var heartbeat: UInt64

  public init(
    interval: UInt64 = 10_000, count: Int = 500, gas: UInt64, heartbeat: UInt64 = 600_000
  ) {
    precondition(count > 0)
    self.interval = interval
    self.count = count
    self.gas = gas
    self.heartbeat = heartbeat
  }

  public enum Decision: Equatable, Sendable {
    case cut
    /// A block without transactions.
    case beat
    /// Nothing is to be done before this time, unless something comes.
    case wait(until: UInt64?)
  }

  /// What to do now. `lastBlock` is when the last block was sealed.
  public func decide(_ ready: PoolReadiness, lastBlock: UInt64, now: UInt64) -> Decision {
    if ready.count >= count || (ready.count > 0 && ready.gas >= gas) { return .cut }
    if let oldest = ready.oldest {
      let due = oldest.addingReportingOverflow(interval)
      if due.overflow { return .wait(until: nil) }
      return now >= due.partialValue ? .cut : .wait(until: due.partialValue)
    }
    guard heartbeat > 0 else { return .wait(until: nil) }
    let due = lastBlock.addingReportingOverflow(heartbeat)
    if due.overflow { return .wait(until: nil) }
    return now >= due.partialValue ? .beat : .wait(until: due.partialValue)
  }
}
