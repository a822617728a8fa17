extension InputSchedule {
  /// What is to be done now.
  public mutating func advance(to now: UInt64) -> [Action] {
    var actions: [Action] = []
    for index in entries.indices {
      giveUp(index, now, &actions)
      beginPeriod(index, now, &actions)
    }
    // Whoever has waited longest for a shared line goes first.
    let waiting = entries.indices.filter { entries[$0].pending != nil }
      .sorted { (entries[$0].pending?.since ?? 0, $0) < (entries[$1].pending?.since ?? 0, $1) }
    for index in waiting { start(index, now, &actions) }
    return actions
  }

  /// The next moment at which `advance` has something to do; nil without sensors.
  public var nextWake: UInt64? {
    entries.map { entry in
      if let running = entry.running {
        return running.isGivenUp ? entry.nextPeriod : min(running.deadline, entry.nextPeriod)
      }
      guard let pending = entry.pending else { return entry.nextPeriod }
      // A line that is busy becomes free by an event; until then only the end of patience counts.
      let isBlocked = entry.plan.group.map { busyGroups.contains($0) } ?? false
      let next = isBlocked ? pending.since + entry.plan.timeout : pending.notBefore
      return min(next, entry.nextPeriod)
    }.min()
  }

  /// A read that did not come back in time.
  private mutating func giveUp(_ index: Int, _ now: UInt64, _ actions: inout [Action]) {
    guard let running = entries[index].running, !running.isGivenUp, now >= running.deadline else {
      return
    }
    entries[index].running?.isGivenUp = true
    fail(index, .hanging, now, &actions)
  }

  private mutating func beginPeriod(_ index: Int, _ now: UInt64, _ actions: inout [Action]) {
    guard now >= entries[index].nextPeriod else { return }
    let period = entries[index].plan.period
    let passed = (now - entries[index].nextPeriod) / period + 1
    entries[index].nextPeriod += passed * period
    // All but the last of these periods are over already.
    if passed > 1 { miss(index, passed - 1, currentFault(index) ?? .late, &actions) }
    if entries[index].running != nil {
      // The read of an earlier period is still out.
      miss(index, 1, currentFault(index) ?? .late, &actions)
    } else if entries[index].pending != nil {
      miss(index, 1, currentFault(index) ?? .lineBusy, &actions)
    } else if now < entries[index].pausedUntil, let fault = currentFault(index) {
      entries[index].status.failures += 1
      miss(index, 1, fault, &actions)
    } else {
      entries[index].pending = Pending(since: now, notBefore: now)
    }
  }

  private mutating func start(_ index: Int, _ now: UInt64, _ actions: inout [Action]) {
    guard let pending = entries[index].pending, entries[index].running == nil,
      now >= pending.notBefore
    else { return }
    let plan = entries[index].plan
    if let group = plan.group {
      if busyGroups.contains(group) {
        if now >= pending.since + plan.timeout { fail(index, .lineBusy, now, &actions) }
        return
      }
      busyGroups.insert(group)
    }
    let deadline = now + plan.timeout
    entries[index].running = Running(deadline: deadline)
    actions.append(.start(index, deadline: deadline))
  }

  private func currentFault(_ index: Int) -> InputFault? {
    guard case .failing(let fault) = entries[index].status.state else { return nil }
    return fault
  }

  /// Counts periods as missed.
  private mutating func miss(
    _ index: Int, _ count: UInt64, _ fault: InputFault, _ actions: inout [Action]
  ) {
    entries[index].status.missed += count
    actions.append(.missed(index, count: count, fault))
  }

  /// Ends the period that runs without a value.
  mutating func fail(
    _ index: Int, _ fault: InputFault, _ now: UInt64, _ actions: inout [Action]
  ) {
    entries[index].pending = nil
    entries[index].status.failures += 1
    entries[index].status.state = .failing(fault)
    let (plan, failures) = (entries[index].plan, entries[index].status.failures)
    if failures >= SensorInputLimits.patience {
      let doublings = UInt64(min(failures - SensorInputLimits.patience, 16))
      entries[index].pausedUntil = now + min(plan.longestPause, plan.period << doublings)
    }
    miss(index, 1, fault, &actions)
  }
}
