import Readings

extension InputSchedule {
  /// A read came back. The result tells whether its sample counts: one that comes after its
  /// deadline was missed already.
  public mutating func finish(
    _ index: Int, _ outcome: InputOutcome, at now: UInt64
  ) -> (isUsed: Bool, actions: [Action]) {
    guard let running = entries[index].running else { return (false, []) }
    entries[index].running = nil
    if let group = entries[index].plan.group { busyGroups.remove(group) }
    if running.isGivenUp {
      // It answers again, so the next period tries at once; until then it counts as failing.
      entries[index].pausedUntil = 0
      return (false, [])
    }
    var actions: [Action] = []
    switch outcome {
    case .sample(let sample):
      succeed(index, now)
      entries[index].status.samples += 1
      entries[index].status.lastSample = now
      let flags = sample.measurement.flags.subtracting(.substituted)
      entries[index].status.state = flags == .good ? .good : .doubtful(flags)
    case .nothingNew:
      succeed(index, now)
      entries[index].status.state = .good
    case .fault(let fault):
      if !retry(index, now) { fail(index, fault, now, &actions) }
    }
    return (true, actions)
  }

  private mutating func succeed(_ index: Int, _ now: UInt64) {
    entries[index].pending = nil
    entries[index].pausedUntil = 0
    entries[index].status.failures = 0
  }

  /// Plans another attempt, if one is left and fits into the period.
  private mutating func retry(_ index: Int, _ now: UInt64) -> Bool {
    let plan = entries[index].plan
    let pause = min(SensorInputLimits.retryPause, plan.period / 4)
    guard var pending = entries[index].pending, pending.attempts < plan.retries,
      now + pause < entries[index].nextPeriod
    else { return false }
    pending.attempts += 1
    pending.notBefore = now + pause
    entries[index].pending = pending
    return true
  }
}
