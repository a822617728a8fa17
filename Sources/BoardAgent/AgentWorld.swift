import BoardConfig
import LinuxIO
import Readings

/// Gives the clocks of this moment, at the given monotonic milliseconds.
public typealias ClockSource = (_ now: UInt64) -> ClockSample

/// Reads the settings again.
public typealias SettingsReader = () -> ReadSettings

/// What an agent takes from outside of its settings. Tests bring clocks that step.
public struct AgentWorld {
  /// Nil where settings cannot be read again.
  public var settings: SettingsReader?
  public var clock: ClockSource

  public init(settings: SettingsReader? = nil, clock: @escaping ClockSource = AgentWorld.clocks) {
    self.settings = settings
    self.clock = clock
  }

  /// The machine's. Where the kernel does not tell whether its clock is synchronised (in some
  /// containers), it is taken not to be.
  public static func clocks(at now: UInt64) -> ClockSample {
    let state = try? ClockState.now()
    return ClockSample(
      monotonic: now, wall: WallClock.milliseconds(),
      isSynchronised: state?.isDisciplined ?? false,
      maximumError: UInt64(max(0, state?.errorMicroseconds ?? 0)))
  }
}

/// The settings as they are in the file now.
public enum ReadSettings {
  case read(BoardSettings, Agent.Version)
  /// The file is wrong or cannot be read: why, a line a mistake.
  case refused([String])
}

/// Why an agent's work ended.
public enum AgentEnd {
  /// It was told to stop.
  case stopped
  /// It was told to go on with these settings.
  case changed(BoardSettings, Agent.Version)
}
