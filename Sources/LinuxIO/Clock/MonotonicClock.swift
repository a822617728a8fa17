import CLinux

/// Time since some moment before the program started. Never jumps, so it measures durations.
public enum MonotonicClock {
  /// Nanoseconds; clock_gettime(2) with CLOCK_MONOTONIC.
  public static func now() -> UInt64 {
    var time = timespec()
    let failed = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    precondition(failed == 0, "CLOCK_MONOTONIC is in every Linux")
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }
}
