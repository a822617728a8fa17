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

  /// The same in milliseconds: what loops and deadlines count in.
  public static func milliseconds() -> UInt64 { now() / 1_000_000 }

  /// Nanoseconds of processors that this process has used, on all its threads; clock_gettime(2)
  /// with CLOCK_PROCESS_CPUTIME_ID. Unlike the time of day it does not count what others took.
  public static func processorTime() -> UInt64 {
    var time = timespec()
    let failed = unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    precondition(failed == 0, "CLOCK_PROCESS_CPUTIME_ID is in every Linux")
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }

  /// Gives up the processor for so long; nanosleep(2).
  public static func sleep(milliseconds: Int) {
    let count = max(0, milliseconds)
    var time = timespec(tv_sec: count / 1000, tv_nsec: count % 1000 * 1_000_000)
    var left = timespec()
    // A signal shortens the pause, and the call tells what is left of it.
    while unsafe nanosleep(&time, &left) == -1, ErrorCode.last == .interrupted { time = left }
  }
}
