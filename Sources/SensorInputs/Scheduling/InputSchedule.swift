/// When which sensor is read: a state machine without clock and threads. Times are monotonic
/// milliseconds.
///
/// Each period asks for one read. A read that fails is tried again within its period; one that does
/// not come back at its deadline counts as missed, and the sensor is left alone until it does.
/// After three periods without a value the attempts become rarer. Every period ends as a sample, as
/// "nothing new", or as missed with a reason: none is dropped.
public struct InputSchedule: Sendable {
  /// What is asked of one sensor.
  public struct Plan: Equatable, Sendable {
    public var period: UInt64
    public var timeout: UInt64
    public var retries: Int
    public var longestPause: UInt64
    /// Sensors of the same group are read one after the other: they share a line.
    public var group: Int?

    public init(
      period: UInt64, timeout: UInt64, retries: Int, longestPause: UInt64, group: Int? = nil
    ) {
      precondition(period > 0 && timeout > 0, "periods and timeouts are above zero")
      self.period = period
      self.timeout = timeout
      self.retries = retries
      self.longestPause = longestPause
      self.group = group
    }
  }

  public enum Action: Equatable, Sendable {
    /// Begin a read, which should be done by the deadline.
    case start(Int, deadline: UInt64)
    /// So many periods of this sensor stay without a value.
    case missed(Int, count: UInt64, InputFault)
  }

  struct Entry: Sendable {
    let plan: Plan
    /// When the next period begins.
    var nextPeriod: UInt64
    /// The read of the period that runs: when it may begin, and how often it failed.
    var pending: Pending?
    var running: Running?
    /// No attempt before this time.
    var pausedUntil: UInt64 = 0
    var status = InputStatus()
  }

  struct Pending: Sendable {
    let since: UInt64
    var notBefore: UInt64
    var attempts = 0
  }

  struct Running: Sendable {
    let deadline: UInt64
    /// Its period was counted as missed; what comes later is not used.
    var isGivenUp = false
  }

  var entries: [Entry]
  var busyGroups: Set<Int> = []

  /// First reads begin at `start`, or at a multiple of their periods after it.
  public init(_ plans: [Plan], start: UInt64) {
    entries = plans.map { Entry(plan: $0, nextPeriod: start) }
  }

  public func status(of index: Int) -> InputStatus { entries[index].status }

  /// Whether a read of this sensor is out.
  public func isRunning(_ index: Int) -> Bool { entries[index].running != nil }
}
