import CLinux

/// How well the time of day is known.
public struct ClockState: Equatable, Sendable {
  /// The kernel's clock is being steered by a time service; adjtimex(2), STA_UNSYNC.
  public let isDisciplined: Bool
  /// The largest error that the kernel assumes; it grows by 500 ppm while nobody steers.
  public let errorMicroseconds: Int64
  /// systemd-timesyncd has reached a server since boot: the file that it makes is there.
  public let wasSetSinceBoot: Bool

  public init(isDisciplined: Bool, errorMicroseconds: Int64, wasSetSinceBoot: Bool) {
    self.isDisciplined = isDisciplined
    self.errorMicroseconds = errorMicroseconds
    self.wasSetSinceBoot = wasSetSinceBoot
  }

  /// Asks the kernel, and looks for the file of systemd-timesyncd(8).
  public static func now(
    file: String = "/run/systemd/timesync/synchronized"
  ) throws(SystemError) -> ClockState {
    var disciplined: Int32 = 0
    var error: Int64 = 0
    // In a container the call may be forbidden.
    if unsafe cairn_clock_state(&disciplined, &error) != 0 {
      throw SystemError(.last, call: "adjtimex")
    }
    return ClockState(
      isDisciplined: disciplined != 0, errorMicroseconds: error,
      wasSetSinceBoot: Folder.kind(file) != nil)
  }
}
