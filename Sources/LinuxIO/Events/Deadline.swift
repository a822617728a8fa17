/// A moment of the monotonic clock until which one waits.
public struct Deadline: Equatable, Comparable, Sendable {
  /// Nanoseconds as `MonotonicClock` counts them.
  public let nanoseconds: UInt64

  public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

  /// So many milliseconds from now.
  public static func after(milliseconds: Int) -> Deadline {
    let (end, overflow) = MonotonicClock.now()
      .addingReportingOverflow(UInt64(max(0, milliseconds)) &* 1_000_000)
    return Deadline(nanoseconds: overflow ? .max : end)
  }

  /// What is left, rounded up so that who waits that long does not wake too early; 0 once it has
  /// passed.
  public var millisecondsLeft: Int {
    let now = MonotonicClock.now()
    if nanoseconds <= now { return 0 }
    return Int(
      clamping: (nanoseconds - now).addingReportingOverflow(999_999).partialValue
        / 1_000_000)
  }

  /// How long ago it passed; 0 before.
  var millisecondsPast: Int {
    let now = MonotonicClock.now()
    return now <= nanoseconds ? 0 : Int(clamping: (now - nanoseconds) / 1_000_000)
  }

  public static func < (a: Deadline, b: Deadline) -> Bool { a.nanoseconds < b.nanoseconds }
}
