import CLinux

/// The time of day. It jumps when it is set: use `MonotonicClock` to measure.
public enum WallClock {
  /// Nanoseconds since 1970, UTC, leap seconds not counted; clock_gettime(2) with CLOCK_REALTIME.
  /// 64 bits last until the year 2262.
  public static func now() -> Int64 {
    var seconds: Int64 = 0
    var nanoseconds: Int64 = 0
    let failed = unsafe cairn_wall_clock(&seconds, &nanoseconds)
    precondition(failed == 0, "CLOCK_REALTIME is in every Linux")
    return seconds * 1_000_000_000 + nanoseconds
  }

  /// Milliseconds since 1970: what readings carry.
  public static func milliseconds() -> Int64 { now() / 1_000_000 }
}
