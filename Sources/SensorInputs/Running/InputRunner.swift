import BoardConfig
import LinuxIO
import Readings

/// Reads the sensors of a set, each in its period, on threads of their own. One thread owns the
/// runner: it waits for `signal` until `nextWake`, and then asks for what has happened.
public final class InputRunner {
  public enum Event: Equatable, Sendable {
    case sample(Int, InputSample)
    /// So many periods of a sensor stay without a value.
    case missed(Int, count: UInt64, InputFault)
  }

  /// Raised when a read came back.
  public let signal: WakeSignal
  public let inputs: InputSet
  private var schedule: InputSchedule
  private let workers: InputWorkers
  private let results: Guarded<[(index: Int, outcome: InputOutcome)]>
  private var workersWake: UInt64?

  public init(_ inputs: InputSet) throws(SystemError) {
    signal = try WakeSignal()
    self.inputs = inputs
    let plans = inputs.sensors.indices.map { index in
      let sensor = inputs.sensors[index]
      // Messages wait for nobody: their timeout is the device's patience, not the read's.
      var timeout = UInt64(sensor.timeout)
      if case .mqtt = sensor.driver { timeout = 1000 }
      return InputSchedule.Plan(
        period: UInt64(sensor.period), timeout: timeout, retries: sensor.retries,
        longestPause: UInt64(sensor.longestPause), group: inputs.groups[index])
    }
    schedule = InputSchedule(plans, start: Self.now)
    workers = InputWorkers(mostThreads: max(1, plans.count))
    results = Guarded([])
  }

  private static var now: UInt64 { MonotonicClock.now() / 1_000_000 }

  /// What happened since the last call; begins the reads that are due.
  public func step() -> [Event] {
    let now = Self.now
    signal.clear()
    var events: [Event] = []
    for (index, outcome) in takeResults() {
      let (isUsed, actions) = schedule.finish(index, outcome, at: now)
      if isUsed, case .sample(let sample) = outcome { events.append(.sample(index, sample)) }
      perform(actions, now, &events)
    }
    perform(schedule.advance(to: now), now, &events)
    workersWake = workers.tend(now: now)
    return events
  }

  /// When `step` has something to do even if the signal stays silent; nil without sensors.
  public var nextWake: Deadline? {
    let times = [schedule.nextWake, workersWake].compactMap { $0 }
    return times.min().map { Deadline(nanoseconds: $0 &* 1_000_000) }
  }

  public func status(of index: Int) -> InputStatus { schedule.status(of: index) }

  /// Threads in use, for `cairn status` and for tests.
  public var threadCount: Int { workers.threadCount }

  /// Stops reading. A read that hangs is left to the end of the process.
  public func close() { workers.close() }

  private func takeResults() -> [(index: Int, outcome: InputOutcome)] {
    results.withLock { results in
      let taken = results
      results.removeAll(keepingCapacity: true)
      return taken
    }
  }

  private func perform(
    _ actions: [InputSchedule.Action], _ now: UInt64, _ events: inout [Event]
  ) {
    for action in actions {
      switch action {
      case .missed(let index, let count, let fault):
        events.append(.missed(index, count: count, fault))
      case .start(let index, let deadline):
        let (inputs, results, signal) = (inputs, results, signal)
        // A little before the schedule gives up, so that the reason is the driver's own.
        let margin = min(20, (deadline - now) / 4)
        let end = Deadline(nanoseconds: (deadline - margin) &* 1_000_000)
        workers.submit(
          {
            let outcome = inputs.read(index, until: end)
            results.withLock { $0.append((index, outcome)) }
            signal.raise()
          }, now: now)
      }
    }
  }
}
